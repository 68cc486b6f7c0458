"""`make conformance`: the element matrix; with CORPUS=<folder> BPMN files, with TCK=<folder> the tests of DMN."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from scripts.conformance import corpus, matrix, tck


def main() -> int:
    """Run what is asked for; not 0 when something is wrong or there is nothing to run."""
    parser = argparse.ArgumentParser(prog="python -m scripts.conformance")
    parser.add_argument("--corpus", help="folder of BPMN files")
    parser.add_argument("--every", type=int, default=1, help="play only each n-th file, for a quick look")
    parser.add_argument("--tck", help="folder of a checkout of https://github.com/dmn-tck/tck")
    parser.add_argument("--json", type=Path, help="also write every finding to this file")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="files played at once")
    parser.add_argument("--verbose", action="store_true", help="print every result of the TCK that is not right")
    given = parser.parse_args()
    if given.tck is not None:
        return tck.run(given.tck, given.json, given.verbose)
    if given.corpus is None:
        return matrix.run()
    if not given.corpus or not Path(given.corpus).is_dir():
        print(f"CORPUS={given.corpus}: no such folder. Give one with BPMN files: make conformance CORPUS=<folder>")
        return 2
    return corpus.run(Path(given.corpus), jobs=given.jobs, report=given.json, every=given.every)


if __name__ == "__main__":
    sys.exit(main())
