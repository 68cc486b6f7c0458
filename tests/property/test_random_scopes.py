"""Random processes with sub-processes, errors, event sub-processes, races and multi-instance agree with the reference.

After every step the open tasks and the awaited messages are the same, each with the loop counters around it. Every
step starts from saved bytes and a program compiled anew. At the end nothing is left over.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from app.domain.stimuli import BpmnErrorThrown, CompleteActivity, FireEvent
from tests.support.block_diagram import diagram
from tests.support.block_reference import Move, Path, Reference
from tests.support.blocks import random_tree
from tests.support.interpreter_driver import Instance
from tests.support.random_paths import CASES, Record, chunks, play_all

MAX_MOVES = 200
DEPTH = 4


class Played:
    """A process instance of the interpreter, seen through what is open."""

    def __init__(self, content: bytes) -> None:
        self.instance = Instance(content, reload=True)

    def path(self, activity_id: str) -> Path:
        """The loop counters around an activity instance, from the outside in."""
        counters: list[int] = []
        while activity_id in self.instance.open:
            started = self.instance.open[activity_id]
            if started.loop_counter is not None:
                counters.insert(0, started.loop_counter)
            activity_id = started.scope_id
        return tuple(counters)

    def open(self) -> list[tuple[tuple[str, str, Path], str]]:
        """Open tasks and awaited messages, with the activity instance that holds each."""
        nodes = self.instance.model.nodes
        holders = [("message", element, holder) for holder, element in self.instance.waits]
        tasks = [token for token in self.instance.tokens if nodes[token.element_id].user_task is not None]
        holders += [("complete", task.element_id, task.activity_instance_id) for task in tasks]
        return [((kind, element, self.path(holder)), holder) for kind, element, holder in holders]

    def offers(self) -> Counter[tuple[str, str, Path]]:
        """The same, counted."""
        return Counter(key for key, _ in self.open())

    def apply(self, move: Move) -> None:
        """Do to the instance what the move says; tokens that look alike are interchangeable."""
        kind = "message" if move.kind == "message" else "complete"
        holder = next(holder for key, holder in self.open() if key == (kind, move.element, move.path))
        for name, value in move.choices:
            self.instance.context.variables.set_local("root", name, value)
        if move.kind == "message":
            self.instance.apply(FireEvent(holder, move.element))
        elif move.kind == "fail":
            self.instance.apply(BpmnErrorThrown(holder, move.code))
        else:
            self.instance.apply(CompleteActivity(holder))

    def assert_nothing_is_left(self) -> None:
        """No activity, no wait and no variable of an inner scope outlives the instance."""
        variables = self.instance.context.variables
        assert not self.instance.open
        assert not self.instance.waits
        assert not self.instance.waiting
        assert {scope for scope, values in variables.values.items() if values} <= {"root"}
        assert not variables.parents


def play(seed: int) -> int:
    """One process, one random way through it; returns the number of moves."""
    tree = random_tree(seed, depth=DEPTH)
    reference, played = Reference(tree), Played(diagram(tree))
    chance = random.Random(seed + 1)  # noqa: S311 # reproducible on purpose
    for count in range(MAX_MOVES):
        assert played.offers() == reference.offers(), f"seed {seed}, after move {count}"
        assert (played.instance.ended is not None) == reference.ended, f"seed {seed}, after move {count}"
        if reference.ended:
            played.assert_nothing_is_left()
            return count
        move = reference.choose(chance)
        played.apply(move)
        reference.apply(move)
    return MAX_MOVES


@pytest.mark.parametrize("seeds", chunks(CASES, 100), ids=str)
def test_random_scopes_agree_with_the_reference(seeds: range, record_property: Record) -> None:
    play_all(seeds, play, record_property)
