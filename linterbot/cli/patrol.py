"""`linterbot patrol`: one round over what changed on a wiki."""

from __future__ import annotations

from pathlib import Path

import click

from linterbot.cli import Status
from linterbot.report.visible import visible


@click.command("patrol", short_help="Read what changed on a wiki, repair or flag it.")
@click.option("--once", is_flag=True, help="Do one round and stop (the daemon does rounds on a schedule).")
@click.option("--dry-run", is_flag=True, help="Show what would be done; write nothing, record nothing.")
@click.option("--wiki", "name", metavar="NAME", help="The configured wiki; not needed where there is one.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), default="config.yaml", show_default=True)
def command(once: bool, dry_run: bool, name: str | None, config_path: Path) -> Status:
    """Read the pages that changed since the last round, judge them, then repair or flag what was found.

    What a rule may do is set in the configuration: shadow, flag, suggest or auto.
    """
    from linterbot import config as configuration
    from linterbot.jobs.patrol import patrol
    from linterbot.jobs.setup import tools

    if not once:
        raise click.UsageError("patrol does one round; say so with --once, or run `linterbot daemon` for many.")
    config = configuration.read(config_path)
    with tools(config, name) as given:
        done = patrol(given, dry_run)
    for title, finding in done.found:
        click.echo(f"{visible(title)}: {finding.code} {finding.name}: {visible(finding.message)}")
    for repair in done.repairs:
        names = ", ".join(sorted({one.name for one in repair.findings}))
        click.echo(f"{visible(repair.title)}: {'would be ' if dry_run else ''}repaired ({names})")
        if dry_run:
            from linterbot.cli.repair import unified

            click.echo(unified(repair.before, repair.after, repair.title), nl=False)
    for title, hold in done.held:
        click.echo(f"{visible(title)}: held: {visible(hold.reason)}")
    for action in done.reverted:
        click.echo(f"{visible(action.title)}: a person undid {', '.join(action.plan.rules)}; left alone from now on")
    for rule, reason in done.stopped:
        click.echo(f"{rule}: stopped until a person resumes it: {reason}")
    for title, reason in done.refused:
        click.echo(f"{visible(title)}: the wiki refused the edit: {visible(reason)}")
    click.echo(f"{'dry run: ' if dry_run else ''}{done.in_words()}")
    return Status.CLEAN
