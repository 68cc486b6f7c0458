"""The reference for block trees: no tokens, no gateways, only parts that are under way inside each other.

It shares nothing with `app.interpreter`. A part under way lists what the world may do to it (`Move`); doing it changes
the tree of parts. `Reference.moves()` and `Reference.apply()` are all a test needs.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tests.support.blocks import (
    Block,
    Call,
    Catch,
    Choice,
    Guarded,
    Handler,
    Loop,
    Multi,
    Parallel,
    Race,
    Raise,
    Sequence,
    Sub,
    Task,
    Terminate,
    Work,
)

Path = tuple[int, ...]
"""The loop counters of the multi-instance activities around something, from the outside in."""
MAX_ROUNDS = 3
LIKELY = {"complete": 8, "work": 8, "message": 3, "fail": 2, "stumble": 2}


@dataclass(frozen=True)
class Move:
    """Something the world may do now: complete a task, send a message, or let a task fail."""

    kind: str
    """``complete``, ``message`` or ``fail``; of a worker ``work``, ``stumble`` (and try again) or ``fail``."""
    element: str
    path: Path
    choices: tuple[tuple[str, bool], ...] = ()
    """Variables to set before a task is completed."""
    code: str = ""
    part: Part | None = field(default=None, compare=False, repr=False)


class Part:
    """A block under way."""

    def __init__(self, parent: Part | None, path: Path) -> None:
        self.parent = parent
        self.path = path
        self.inside: list[Part] = []

    def begin(self, block: Block, path: Path | None = None) -> None:
        """Begin a block inside this part."""
        part = _PARTS.get(type(block), Part)(self, self.path if path is None else path)
        self.inside.append(part)
        part.start(block)

    def start(self, block: Any) -> None:
        """Do what the block does first; a plain part has nothing to wait for."""
        self.finish()

    def finish(self) -> None:
        """The part is over; what is around it goes on."""
        if self.parent is not None and self in self.parent.inside:
            self.parent.inside.remove(self)
            self.parent.done()

    def done(self) -> None:
        """Something inside has finished."""
        if not self.inside:
            self.finish()

    def moves(self) -> Iterator[Move]:
        """What the world may do to this part itself."""
        yield from ()

    def apply(self, move: Move) -> None:
        """Do one of `moves`."""

    def around(self) -> Iterator[Part]:
        """The parts around this one, from the inside out."""
        part = self.parent
        while part is not None:
            yield part
            part = part.parent

    def within(self) -> Iterator[Part]:
        """This part and all inside it."""
        yield self
        for part in self.inside:
            yield from part.within()


class TaskPart(Part):
    """A person has to do something."""

    element = ""

    def wait(self, element: str) -> None:
        """Wait for the task `element`."""
        self.element = element

    def start(self, block: Any) -> None:
        self.wait(block.id)

    def choices(self) -> list[tuple[tuple[str, bool], ...]]:
        """The decisions the person may take."""
        return [()]

    def moves(self) -> Iterator[Move]:
        if not self.element:
            return
        for choices in self.choices():
            yield Move("complete", self.element, self.path, choices, part=self)
        for part in self.around():
            if isinstance(part, GuardedPart):
                for handler in part.block.handlers:
                    if handler.error and part.is_host_open:
                        yield Move("fail", self.element, self.path, code=handler.id, part=self)

    def apply(self, move: Move) -> None:
        if move.kind == "fail":
            raise_error(self, move.code)
            return
        self.element = ""
        self.completed(move)

    def completed(self, move: Move) -> None:
        """The task is done."""
        self.finish()


class WorkPart(TaskPart):
    """A worker has to do something."""

    def moves(self) -> Iterator[Move]:
        for move in super().moves():
            yield replace(move, kind="work") if move.kind == "complete" else move
        yield Move("stumble", self.element, self.path, part=self)

    def apply(self, move: Move) -> None:
        if move.kind != "stumble":
            super().apply(move)


class CatchPart(Part):
    """A message is waited for."""

    def start(self, block: Block) -> None:
        self.element = block.id

    def moves(self) -> Iterator[Move]:
        yield Move("message", self.element, self.path, part=self)

    def apply(self, move: Move) -> None:
        self.finish()


class SequencePart(Part):
    """One part after the other."""

    def start(self, block: Sequence) -> None:
        self.rest = list(block.parts)
        self.done()

    def done(self) -> None:
        if self.rest:
            self.begin(self.rest.pop(0))
        else:
            self.finish()


class ParallelPart(Part):
    """All branches at once."""

    def start(self, block: Parallel) -> None:
        self.open = len(block.branches)
        for branch in block.branches:
            self.begin(branch)

    def done(self) -> None:
        self.open -= 1
        if not self.open:
            self.finish()


class ChoicePart(TaskPart):
    """A decision, then the branches it names."""

    def start(self, block: Choice) -> None:
        self.block = block
        self.wait(f"{block.id}_d")

    def choices(self) -> list[tuple[tuple[str, bool], ...]]:
        names = [f"{self.block.id}_{index}" for index in range(len(self.block.branches) - 1)]
        if not self.block.inclusive:
            taken = [{name} for name in names] + [set()]
        else:
            taken = [{name for bit, name in enumerate(names) if number >> bit & 1} for number in range(1 << len(names))]
        return [tuple((name, name in chosen) for name in names) for chosen in taken]

    def completed(self, move: Move) -> None:
        taken = [index for index, (_, chosen) in enumerate(move.choices) if chosen] or [-1]
        self.open = len(taken)
        for index in taken:
            self.begin(self.block.branches[index])

    def done(self) -> None:
        self.open -= 1
        if not self.open:
            self.finish()


class RacePart(Part):
    """The first message decides."""

    def start(self, block: Race) -> None:
        self.block = block

    def moves(self) -> Iterator[Move]:
        if not self.inside:
            for index in range(len(self.block.branches)):
                yield Move("message", f"{self.block.id}_m{index}", self.path, part=self)

    def apply(self, move: Move) -> None:
        self.begin(self.block.branches[int(move.element.rpartition("_m")[2])])


class LoopPart(TaskPart):
    """The body, a decision, and round again."""

    def start(self, block: Loop) -> None:
        self.block, self.rounds = block, 1
        self.begin(block.body)

    def done(self) -> None:
        self.wait(f"{self.block.id}_t")

    def choices(self) -> list[tuple[tuple[str, bool], ...]]:
        name = f"{self.block.id}_again"
        return [((name, again),) for again in (False, True) if self.rounds < MAX_ROUNDS or not again]

    def completed(self, move: Move) -> None:
        if move.choices[0][1]:
            self.rounds += 1
            self.begin(self.block.body)
        else:
            self.finish()


class ScopePart(Part):
    """A scope: over when everything in it is, also what came beside the main way."""

    handlers: tuple[Handler, ...] = ()

    def start(self, block: Block) -> None:
        if isinstance(block, Sub):
            self.handlers = block.handlers
            block = block.body
        elif isinstance(block, Call):
            block = block.body
        self.begin(block)

    def moves(self) -> Iterator[Move]:
        for handler in self.handlers:
            yield Move("message", f"{handler.id}_s", self.path, part=self)

    def apply(self, move: Move) -> None:
        (handler,) = (handler for handler in self.handlers if f"{handler.id}_s" == move.element)
        if handler.interrupting:
            self.inside.clear()
            self.handlers = ()
        scope = ScopePart(self, self.path)
        self.inside.append(scope)
        scope.start(handler.body)

    def end(self) -> None:
        """Everything in it is cut off."""
        self.inside.clear()
        self.finish()


class MultiPart(Part):
    """A block several times, at once or one after the other."""

    def start(self, block: Multi) -> None:
        self.block, self.begun, self.over = block, 0, 0
        if block.count == 0:
            self.finish()
        for _ in range(min(block.count, 1) if block.sequential else block.count):
            if self.over == self.begun or not block.sequential:
                self.next()

    def next(self) -> None:
        """Begin one more, unless those done by now were enough."""
        if self.parent is not None and self in self.parent.inside:
            self.begun += 1
            self.begin(self.block.what, (*self.path, self.begun - 1))

    def done(self) -> None:
        self.over += 1
        enough = self.block.count if self.block.enough is None else self.block.enough
        if self.over >= enough:
            self.inside.clear()
            self.finish()
        elif self.block.sequential:
            self.next()


class GuardedPart(Part):
    """An activity with boundary events."""

    def start(self, block: Guarded) -> None:
        self.block = block
        self.is_host_open = True
        self.begin(block.host)

    def moves(self) -> Iterator[Move]:
        if self.is_host_open:
            for handler in self.block.handlers:
                if not handler.error:
                    yield Move("message", handler.id, self.path, part=self)

    def apply(self, move: Move) -> None:
        self.handle(next(handler for handler in self.block.handlers if handler.id == move.element))

    def handle(self, handler: Handler) -> None:
        """A boundary event happens."""
        if handler.interrupting:
            self.is_host_open = False
            self.inside.clear()
            self.begin(handler.body)
        else:
            scope = next(part for part in self.around() if isinstance(part, ScopePart))
            scope.begin(handler.body)


class RaisePart(Part):
    """An error goes out to whoever catches it."""

    def start(self, block: Raise) -> None:
        raise_error(self, block.code)


class TerminatePart(Part):
    """The scope around ends."""

    def start(self, block: Terminate) -> None:
        scope = next(part for part in self.around() if isinstance(part, ScopePart))
        scope.end()


def raise_error(part: Part, code: str) -> None:
    """Find the boundary event of this code around `part`."""
    for guard in part.around():
        if isinstance(guard, GuardedPart) and guard.is_host_open:
            for handler in guard.block.handlers:
                if handler.error and handler.id == code:
                    guard.handle(handler)
                    return
    raise AssertionError(f"nobody catches {code}")


_PARTS: dict[type[Block], type[Part]] = {
    Task: TaskPart,
    Work: WorkPart,
    Call: ScopePart,
    Catch: CatchPart,
    Sequence: SequencePart,
    Parallel: ParallelPart,
    Choice: ChoicePart,
    Race: RacePart,
    Loop: LoopPart,
    Sub: ScopePart,
    Multi: MultiPart,
    Guarded: GuardedPart,
    Raise: RaisePart,
    Terminate: TerminatePart,
}


class Reference:
    """A process instance as the reference sees it."""

    def __init__(self, tree: Block) -> None:
        self._top = Part(None, ())
        scope = ScopePart(self._top, ())
        self._top.inside.append(scope)
        scope.start(tree)

    @property
    def ended(self) -> bool:
        """Whether nothing is under way any more."""
        return not self._top.inside

    def moves(self) -> list[Move]:
        """Everything the world may do now."""
        return [move for part in self._top.within() for move in part.moves()]

    def offers(self) -> Counter[tuple[str, str, Path]]:
        """Open tasks and awaited messages, each as often as it is open."""
        found: Counter[tuple[str, str, Path]] = Counter()
        for part in self._top.within():
            moves = (move for move in part.moves() if move.kind not in ("fail", "stumble"))
            found.update({(move.kind, move.element, move.path) for move in moves})
        return found

    def apply(self, move: Move) -> None:
        """Do one of `moves`."""
        if move.part is not None:
            move.part.apply(move)

    def choose(self, chance: random.Random) -> Move:
        """A move by chance; completing is likelier than interrupting, so that processes get far."""
        moves = self.moves()
        return chance.choices(moves, [LIKELY[move.kind] for move in moves])[0]
