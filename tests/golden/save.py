"""Plays the stories and writes the golden file of a release: `python -m tests.golden.save 0.1.0`, once, never again."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.golden.rows import save
from tests.golden.stories import STORIES, begin
from tests.support.engine_driver import Office

FILES = Path(__file__).parent


def main(release: str) -> int:
    """0 when written; a file that is there already stays as it is."""
    target = FILES / f"{release}.jsonl"
    if target.exists():
        sys.stderr.write(f"{target} is there already: a released golden file is never changed\n")
        return 1
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
        for name, story in STORIES.items():
            begin(office, name, story)
        target.write_text(save(office.store.backend.engines[0]), encoding="utf-8")
    sys.stdout.write(f"wrote {target}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
