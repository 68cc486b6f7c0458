"""Locks the dependencies of setup.cfg: one file of exact versions and hashes per extra, in requirements/.

`make lock` calls it. Each file is solved on top of the ones before it, so all of them can be installed together. Locks
name no package index: pip's own configuration decides where packages come from.
"""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
LOCKS = ("run", "build", "test", "check", "docs", "lock")
"""`run` holds what the program itself needs; the others are extras of setup.cfg."""


def requirements(name: str) -> str:
    """What setup.cfg asks for under this name, one requirement a line."""
    config = configparser.ConfigParser(interpolation=None)
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    if name == "run":
        return config["options"]["install_requires"]
    return config["options.extras_require"][name]


def compile_command(name: str, before: tuple[str, ...], upgrade: bool) -> list[str]:
    """The uv call that reads requirements and writes `requirements/<name>.txt`, held to the files `before` it."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "-", "--quiet", "--no-config", "--no-annotate"]
    command += ["--output-file", f"requirements/{name}.txt", "--generate-hashes", "--universal"]
    command += ["--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--custom-compile-command", "make lock"]
    for earlier in before:
        command += ["--constraint", f"requirements/{earlier}.txt"]
    return command + (["--upgrade"] if upgrade else [])


def main() -> None:
    """Write every lock; with `--upgrade` newest versions, otherwise what is locked stays as long as it fits."""
    REQUIREMENTS.mkdir(exist_ok=True)
    for position, name in enumerate(LOCKS):
        command = compile_command(name, LOCKS[:position], "--upgrade" in sys.argv)
        subprocess.run(command, cwd=ROOT, check=True, text=True, input=requirements(name))
        print(f"requirements/{name}.txt")


if __name__ == "__main__":
    main()
