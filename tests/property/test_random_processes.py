"""Random processes, reloaded after every step, agree with the reference interpreter at every step."""

from __future__ import annotations

import os
import random

import pytest

from tests.support.interpreter_driver import Instance
from tests.support.random_processes import KINDS, make_process
from tests.support.reference_interpreter import Reference

CASES = int(os.environ.get("BANLI_PROPERTY_CASES", "1000"))
FIRST = int(os.environ.get("BANLI_PROPERTY_SEED", "0"))
CHUNKS = 10
MAX_MOVES = 150


def play(seed: int) -> None:
    """One process, one random path, compared after each move."""
    process = make_process(seed)
    reference = Reference.of(process.tree)
    instance = Instance(process.content, reload=True, **process.variables)
    choice = random.Random(seed + 1)  # noqa: S311 # reproducible on purpose
    for move in range(MAX_MOVES):
        assert instance.waiting == reference.open(), f"seed {seed}, move {move}"
        if reference.over:
            break
        fires = reference.fires()
        if fires and choice.random() < 0.15 and move < MAX_MOVES // 3:
            name = choice.choice(fires)
            reference.fire(name)
            instance.fire(name)
            continue
        name = choice.choice(reference.open())
        variables = reference.complete(name)
        index = choice.randrange(instance.waiting.count(name))
        instance.complete(name, index, **variables)
    assert (instance.ended is not None) == reference.over, f"seed {seed}"


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_random_processes_agree_with_the_reference(chunk: int) -> None:
    size = CASES // CHUNKS
    first = FIRST + chunk * size
    print(f"seeds {first} to {first + size - 1}, block kinds {sorted(set(KINDS))}")  # noqa: T201 # shown when it fails
    for seed in range(first, first + size):
        play(seed)
