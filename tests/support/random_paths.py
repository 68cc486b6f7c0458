"""Random ways through random processes, and how many of them a run of the tests takes.

`BANLI_PROPERTY_CASES` (1,000) is the number of processes, `BANLI_PROPERTY_SEED` (0) the first seed;
`make property-long` sets 10,000. A failure names its seed; `BANLI_PROPERTY_SEED=417 BANLI_PROPERTY_CASES=1` plays one
alone.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.support.random_processes import RandomProcess, make_process
from tests.support.reference_interpreter import Reference

CASES = int(os.environ.get("BANLI_PROPERTY_CASES", "1000"))
FIRST = int(os.environ.get("BANLI_PROPERTY_SEED", "0"))
MAX_MOVES = 150
MAX_FIRES = 4
Record = Callable[[str, object], None]


@dataclass(frozen=True)
class Move:
    """What to do next: complete a task at `element` with `variables`, or let the boundary event `element` happen."""

    element: str
    is_event: bool = False
    variables: dict[str, Any] = field(default_factory=dict)


@dataclass
class RandomPath:
    """One process, the reference that plays it, and the choices of its seed."""

    process: RandomProcess
    reference: Reference
    choice: random.Random

    @classmethod
    def of(cls, seed: int) -> RandomPath:
        """The path of a seed; every second process is one level shallower."""
        process = make_process(seed, depth=3 + seed % 2)
        reference = Reference.of(process.tree)
        return cls(process, reference, random.Random(seed + 1))  # noqa: S311 # reproducible on purpose

    def moves(self) -> Iterator[Move]:
        """Each move is made in the reference first; ends with the process, or after `MAX_MOVES`."""
        fired = 0
        for _ in range(MAX_MOVES):
            if self.reference.over:
                return
            fires = self.reference.fires() if fired < MAX_FIRES else []
            if fires and self.choice.random() < 0.25:
                fired += 1
                name = self.choice.choice(fires)
                self.reference.fire(name)
                yield Move(name, is_event=True)
            else:
                name = self.choice.choice(self.reference.open())
                yield Move(name, variables=self.reference.complete(name))


def chunks(cases: int, size: int) -> list[range]:
    """The seeds of a run, in portions that share what is dear to make."""
    last = FIRST + cases
    return [range(first, min(first + size, last)) for first in range(FIRST, last, size)]


def play_all(seeds: range, play: Callable[[RandomPath], int], record: Record) -> None:
    """Play every seed; what was played and how long it took is told at the end of the run (see `tests/conftest.py`)."""
    started, moves = time.perf_counter(), 0
    for seed in seeds:
        try:
            moves += play(RandomPath.of(seed))
        except BaseException as error:
            error.add_note(f"seed {seed}: BANLI_PROPERTY_SEED={seed} BANLI_PROPERTY_CASES=1 plays it alone")
            raise
    took = time.perf_counter() - started
    record("says", f"seeds {seeds.start} to {seeds.stop - 1}: {len(seeds)} processes, {moves} moves, {took:.1f} s")
