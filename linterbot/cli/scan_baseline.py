"""The baseline of a whole export: what is found in it now, and is not to be reported again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from linterbot.cli import Status, baseline_file
from linterbot.cli.scan_progress import Progress
from linterbot.file_faults import is_there
from linterbot.plurals import counted
from linterbot.scan.scan import ScanOrder, scan
from linterbot.scan.state import Place


def known(path: Path | None) -> dict[str, frozenset[str]]:
    """Return the fingerprints that a baseline knows, by page; raises TargetError."""
    if path is None:
        return {}
    return {page: frozenset(rows) for page, rows in baseline_file.load(path).known.items()}


def make(order: ScanOrder, path: Path) -> Status:
    """Scan, and write what is found into a baseline; raises TargetError."""
    rows_of: dict[str, dict[str, str]] = {}
    with Progress(order.path, Place(), order.path.stat().st_size if is_there(order.path) else 0) as progress:
        for part in scan(replace(order, format="json-lines"), Place(), lambda _: ""):
            for finding in map(json.loads, part.lines):
                rows = rows_of.setdefault(finding["page"], {})
                rows[finding["fingerprint"]] = f"{finding['code']} {finding['name']}"
            progress.at(part.place, sum(map(len, rows_of.values())))
    baseline_file.save(path, rows_of)
    click.echo(f"{path}: {counted(sum(map(len, rows_of.values())), 'finding')} known from now on", err=True)
    return Status.CLEAN
