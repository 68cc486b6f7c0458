"""Finds the browser of the browser tests: BANLI_BROWSER, else the system's Chromium, else playwright's own.

`ensure_browser()` also tries to get one: playwright's download, then Debian's package where apt may install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.support.machine import INSTALL_SECONDS, MissingOnMachineError, apt_install, apt_may_install

SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
LAUNCH_ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""For a closed network: without them Chromium looks up the hosts of its maker at every start."""
HELP = (
    "No browser for the browser tests. As root run: apt-get install chromium\n"
    "or set BANLI_BROWSER to the path of a Chromium, Chrome or Edge."
)


def launch_arguments() -> list[str]:
    """What to start the browser with; its sandbox refuses to run as root."""
    return [*LAUNCH_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


def find_browser() -> str | None:
    """The path of a browser that starts, or None. A BANLI_BROWSER that does not start is an error."""
    chosen = os.environ.get("BANLI_BROWSER")
    if chosen:
        if not _starts(chosen):
            raise MissingOnMachineError(f"BANLI_BROWSER={chosen} does not start.")
        return chosen
    candidates = (shutil.which(name) for name in SYSTEM_BROWSERS)
    found = next((path for path in candidates if path and _starts(path)), None)
    return found or _playwrights_own()


def ensure_browser() -> str:
    """The path of a browser that starts, installed where need be; raises with the command to run."""
    found = find_browser()
    if found is None and _download():
        found = _playwrights_own()
    if found is None and apt_may_install() and apt_install("chromium"):
        found = find_browser()
    if found is None:
        raise MissingOnMachineError(HELP)
    return found


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if _starts(path) else None


def _download() -> bool:
    print("downloading playwright's Chromium", file=sys.stderr)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=INSTALL_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _starts(path: str) -> bool:
    """A browser without its libraries is there but of no use."""
    if not Path(path).exists():
        return False
    return subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60).returncode == 0
