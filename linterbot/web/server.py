"""Serves the desk until it is told to stop."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from urllib.parse import urlsplit

import uvicorn

from linterbot.config.sections import Config
from linterbot.errors import ConfigError
from linterbot.ledger import key_values
from linterbot.web.app import app
from linterbot.web.dispatch import Desk
from linterbot.web.limits import Limits
from linterbot.web.ready_wikis import MOST
from linterbot.web.wikis import open_wikis

_AT_ONCE = 500  # connections; more are told to come back
_HERE = ("127.0.0.1", "localhost", "::1")


class Server(uvicorn.Server):
    """A desk that is ready to be served."""

    def __init__(self, desk: Desk, proxies: Sequence[str], listening: socket.socket) -> None:
        settings = uvicorn.Config(
            app(desk),
            access_log=False,  # its lines would hold invitations
            log_config=None,
            server_header=False,
            forwarded_allow_ips=list(proxies),
            limit_concurrency=_AT_ONCE,
            timeout_graceful_shutdown=5,
            lifespan="off",
        )
        super().__init__(settings)
        self.desk, self._listening = desk, listening

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._listening.getsockname()[1])

    def serve_until_stopped(self) -> None:
        """Answer requests until SIGTERM or Ctrl-C, or until `should_exit` is set."""
        for one in self.desk.wikis.values():
            key_values.put(one.ledger, key_values.DESK, self.desk.address)
            if len(self.desk.wikis) <= MOST:
                one.prepare()
        self.run(sockets=[self._listening])


@contextmanager
def open_server(config: Config, host: str, port: int, limits: Limits | None = None) -> Iterator[Server]:
    """Yield a desk of all configured wikis that listens already.

    Raises ConfigError if others could read what is sent there, or if the place is taken.
    """
    with ExitStack() as stack:
        listening = stack.enter_context(closing(_listen(host, port)))
        address = address_of(config, host, listening.getsockname()[1])
        wikis = stack.enter_context(open_wikis(config, address))
        names = (urlsplit(address).hostname or "", *_HERE)
        try_page = config.path(config.desk.try_page) if config.desk.try_page is not None else None
        desk = Desk(wikis, address, names, limits or Limits(), try_page=try_page)
        yield Server(desk, config.desk.proxies, listening)


def serve(config: Config, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or Ctrl-C; `ready` is called with the desk's address. Raises what `open_server` does."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    with open_server(config, host, port) as server:
        ready(server.desk.address)
        server.serve_until_stopped()


def address_of(config: Config, host: str, port: int) -> str:
    """Return the address under which people reach the desk; raises ConfigError if others could read what is sent."""
    if config.desk.address is not None:
        return config.desk.address.rstrip("/")
    if host not in _HERE:
        remedy = "put a server with https before it, and name its address under desk: address (docs/desk.md)"
        raise ConfigError("--bind", f"others could read what is sent to {host}", remedy)
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises ConfigError."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(kind)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_AT_ONCE)
    except OSError as error:
        listening.close()
        raise ConfigError("--bind", f"{host}:{port} cannot be used ({error.strerror})", "name another one") from None
    return listening
