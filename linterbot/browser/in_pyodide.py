"""Runs in Pyodide itself while the bundle is built: keeps what is imported, and compiles it for a quick start.

`build.py` starts it through `pack.mjs`; nothing else imports it.
"""

from __future__ import annotations

import gzip
import importlib
import io
import json
import marshal
import sys
import zipfile
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType

_BY_NAME = ("encodings.ascii", "encodings.latin_1", "encodings.utf_8_sig", "importlib.resources", "traceback")
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the time of every file, so that the same sources give the same bundle
_NO_LINE, _UNITS = 0xF8, 8  # what begins an entry without a line, and how many units of code one covers
_UNCHECKED = (1).to_bytes(4, "little") + bytes(8)  # a module that is never compared with its source


def pack(folder: str) -> None:
    """Write `linterbot.zip.gz` and `python_stdlib.zip.gz` into a folder, from what is in its `sources`.

    Each is packed as a whole, which makes it smaller than its parts would be, whatever a host compresses.
    """
    here = Path(folder)
    sources = here / "sources"
    sys.path.insert(0, str(sources))
    for name in (*_BY_NAME, *json.loads((here / "modules.json").read_text())):
        importlib.import_module(name)
    from linterbot.browser import bridge

    for question in json.loads((here / "questions.json").read_text()):
        bridge.answer(json.dumps(question), lambda address: "")
    used = _used()
    library = next(path for path in sys.path if path.endswith(".zip"))
    with zipfile.ZipFile(library) as all_of_it:
        names = sorted(path.removeprefix(f"{library}/") for path in used if path.startswith(library))
        parts = {f"{name}c": _compiled(all_of_it.read(name), name) for name in names}
    _write(here / "python_stdlib.zip.gz", parts)
    modules = sorted(Path(path).relative_to(sources) for path in used if path.startswith(str(sources)))
    rules = sorted(path.relative_to(sources) for path in sources.rglob("_rules/*/*"))
    parts = {f"{name}c": _compiled((sources / name).read_bytes(), str(name)) for name in modules}
    _write(here / "linterbot.zip.gz", {**parts, **{str(name): (sources / name).read_bytes() for name in rules}})


def _used() -> set[str]:
    """Return the files of the modules that were imported, but for those that Python itself holds."""
    specs = (getattr(module, "__spec__", None) for module in sys.modules.values())
    return {one.origin for one in specs if one is not None and one.origin and one.origin.endswith(".py")}


def _write(archive: Path, parts: dict[str, bytes]) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as out:
        for name, content in parts.items():
            out.writestr(zipfile.ZipInfo(name, _OLDEST), content)
    archive.write_bytes(gzip.compress(whole.getvalue(), mtime=0))


def _compiled(source: bytes, name: str) -> bytes:
    code = compile(source, name, "exec", dont_inherit=True, optimize=2)  # 2: without what only a reader needs
    return MAGIC_NUMBER + _UNCHECKED + marshal.dumps(_without_lines(code))


def _without_lines(code: CodeType) -> CodeType:
    """Return code that does not know the lines it came from: a third of its size, and nobody is shown a traceback."""
    inside = (_without_lines(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_consts=tuple(inside), co_linetable=_no_lines(len(code.co_code) // 2))


def _no_lines(units: int) -> bytes:
    """Return a table that knows no line of so many units of code (InternalDocs/code_objects.md of CPython)."""
    whole, rest = divmod(units, _UNITS)
    return bytes([_NO_LINE + _UNITS - 1]) * whole + (bytes([_NO_LINE + rest - 1]) if rest else b"")
