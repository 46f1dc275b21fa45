"""Names a process so that others can tell whether it still lives: the machine's boot, its processes, one of them."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def new_name() -> str:
    """Return a name for one stretch of work of this process."""
    return f"{_machine()} {os.getpid()} {_started(os.getpid())} {secrets.token_hex(4)}"


def is_dead(name: str) -> bool:
    """Whether a name is surely that of a process that is gone; where that cannot be told from here, it is not."""
    parts = name.split()
    if len(parts) != 5 or f"{parts[0]} {parts[1]}" != _machine() or "?" in parts:
        return False
    return _started(int(parts[2])) != parts[3]


def _machine() -> str:
    """Return what tells this boot of this machine, and this set of process numbers, from all others."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return "? ?"


def _started(pid: int) -> str:
    """Return when a process began (ticks since the boot), "gone" where there is none; numbers are used again."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return "gone"
    return "gone" if told[0] in "ZX" else told[19]
