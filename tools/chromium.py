"""Chromium for the tests: the machine's own, or else Debian's, unpacked once into a cache folder.

    python3 tools/chromium.py      prints the path of the executable, and that of libraries which its driver lacks

LINTERBOT_CHROMIUM can name another executable. Nothing is installed on the machine. Uses only the standard library,
apt-get and dpkg-deb.
"""

from __future__ import annotations

import ctypes.util
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import debian
from debian import Apt, run

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "linterbot" / "chromium"
UNPACKED, WRAPPER, FONTS = CACHE / "unpacked", CACHE / "chromium", CACHE / "fonts.conf"
COMMANDS = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ["chromium", "chromium-common"]
FONT_PACKAGES = ["fontconfig-config", "fonts-dejavu-core", "fonts-liberation"]
# What Debian would link from /etc/fonts when it installs its packages: the fonts that stand in for others.
FONT_RULES = ("30-metric-aliases", "45-latin", "60-latin")


def chromium() -> str:
    """Return the path of Chromium: what LINTERBOT_CHROMIUM names, else the machine's own, else the unpacked one."""
    named = os.environ.get("LINTERBOT_CHROMIUM")
    if named:
        found = shutil.which(named) or sys.exit(f"LINTERBOT_CHROMIUM names no executable: {named}")
        return str(Path(found).absolute())
    own = next(filter(None, map(shutil.which, COMMANDS)), None)
    return str(Path(own).absolute()) if own else unpacked()


def unpacked() -> str:
    """Return the path of Debian's Chromium in the cache folder; if need be, download it."""
    try:
        with debian.alone(CACHE):
            # The machine's own libraries may have gone since it was unpacked.
            if not ((UNPACKED / "done").exists() and _runs()):
                _fetch()
    except (OSError, SystemExit) as error:
        advice = "install chromium, or name one in LINTERBOT_CHROMIUM"
        sys.exit(f"Debian's Chromium cannot be unpacked; {advice}.\n{error}")
    return str(WRAPPER)


def libraries() -> str:
    """Return the folder of what playwright's own Node needs and a small Debian lacks, "" if the machine has it."""
    if ctypes.util.find_library("atomic"):
        return ""
    with debian.alone(CACHE):
        folder = CACHE / "node"
        if not (folder / "done").exists():
            Apt(CACHE / "apt", "libatomic1").unpack(["libatomic1"], CACHE / "debs", folder)
            (folder / "done").touch()
        return str(next(folder.rglob("libatomic.so.1")).parent)


def _runs() -> bool:
    _write_wrapper()
    return subprocess.run([WRAPPER, "--version"], capture_output=True).returncode == 0


def _fetch() -> None:
    print("chromium: downloading Debian's Chromium", file=sys.stderr, flush=True)
    try:
        _unpack("chromium")
    except SystemExit:
        # The machine's lists may be so old that the mirrors no longer have what they name. Apt gets new ones if those
        # that there are do not know the package.
        _unpack("no-such-package")
    _write_wrapper()
    run([str(WRAPPER), "--version"])
    shutil.rmtree(CACHE / "apt", ignore_errors=True)
    (UNPACKED / "done").touch()


def _unpack(probe: str) -> None:
    shutil.rmtree(UNPACKED, ignore_errors=True)
    shutil.rmtree(CACHE / "debs", ignore_errors=True)
    apt = Apt(CACHE / "apt", probe)
    # Its other dependencies, such as the desktop's own dialogs, are as large again, and a test has no use for them.
    libraries = {name for package in PACKAGES for name in apt.depends(package) if name.startswith("lib")}
    # The C library has to be the one that the machine's loader belongs to.
    missing = set(apt.missing(sorted(libraries - {"libc6"}) + FONT_PACKAGES)) - {"libc6"}
    # Packages that the machine has are not missing, but are needed here all the same.
    apt.unpack(sorted({*missing, *PACKAGES, *FONT_PACKAGES}), CACHE / "debs", UNPACKED)


def _write_wrapper() -> None:
    """Write the script that starts the unpacked Chromium, and the list of fonts that it uses."""
    folders = [Path(name) for name in debian.libraries(UNPACKED)]
    # Debian's libpulse looks for its other half only in /usr.
    folders += [path for folder in folders if (path := folder / "pulseaudio").exists()]
    libraries = shlex.quote(":".join(map(str, folders)))
    # Debian's own script would look for Chromium in /usr. Of its options only the one about /dev/shm matters to a test:
    # a container has little of it.
    script = [
        "#!/bin/sh",
        f"export LD_LIBRARY_PATH={libraries}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}",
        f"export FONTCONFIG_FILE={shlex.quote(str(FONTS))}",
        f'exec {shlex.quote(str(UNPACKED))}/usr/lib/chromium/chromium --disable-dev-shm-usage "$@"',
    ]
    rules = UNPACKED / "usr" / "share" / "fontconfig" / "conf.avail"
    fonts = [
        "<fontconfig>",
        f"<dir>{escape(str(UNPACKED))}/usr/share/fonts</dir>",
        f"<cachedir>{escape(str(CACHE))}/fontconfig</cachedir>",
        *(f'<include ignore_missing="yes">{escape(str(rules))}/{name}.conf</include>' for name in FONT_RULES),
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>',
        "</fontconfig>",
    ]
    _write(FONTS, fonts)
    _write(WRAPPER, script)
    WRAPPER.chmod(0o755)


def _write(path: Path, lines: list[str]) -> None:
    """Write a file, unless it has these lines already: another process may be reading it."""
    text = "\n".join(lines) + "\n"
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def main() -> None:
    """Print both paths, each on a line."""
    print(chromium())
    print(libraries())


if __name__ == "__main__":
    main()
