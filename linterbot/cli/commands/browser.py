"""`linterbot browser`: builds and serves the page that lints in a browser."""

from __future__ import annotations

import signal
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from linterbot.cli import Status
from linterbot.cli.bind import host_and_port
from linterbot.cli.config_option import PATH

_BIND = "127.0.0.1:8090"
_pyodide = click.option(
    "--pyodide", type=PATH, metavar="FILE", help="Pyodide, as npm packs it; without it, npm fetches it once."
)
_address = click.option(
    "--address", default="", metavar="URL", help="Where the page will be; the button on edit forms opens it there."
)


@click.group("browser")
def command() -> None:
    """Build or serve the page “Try linterbot”, which lints in a browser and sends nothing anywhere."""


@command.command("build")
@click.argument("out", type=PATH, metavar="FOLDER")
@_pyodide
@_address
def build(out: Path, pyodide: Path | None, address: str) -> Status:
    """Write the page into FOLDER: static files, for any host that serves files.

    Needs Node.js with npm, or pip install "linterbot[browser]"; docs/gadget.md says where to put the page, and how a
    wiki gets a button for it.
    """
    from linterbot.browser import build as building

    building.build(out, pyodide, address)
    click.echo(f"The page is in {out}. Try it with: linterbot browser serve {out}")
    return Status.CLEAN


@command.command("serve")
@click.argument("folder", type=PATH, required=False)
@click.option("--bind", default=_BIND, show_default=True, metavar="HOST:PORT", help="Where to listen; port 0 is any.")
@_pyodide
def serve(folder: Path | None, bind: str, pyodide: Path | None) -> Status:
    """Serve the page in FOLDER until Ctrl-C; without one, build it first."""
    from linterbot.browser import build as building
    from linterbot.browser.serve import open_server

    host, port = host_and_port(bind)
    if folder is not None:
        building.refuse_other(folder)
    with TemporaryDirectory() as name, open_server(folder or Path(name) / "page", host, port) as server:
        if folder is None:
            click.echo("Building the page …")
            building.build(Path(name) / "page", pyodide, server.address)
        click.echo(f"Try linterbot at {server.address}")
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # either ends it as Ctrl-C does
        server.serve_until_stopped()
    return Status.CLEAN
