"""`linterbot lsp`: speaks the Language Server Protocol with an editor, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec

import click

from linterbot.cli import Status
from linterbot.errors import TargetError


@click.command("lsp")
def command() -> Status:
    """Serve an editor over standard input and output: findings, fixes, the pages of rules.

    Needs pip install "linterbot[lsp]"; docs/editors-and-ci.md shows how editors start it.
    """
    if find_spec("pygls") is None:
        raise TargetError("lsp", "pygls is not installed", 'run: pip install "linterbot[lsp]"')
    from linterbot.lsp.server import make

    make().start_io()
    return Status.CLEAN
