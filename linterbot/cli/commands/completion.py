"""`linterbot completion`: prints what a shell needs to complete commands, options, rules and packs."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from linterbot.cli import Status, cli


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> Status:
    """Print the completion script for SHELL.

    bash: linterbot completion bash > ~/.local/share/bash-completion/completions/linterbot;
    zsh: linterbot completion zsh > a folder in $fpath, as _linterbot;
    fish: linterbot completion fish > ~/.config/fish/completions/linterbot.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "linterbot", "_LINTERBOT_COMPLETE").source())
    return Status.CLEAN
