"""How many random processes a run of the tests plays, in which portions, and what it tells of them.

`BANLI_PROPERTY_CASES` (1,000) is the number of processes, `BANLI_PROPERTY_SEED` (0) the first seed;
`make property-long` sets 10,000. A failure names its seed; `BANLI_PROPERTY_SEED=417 BANLI_PROPERTY_CASES=1` plays one
alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

CASES = int(os.environ.get("BANLI_PROPERTY_CASES", "1000"))
FIRST = int(os.environ.get("BANLI_PROPERTY_SEED", "0"))
Record = Callable[[str, object], None]


def chunks(cases: int, size: int) -> list[range]:
    """The seeds of a run, in portions that share what is dear to make."""
    last = FIRST + cases
    return [range(first, min(first + size, last)) for first in range(FIRST, last, size)]


def play_all(seeds: range, play: Callable[[int], int], record: Record) -> None:
    """Play every seed; what was played and how long it took is told at the end of the run (see `tests/conftest.py`)."""
    started, moves = time.perf_counter(), 0
    for seed in seeds:
        try:
            moves += play(seed)
        except BaseException as error:
            error.add_note(f"seed {seed}: BANLI_PROPERTY_SEED={seed} BANLI_PROPERTY_CASES=1 plays it alone")
            raise
    took = time.perf_counter() - started
    record("says", f"seeds {seeds.start} to {seeds.stop - 1}: {len(seeds)} processes, {moves} moves, {took:.1f} s")
