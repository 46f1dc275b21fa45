"""Ports for servers on 127.0.0.1."""

from __future__ import annotations

import socket


def free_port() -> int:
    """Return a port that nobody uses at the moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
