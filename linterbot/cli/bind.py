"""Where a server is to listen, as people type it."""

from __future__ import annotations

from linterbot.errors import TargetError

_MOST_PORT = 65_535


def host_and_port(bind: str) -> tuple[str, int]:
    """Return the host and the port of `HOST:PORT`; raises TargetError."""
    host, colon, port = bind.rpartition(":")
    if not (colon and port.isascii() and port.isdigit() and len(port) < 6 and int(port) <= _MOST_PORT):
        raise TargetError("--bind", f'"{bind}" is not where anybody could listen', "write it as in 127.0.0.1:8080")
    return host.strip("[]") or "127.0.0.1", int(port)
