"""Builds the page that lints in a browser: static files that any host can serve, with nothing behind them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.metadata import distribution
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from linterbot.browser import gadget, modules, pyodide_package
from linterbot.browser.node import node
from linterbot.browser.offline import write_list
from linterbot.errors import RuleError, TargetError
from linterbot.rulebook import packs
from linterbot.yaml_text import load

PACKAGES = ("mwparserfromhell", "pyyaml", "rapidfuzz")  # what runs beside linterbot; each is Python all through
FOLDERS = {"pyyaml": "yaml"}  # where they are called otherwise
_RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
_LOCK = "pyodide-lock.json"
_BUNDLES = ("linterbot.zip.gz", "python_stdlib.zip.gz")
_STARTERS = ("in_pyodide.py", "pack.mjs")


def build(out: Path, pyodide: Path | None = None, address: str = "") -> None:
    """Write the page into a folder, which may hold an earlier one.

    `pyodide` is its archive from npm; `address` is where the page will be, for the button that opens it. Raises
    TargetError if the folder holds something else, or if Node or Pyodide cannot be had.
    """
    gadget.refuse_no_address(address)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        refuse_other(out)
    with TemporaryDirectory() as name:
        work = Path(name)
        package = pyodide_package.unpack(work, pyodide)
        _lay_out(work)
        node("pack.mjs", folder=work)
        site = work / "site"
        _copy(files("linterbot.browser") / "site", site)
        (site / "pyodide").mkdir()
        for one in _RUNTIME:
            shutil.copy(package / one, site / "pyodide")
        _write_lock(package, site / "pyodide")
        for one in _BUNDLES:
            shutil.copy(work / one, site)
        _write_licences(site / "licences")
        gadget.write(site, address)
        write_list(site)
        _put(site, out)


def _put(site: Path, out: Path) -> None:
    """Put a page into a folder, over an earlier one; whatever else is there, such as a host's own files, stays."""
    try:
        shutil.copytree(site, out, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        raise TargetError(str(out), f"cannot be written ({error})", "check who may write there") from None


def refuse_other(folder: Path) -> None:
    """Raise TargetError if a folder does not hold the page."""
    if not (folder / _BUNDLES[0]).is_file():
        raise TargetError(str(folder), "does not hold the page", "name a new folder, or run: linterbot browser build")


def _write_lock(package: Path, folder: Path) -> None:
    """Write down which Pyodide it is, without the packages that it could load from elsewhere."""
    lock = json.loads((package / _LOCK).read_text(encoding="utf-8"))
    _write(folder / _LOCK, json.dumps({**lock, "packages": {}}))


def _lay_out(work: Path) -> None:
    """Put what Pyodide packs into a folder, with the programs that do it."""
    sources = work / "sources"
    ours = modules.ours()
    for name, source in ours.items():
        path = sources.joinpath(*name.split("."))
        _write(path / "__init__.py" if modules.is_package(name) else path.with_suffix(".py"), source)
    _write(sources / "re2.py", ours[modules.NAMED_RE2])
    for name in PACKAGES:
        _copy_package(FOLDERS.get(name, name), sources)
    for inside, text in _rules():
        _write(sources / "linterbot" / "_rules" / inside, text)
    for starter in _STARTERS:
        _write(work / starter, (files("linterbot.browser") / starter).read_text(encoding="utf-8"))
    _write(work / "modules.json", json.dumps(sorted({*ours, *modules.others(ours)} - {modules.NAMED_RE2})))
    _write(work / "questions.json", json.dumps(_questions()))


def _copy_package(name: str, sources: Path) -> None:
    folder = Path(str(files(name)))
    shutil.copytree(folder, sources / name, ignore=_not_python)


def _not_python(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (name.endswith(".py") or (Path(folder) / name).is_dir())]


def _rules() -> Iterator[tuple[str, str]]:
    """Yield the packaged rules, each file as JSON: that is YAML too, read in no time and without its comments."""
    for folder in (one for one in packs.root().iterdir() if one.is_dir()):
        for path in (one for one in folder.iterdir() if one.name.endswith(".yaml")):
            source = load(path.read_text(encoding="utf-8"), path.name, RuleError)
            yield f"{folder.name}/{path.name}", json.dumps(source.content, ensure_ascii=False, separators=(",", ":"))


def _questions() -> list[dict[str, Any]]:
    """Return questions that between them need whatever the bridge may need, so that nothing of it is left out."""
    page = (files("linterbot.browser") / "site" / "sample.wiki").read_text(encoding="utf-8")
    rule = (files("linterbot.browser") / "site" / "sample-rule.yaml").read_text(encoding="utf-8")
    api = "https://wiki.example/api.php"
    return [
        {"do": "start"},
        *({"do": "check", "text": page, "before": page[:200], "pack": pack} for pack in packs.names()),
        {"do": "check", "text": page, "title": "Brass Clock", "api": api, "rule": rule},
        {"do": "repair", "text": page},
        {"do": "try", "rule": rule},
        {"do": "try", "rule": rule.replace("severity", "severty")},
        *(
            {"do": "check", "text": one.text, "pack": pack, "markup": one.markup, "title": one.title}
            for pack in packs.names()
            for each in packs.load(pack)
            for one in each.examples
        ),
    ]


def _write_licences(folder: Path) -> None:
    """Write the licences of everything that is not linterbot's own beside it."""
    folder.mkdir(exist_ok=True)
    for name in PACKAGES:
        for path in distribution(name).files or ():
            if path.name.upper().startswith("LICEN") and path.suffix != ".py":
                (folder / f"{name}.txt").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")


def _copy(source: Any, target: Path) -> None:
    with as_file(source) as folder:
        shutil.copytree(folder, target)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
