"""`linterbot desk`: serves the desk on the web, and says who may come to it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import click

from linterbot.cli import Status, desk_options
from linterbot.cli.bind import host_and_port
from linterbot.cli.config_option import PATH, config_option, of_wiki
from linterbot.cli.own_process import own_process
from linterbot.errors import ConfigError, TargetError
from linterbot.file_faults import is_there
from linterbot.formats.terminal_escape import terminal_escape
from linterbot.plurals import counted

if TYPE_CHECKING:
    from linterbot.config.sections import Config

_DEMO_PERSON = "Quill"
_MAY = ("look", "decide", "pause")
_BIND = "127.0.0.1:8080"


@click.group("desk")
def command() -> None:
    """Look after the desk on the web, where people without a shell judge what the bot found."""


@command.command("serve")
@click.option("--bind", default=_BIND, show_default=True, metavar="HOST:PORT", help="Where to listen; port 0 is any.")
@config_option
def serve(bind: str, config_path: Path) -> Status:
    """Serve the desk of all configured wikis, until Ctrl-C or SIGTERM.

    It needs no account on a wiki and writes to none: what people approve is sent by the daemon, which has to run too.
    Needs pip install "linterbot[web]"; docs/desk.md says how to put it on the web.
    """
    from linterbot.config import reader as configuration

    host, port = host_and_port(bind)
    _need_packages()
    config = configuration.load(config_path, _set_aside)
    from linterbot.web import server

    server.serve(config, host, port, lambda address: click.echo(f"The desk is at {address}"))
    return Status.CLEAN


@command.command("invite")
@click.argument("person")
@click.option("--may", type=click.Choice(_MAY), default="decide", show_default=True, help="The most they may do.")
@click.option("--trusted", is_flag=True, help="They need not prove who they are; hand the link over safely.")
@of_wiki
def invite(person: str, may: str, trusted: bool, name: str | None, config_path: Path) -> Status:
    """Print a link that lets PERSON, an account on the wiki, come to the desk: once, within three days.

    What they may do there is also up to the wiki: only members of `desk-groups` decide, and of `pause-groups` pause.
    """
    from linterbot.config import reader as configuration
    from linterbot.desk.opening import open_desk
    from linterbot.ledger import key_values

    config = configuration.load(config_path)
    wiki, _ = configuration.wiki(config, name)
    path = _invited(config, wiki, person, may, trusted)
    with open_desk(config, wiki) as desk:
        served = key_values.get(desk.ledger, key_values.DESK)
    click.echo(f"{(config.desk.address or served or f'http://{_BIND}').rstrip('/')}{path}")
    return Status.CLEAN


@command.command("sessions")
@of_wiki
def list_sessions(name: str | None, config_path: Path) -> Status:
    """List who is at the desk."""
    from linterbot.config import reader as configuration
    from linterbot.desk.opening import open_desk
    from linterbot.ledger import sessions

    with open_desk(configuration.load(config_path), name) as desk:
        found = sessions.all_of(desk.ledger, desk_options.now())
    for one in found:
        proven = "" if one.proven else ", has not shown that the account is theirs"
        may = f"may {one.may.name.lower()} at most"
        click.echo(terminal_escape(f"{one.who}: since {one.made_at}, last seen {one.seen_at}, {may}{proven}"))
    click.echo(counted(len(found), "session"))
    return Status.CLEAN


@command.command("revoke")
@click.argument("person")
@of_wiki
def revoke(person: str, name: str | None, config_path: Path) -> Status:
    """Keep PERSON out until they are invited again: end their sessions, withdraw their invitations.

    What they decided stays; `desk undo` takes it back.
    """
    from linterbot.config import reader as configuration
    from linterbot.desk import sign_in
    from linterbot.desk.opening import open_desk

    with open_desk(configuration.load(config_path), name) as desk:
        withdrawn, ended = sign_in.revoke(desk.ledger, person, desk_options.now())
    click.echo(f"{counted(ended, 'session')} ended, {counted(withdrawn, 'invitation')} withdrawn")
    return Status.CLEAN if ended or withdrawn else Status.FINDINGS


@command.command("undo")
@click.option("--who", "person", required=True, metavar="PERSON", help="Whose decisions to take back.")
@click.option("--since", required=True, metavar="TIME", help="From this time (UTC) on, as in 2026-11-26T15:00.")
@of_wiki
def undo(person: str, since: str, name: str | None, config_path: Path) -> Status:
    """Take back everything that PERSON decided about findings since a time.

    Edits that the bot made by their leave are taken back by the daemon, unless somebody has edited over them.
    """
    from linterbot.bot.opening import open_reader
    from linterbot.config import reader as configuration
    from linterbot.desk.give_verdict import By
    from linterbot.desk.take_back import all_said_since, take_back
    from linterbot.ledger.timestamps import as_timestamp

    begin = as_timestamp(since)
    if begin is None:
        raise TargetError("--since", f'"{since}" is no time', "write it as in 2026-11-26T15:00")
    with open_reader(configuration.load(config_path), name) as context:
        said = all_said_since(context.ledger, person, begin)
        if not said:
            raise TargetError(person, f"has decided nothing since {begin} that still stands", "check the spelling")
        by = By(desk_options.who(), desk_options.now())
        return desk_options.print_answers(take_back(context, one.finding, by, of=person) for one in said)


@command.command("demo")
@click.option("--folder", type=PATH, default="demo", show_default=True, help="Where `linterbot demo` made it.")
@click.option("--bind", default=_BIND, show_default=True, metavar="HOST:PORT", help="Where to listen; port 0 is any.")
def demo(folder: Path, bind: str) -> Status:
    """Serve the desk over the demo's sandbox, with a daemon beside it, and print a link to come in."""
    from linterbot.config import reader as configuration
    from linterbot.wiki.sandbox.people import Person

    host, port = host_and_port(bind)
    _need_packages()
    config_path = folder / "config.yaml"
    if not is_there(config_path):
        raise TargetError(str(folder), "there is no demo here yet", "run: linterbot demo")
    from linterbot.web import server

    config = configuration.load(config_path)
    settings = config.wikis["sandbox"]
    assert settings.path is not None
    Person(config.path(settings.path), _DEMO_PERSON)  # an administrator of the sandbox
    path = _invited(config, "sandbox", _DEMO_PERSON, "pause", trusted=True)

    def ready(address: str) -> None:
        click.echo(f"The desk is at {address}. Come in as {_DEMO_PERSON}:\n{address}{path}")

    with _daemon(config_path):
        server.serve(config, host, port, ready)
    return Status.CLEAN


def _set_aside(error: ConfigError) -> None:
    click.echo(f"linterbot: a wiki is set aside: {terminal_escape(str(error))}", err=True)


def _invited(config: Config, wiki: str, person: str, may: str, trusted: bool) -> str:
    """Return the path of a new invitation."""
    from linterbot.bot.opening import open_reader
    from linterbot.desk import sign_in
    from linterbot.ledger.rights import Right

    with open_reader(config, wiki) as context:
        secret = sign_in.invite(context, person, Right[may.upper()], trusted, desk_options.now())
    return f"/{quote(wiki)}/enter/{secret}"


@contextmanager
def _daemon(config_path: Path) -> Iterator[None]:
    """Run a daemon while the context lasts."""
    running = subprocess.Popen(own_process("daemon", config_path))  # noqa: S603  # no shell, and only words of ours
    try:
        yield
    finally:
        running.terminate()
        running.wait()


def _need_packages() -> None:
    if find_spec("starlette") is None or find_spec("uvicorn") is None or find_spec("jinja2") is None:
        raise TargetError("desk", "what serves pages is not installed", 'run: pip install "linterbot[web]"')
