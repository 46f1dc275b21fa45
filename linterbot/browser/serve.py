"""Serves the page from this machine, to try it or to show it on one's own wiki."""

from __future__ import annotations

import gzip
from contextlib import suppress
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from linterbot.errors import TargetError

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; worker-src 'self'; "
    "connect-src 'self' blob: https: http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
KINDS = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".wiki": "text/plain"}
_PACKED = (".html", ".css", ".mjs", ".js", ".json", ".svg", ".wasm", ".txt", ".wiki", ".yaml")  # the rest is packed


class Server(ThreadingHTTPServer):
    """A server that listens already."""

    @property
    def address(self) -> str:
        """Where the page is."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/"

    def serve_until_stopped(self) -> None:
        """Answer requests until Ctrl-C or SIGTERM."""
        with suppress(KeyboardInterrupt):
            self.serve_forever()


def open_server(folder: Path, host: str, port: int) -> Server:
    """Return a server of a folder, which may be filled later; port 0 is any. Raises TargetError."""
    try:
        return Server((host, port), partial(_Page, directory=str(folder)))
    except OSError as error:
        raise TargetError(f"{host}:{port}", f"cannot be used ({error.strerror})", "name another with --bind") from None


class _Page(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, **KINDS}  # noqa: RUF012  # as its base has it

    def log_message(self, *_: object) -> None:
        """Say nothing: what people look at is theirs."""

    def end_headers(self) -> None:
        """Add what every answer tells the browser to refuse."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def send_head(self) -> BinaryIO | None:
        """Send what comes before a file; those that can be packed are, where the browser understands it."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() and self.path.split("?")[0].endswith("/") else path
        if path.suffix not in _PACKED or not path.is_file() or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().send_head()
        packed = _packed(path, path.stat().st_mtime_ns)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        return BytesIO(packed)


@lru_cache(maxsize=64)
def _packed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
