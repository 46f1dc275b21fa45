"""Serves the page from this machine, to try it or to show it on one's own wiki."""

from __future__ import annotations

from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from linterbot.browser.site_files import SiteFiles
from linterbot.errors import TargetError


class Server(ThreadingHTTPServer):
    """A server that listens already."""

    def __init__(self, folder: Path, host: str, port: int) -> None:
        super().__init__((host, port), _Page)
        self.files = SiteFiles(folder)

    @property
    def address(self) -> str:
        """Where the page is."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/"

    def serve_until_stopped(self) -> None:
        """Answer requests until Ctrl-C."""
        with suppress(KeyboardInterrupt):
            self.serve_forever()


def open_server(folder: Path, host: str, port: int) -> Server:
    """Return a server of a folder, which may be filled later; port 0 is any. Raises TargetError."""
    try:
        return Server(folder, host, port)
    except OSError as error:
        raise TargetError(f"{host}:{port}", f"cannot be used ({error.strerror})", "name another with --bind") from None


class _Page(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:  # as its base calls it
        """Send a file."""
        found = self.server.files.find(unquote(urlsplit(self.path).path), self.headers.get("Accept-Encoding", ""))
        if found is None:
            self.send_error(404)
            return
        self.send_response(200)
        for name, value in found.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(found.content)))
        self.end_headers()
        with suppress(ConnectionError):  # whoever asked is gone
            self.wfile.write(found.content)

    def log_message(self, *_: object) -> None:
        """Say nothing: what people look at is theirs."""
