"""What a browser keeps of the page so that it works without a network: every file, by the digest of its content."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

LIST = "files.json"
_NOT_KEPT = ("offline.js", LIST)  # the browser looks at these by itself, to see whether there is something new


def write_list(site: Path) -> None:
    """Write down the files of a page and their digests."""
    names = sorted(str(path.relative_to(site)) for path in site.rglob("*") if path.is_file())
    kept = {name: hashlib.sha256((site / name).read_bytes()).hexdigest() for name in names if name not in _NOT_KEPT}
    (site / LIST).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
