"""Random processes on the bare interpreter, reloaded after every step, agree with the reference at every step."""

from __future__ import annotations

import pytest

from tests.support.interpreter_driver import Instance
from tests.support.random_paths import CASES, RandomPath, Record, chunks, play_all


def play(path: RandomPath) -> int:
    """One process, one random path, compared after each move; returns the number of moves."""
    instance = Instance(path.process.content, reload=True, **path.process.variables)
    assert instance.waiting == RandomPath.of(path.process.seed).reference.open()
    count = 0
    for move in path.moves():
        count += 1
        if move.is_event:
            instance.fire(move.element)
        else:
            index = path.choice.randrange(instance.waiting.count(move.element))
            instance.complete(move.element, index, **move.variables)
        assert instance.waiting == path.reference.open(), f"after move {count}, {move}"
    assert (instance.ended is not None) == path.reference.over
    return count


@pytest.mark.parametrize("seeds", chunks(CASES, 100), ids=str)
def test_random_processes_agree_with_the_reference(seeds: range, record_property: Record) -> None:
    play_all(seeds, play, record_property)
