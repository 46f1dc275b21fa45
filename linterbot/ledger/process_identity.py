"""Names a process so that others can tell whether it is alive: by the boot, its number, and when it started."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def new_name() -> str:
    """Return a name for this process that is different every time."""
    return f"{_machine()} {os.getpid()} {_started(os.getpid())} {secrets.token_hex(4)}"


def is_dead(name: str) -> bool:
    """Whether a name certainly belongs to a process that is gone; if that cannot be known from here, it does not."""
    parts = name.split()
    if len(parts) != 5 or f"{parts[0]} {parts[1]}" != _machine() or "?" in parts:
        return False
    return _started(int(parts[2])) != parts[3]


def _machine() -> str:
    """Return what identifies this boot of this machine, and this set of process numbers."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return "? ?"


def _started(pid: int) -> str:
    """Return when a process began (in ticks since the boot), "gone" if there is none; process numbers get reused."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return "gone"
    return "gone" if fields[0] in "ZX" else fields[19]
