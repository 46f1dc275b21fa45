"""Runs a command as a person does, on a terminal of 80 columns and 24 lines."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from collections.abc import Sequence

_WAIT = 120.0  # seconds without a word after which a command hangs


def at_a_terminal(command: Sequence[str], answers: Sequence[str], asks: str = "? ", **environ: str) -> str:
    """Return what a command shows on a terminal, where each of its questions gets the next answer."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    own = {**os.environ, "TERM": "xterm", **environ}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=own, close_fds=True)
    os.close(theirs)
    left, shown, asked = list(answers), "", 0
    try:
        while True:
            if not select.select([ours], [], [], _WAIT)[0]:
                raise TimeoutError(shown)
            try:
                piece = os.read(ours, 65536).decode(errors="replace")
            except OSError:  # the command has ended, and its terminal with it
                return shown
            if not piece:
                return shown
            shown += piece
            while left and shown.count(asks, asked) > 0:
                asked = shown.index(asks, asked) + len(asks)
                os.write(ours, left.pop(0).encode())
    finally:
        process.kill()
        process.wait()
        os.close(ours)
