"""The files of a built page as a server sends them: only those that are there, packed once, with what they refuse."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; worker-src 'self'; "
    "connect-src 'self' blob: https: http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "unsafe-none",  # anything else would cut the tie to the edit form
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",  # the browser keeps the files itself (offline.js)
    "Vary": "Accept-Encoding",
}
_KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".gz": "application/octet-stream",  # which the page unpacks itself
}
_OTHER = "text/plain; charset=utf-8"
_INDEX = "index.html"


@dataclass(frozen=True)
class Sent:
    """A file as it is sent."""

    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class SiteFiles:
    """The files of a page, looked for when somebody first asks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, path: str, encodings: str) -> Sent | None:
        """Return the file at a path below the page's address, None if there is none; it is packed if that is wanted."""
        name = path.lstrip("/")
        found = self._paths.get(f"{name}{_INDEX}" if not name or name.endswith("/") else name)
        if found is None:
            return None
        headers = {**HEADERS, "Content-Type": _KINDS.get(found.suffix, _OTHER)}
        if found.suffix == ".gz" or "gzip" not in encodings:
            return Sent(found.read_bytes(), headers)
        return Sent(_packed(found, found.stat().st_mtime_ns), {**headers, "Content-Encoding": "gzip"})

    @cached_property
    def _paths(self) -> Mapping[str, Path]:
        return {str(one.relative_to(self._folder)): one for one in self._folder.rglob("*") if one.is_file()}


@lru_cache(maxsize=64)
def _packed(path: Path, _changed: int) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
