"""What tests need of the machine: a browser and Chinese fonts. scripts/prepare_tests.py brings what is missing.

Only root may let apt install; anybody else is told the command.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

INSTALL_SECONDS = 900


class MissingOnMachineError(RuntimeError):
    """Something has to be installed first; the message names the command."""


def apt_may_install() -> bool:
    """Whether Debian packages can be installed here without asking anybody."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> bool:
    """Install Debian packages; false when apt could not."""
    print(f"installing {' '.join(packages)} with apt", file=sys.stderr)
    return _apt_get("update") and _apt_get("install", "-y", "--no-install-recommends", *packages)


def _apt_get(*arguments: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-qq", *arguments]
    done = subprocess.run(command, env=environment, stdout=sys.stderr, check=False, timeout=INSTALL_SECONDS)
    return done.returncode == 0
