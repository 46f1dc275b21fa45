"""A proxy between the bot and a MediaWiki that makes trouble: lost answers, errors, garbage, dropped connections."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Trouble:
    """What happens to the next `times` requests that contain some words, once `after` of them have passed.

    `status` 0 drops the connection; `reaches` says whether the wiki receives the request anyway.
    """

    match: str = "action=edit"
    status: int = 0
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    reaches: bool = False
    times: int = 1
    after: int = 0
    meanwhile: Callable[[], object] = lambda: None


class Proxy(ThreadingHTTPServer):
    """Passes requests on to one wiki, except those that meet a trouble; counts edits and logins."""

    daemon_threads = True

    def __init__(self, api: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.to = urlsplit(api)
        self.troubles: list[Trouble] = []
        self.edits = self.logins = 0
        self.requests = 0
        self.heard: list[str] = []  # all that was said on this line, in both directions
        self.lock = threading.Lock()

    @property
    def api(self) -> str:
        """The address at which the wiki seems to be."""
        return f"http://127.0.0.1:{self.server_address[1]}{self.to.path}"

    def trouble_for(self, words: str) -> Trouble | None:
        """Return the trouble that a request meets, which is used up by it."""
        with self.lock:
            self.requests += 1
            self.edits += "action=edit" in words
            self.logins += "action=login" in words
            for trouble in self.troubles:
                if trouble.match in words and trouble.after > 0:
                    trouble.after -= 1
                elif trouble.match in words:
                    trouble.times -= 1
                    if trouble.times <= 0:
                        self.troubles.remove(trouble)
                    return trouble
        return None

    def handle_error(self, request: object, client_address: object) -> None:
        """Do not log clients that went away: the tests do that on purpose."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_GET(self) -> None:
        self._pass_on(b"")

    def do_POST(self) -> None:
        self._pass_on(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def log_message(self, *_: object) -> None:
        """Do not log requests."""

    def _pass_on(self, body: bytes) -> None:
        trouble = self.server.trouble_for(f"{self.path} {body.decode('ascii', 'replace')}")
        if trouble is None:
            status, headers, answer = self._ask(body)
            said = (self.path, str(self.headers), body.decode("latin-1"), str(headers), answer.decode("latin-1"))
            self.server.heard.append("\n".join(said))
            self._answer(status, headers, answer)
            return
        trouble.meanwhile()
        if trouble.reaches:
            self._ask(body)
        if trouble.status:
            self._answer(trouble.status, list(trouble.headers.items()), trouble.body)
        else:
            self.close_connection = True
            self.connection.close()

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        to = self.server.to
        connection = http.client.HTTPConnection(str(to.hostname), to.port, timeout=60)
        try:
            headers = {key: value for key, value in self.headers.items() if key.lower() not in ("host", "connection")}
            connection.request(self.command, self.path, body or None, {**headers, "Host": to.netloc})
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response_only(status)
        for key, value in headers:
            if key.lower() not in ("transfer-encoding", "content-length", "connection", "host"):
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def proxy(api: str) -> Iterator[Proxy]:
    """Put a proxy in front of a wiki while the context lasts."""
    with Proxy(api) as one:
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield one
        finally:
            one.shutdown()
            thread.join()
