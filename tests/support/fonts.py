"""Makes sure that Chinese text is drawn with a Chinese font, as screenshots and printed pages need it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.support.machine import MissingOnMachineError, apt_install, apt_may_install

PACKAGE = "fonts-noto-cjk"
FONT_DIRECTORIES = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
FONT_FILES = ("*CJK*", "*wqy*", "*SimSun*", "*simsun*", "*SourceHan*")
HELP = f"No Chinese font for the browser tests. As root run: apt-get install {PACKAGE}"


def has_chinese_font() -> bool:
    """Asks fontconfig, and looks for well-known files where it is not installed."""
    if shutil.which("fc-list"):
        return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=True).stdout.strip())
    return any(next(place.rglob(name), None) for place in FONT_DIRECTORIES if place.exists() for name in FONT_FILES)


def ensure_chinese_font() -> None:
    """Install one where need be and allowed; raises with the command to run."""
    if has_chinese_font():
        return
    if not (apt_may_install() and apt_install(PACKAGE) and has_chinese_font()):
        raise MissingOnMachineError(HELP)
