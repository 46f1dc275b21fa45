"""`linterbot sandbox`: works on the embedded wiki, for trying things out."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import NamedTuple

import click

from linterbot.cli import Status
from linterbot.cli.config_option import config_option
from linterbot.cli.parse_targets import LARGEST_FILE, from_text
from linterbot.cli.waiting import waiting
from linterbot.errors import ConfigError, TargetError, WikiDown
from linterbot.file_faults import unreadable
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.plurals import counted


@click.group("sandbox")
@config_option
@click.option("--wiki", "name", metavar="NAME", help="The configured sandbox; not needed if there is only one wiki.")
@click.pass_context
def command(context: click.Context, config_path: Path, name: str | None) -> None:
    """Work on the sandbox, a small real wiki in one file."""
    context.obj = _Sandbox(config_path, name)


class _Sandbox(NamedTuple):
    """The sandbox that a person means; the configuration is read when it is needed, not for help."""

    config_path: Path
    wiki: str | None

    @property
    def path(self) -> Path:
        """Its file; raises ConfigError."""
        from linterbot.config import reader as configuration

        config = configuration.load(self.config_path)
        name, settings = configuration.wiki(config, self.wiki)
        if settings.path is None:
            raise ConfigError(f"wikis.{name}", "is not a sandbox", "name one with --wiki")
        return config.path(settings.path)


@command.command("load")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Load the sample wiki that comes with linterbot, as if edited just now.")
@click.option("--recent", is_flag=True, help="Shift all times so that the last edit is made now and a patrol sees it.")
@click.pass_obj
def load(sandbox: _Sandbox, file: Path | None, sample: bool, recent: bool) -> Status:
    """Load a MediaWiki XML export into the sandbox, or the sample wiki."""
    if (file is None) is not sample:
        raise click.UsageError("name an export, or load the --sample")
    if file is not None:
        return _loaded(sandbox, file, recent)
    with as_file(files("linterbot") / "sample" / "wiki.xml") as export:
        return _loaded(sandbox, export, recent=True)


def _loaded(sandbox: _Sandbox, file: Path, recent: bool) -> Status:
    from linterbot.wiki.sandbox.people import Person

    _read(file, 1)  # before there is a sandbox
    path = sandbox.path
    was_there = path.exists()
    try:
        with waiting(f"loading {terminal_escape(file.name)}"):
            count = Person(path, "Importer").load(file, newest=datetime.now(UTC) if recent else None)
    except TargetError:
        if not was_there:
            path.unlink(missing_ok=True)  # an empty sandbox would look like a wiki without pages
        raise
    click.echo(f"{counted(count, 'page')} loaded into {path}")
    return Status.CLEAN


@command.command("show")
@click.argument("title")
@click.pass_obj
def show(sandbox: _Sandbox, title: str) -> Status:
    """Print the text of a page."""
    from linterbot.wiki.sandbox.people import Person

    path = sandbox.path
    if not path.exists():
        raise WikiDown(str(path), "there is no sandbox wiki yet", "create it: linterbot sandbox load EXPORT")
    pages = Person(path, "Reader").wiki.pages([title])
    if not pages:
        raise TargetError(title, "there is no such page on the sandbox", "check the spelling")
    click.echo(pages[0].text)
    return Status.CLEAN


@command.command("edit")
@click.argument("title")
@click.argument("file", type=click.Path(path_type=Path), default="-")
@click.option("--user", default="Visitor", show_default=True, help="Who edits.")
@click.option("--summary", default="", help="The edit summary.")
@click.pass_obj
def edit(sandbox: _Sandbox, title: str, file: Path, user: str, summary: str) -> Status:
    """Give a page a new text, from a file or from standard input."""
    from linterbot.wiki.sandbox.people import Person

    page = from_text(sys.stdin.buffer.read() if str(file) == "-" else _read(file), str(file), title)
    revision = Person(sandbox.path, user).edit(title, page.text, summary)
    click.echo(f"{title}: revision {revision}")
    return Status.CLEAN


def _read(file: Path, size: int = LARGEST_FILE + 1) -> bytes:
    """Return what is in a file, or its beginning; raises TargetError."""
    try:
        with file.open("rb") as opened:
            return opened.read(size)
    except OSError as error:
        raise unreadable(file, error, "name a file in it") from None
