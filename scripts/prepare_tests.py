"""Brings what the tests need of the machine: a browser and a Chinese font. Says what to run where it may not."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.browser import ensure_browser
from tests.support.fonts import ensure_chinese_font
from tests.support.machine import MissingOnMachineError


def main() -> int:
    """0 when everything is there, else 1 with what is missing and the command that brings it."""
    missing = []
    try:
        print(f"browser: {ensure_browser()}")
    except MissingOnMachineError as error:
        missing.append(str(error))
    try:
        ensure_chinese_font()
    except MissingOnMachineError as error:
        missing.append(str(error))
    print("\n".join(missing), file=sys.stderr, end="\n" if missing else "")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
