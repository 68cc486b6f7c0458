"""Random processes with everything that opens a scope, interrupts, or ends early: a tree of blocks from a seed.

It is written as BPMN by `block_diagram` and played without tokens by `block_reference`; on the bare interpreter with
`KINDS`, on the whole engine with `ENGINE_KINDS`, which adds what other instances and workers do.

The process never chooses: every choice is made by whoever completes the user task in front of it, so one tree can be
played in many ways. Element ids are unique; what belongs to a block is its id with a suffix.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Block:
    """A part of a process with one way in and one way out."""

    id: str


@dataclass(frozen=True)
class Task(Block):
    """A user task."""


@dataclass(frozen=True)
class Pass(Block):
    """A task that waits for nobody."""


@dataclass(frozen=True)
class Work(Block):
    """A service task for a worker, who may stumble and try again."""


@dataclass(frozen=True)
class Call(Block):
    """A call activity; the called process is `id` + ``_p``. Errors it does not catch go on in the caller."""

    body: Block = field(default_factory=lambda: Pass(""))


@dataclass(frozen=True)
class Catch(Block):
    """A message is waited for."""


@dataclass(frozen=True)
class Sequence(Block):
    """One part after the other."""

    parts: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Parallel(Block):
    """All branches, joined."""

    branches: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Choice(Block):
    """A user task (`id` + ``_d``) decides which branches are taken: one (exclusive) or any number (inclusive).

    With an empty decision the default flow, which leads to the last branch, is taken.
    """

    branches: tuple[Block, ...] = ()
    inclusive: bool = False


@dataclass(frozen=True)
class Race(Block):
    """An event gateway: the first message (`id` + ``_m0``, ...) decides which branch is taken."""

    branches: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Loop(Block):
    """The body, then a user task (`id` + ``_t``) that decides whether to go round again."""

    body: Block = field(default_factory=lambda: Pass(""))


@dataclass(frozen=True)
class Handler:
    """An event and what follows it: a boundary event, or an event sub-process (message start `id` + ``_s``)."""

    id: str
    body: Block
    interrupting: bool = True
    error: bool = False
    """Caught by the code that is the handler's id; else by a message."""


@dataclass(frozen=True)
class Sub(Block):
    """An embedded sub-process, perhaps with event sub-processes."""

    body: Block = field(default_factory=lambda: Pass(""))
    handlers: tuple[Handler, ...] = ()


@dataclass(frozen=True)
class Multi(Block):
    """A multi-instance user task or sub-process; `id` is that of `what`. `enough` completions end it early."""

    what: Task | Sub | Work | Call = field(default_factory=lambda: Task(""))
    count: int = 0
    sequential: bool = False
    enough: int | None = None


@dataclass(frozen=True)
class Guarded(Block):
    """An activity with boundary events; ways of interrupting ones meet the normal way again behind it."""

    host: Task | Sub | Multi | Work | Call = field(default_factory=lambda: Task(""))
    handlers: tuple[Handler, ...] = ()


@dataclass(frozen=True)
class Raise(Block):
    """An error end event; only as a branch of an exclusive choice."""

    code: str = ""


@dataclass(frozen=True)
class Terminate(Block):
    """A terminate end event; only as a branch of an exclusive choice."""


LEAVES = ("task", "task", "pass", "catch")
ENGINE_ONLY = ("work", "work", "call", "call")
KINDS = (*LEAVES, "seq", "seq", "and", "and", "xor", "loop", "or", "sub", "multi", "multi", "guard", "guard", "race")

ENGINE_KINDS = (*KINDS, *ENGINE_ONLY)


def random_tree(seed: int, kinds: tuple[str, ...] = KINDS, depth: int = 4) -> Block:
    """The tree of a seed; the same in every run."""
    return _Grower(random.Random(seed), kinds, depth).block(depth)  # noqa: S311 - repeatable, not secret


class _Grower:
    """Grows a tree from a source of chance."""

    def __init__(self, chance: random.Random, kinds: tuple[str, ...], depth: int) -> None:
        self._chance = chance
        self._kinds = kinds
        self._compound = tuple(kind for kind in kinds if kind not in LEAVES)
        """A whole process is never a single leaf."""
        self._depth = depth
        self._beyond = (self._work, self._call) if "call" in kinds else ()
        self._count = 0
        self._codes: list[str] = []

    def block(self, depth: int) -> Block:
        """A block of at most `depth` levels."""
        kind = self._chance.choice(LEAVES if depth == 0 else self._kinds if depth < self._depth else self._compound)
        grow = getattr(self, f"_{kind}")
        grown: Block = grow(depth - 1)
        return grown

    def _id(self, letter: str) -> str:
        self._count += 1
        return f"{letter}{self._count}"

    def _blocks(self, depth: int, most: int = 3) -> tuple[Block, ...]:
        return tuple(self.block(depth) for _ in range(self._chance.randint(2, most)))

    def _task(self, depth: int) -> Task:
        return Task(self._id("t"))

    def _pass(self, depth: int) -> Block:
        return Pass(self._id("p"))

    def _catch(self, depth: int) -> Block:
        return Catch(self._id("c"))

    def _seq(self, depth: int) -> Block:
        return Sequence(self._id("q"), self._blocks(depth))

    def _and(self, depth: int) -> Block:
        return Parallel(self._id("a"), self._blocks(depth))

    def _or(self, depth: int) -> Block:
        return Choice(self._id("o"), self._blocks(depth), inclusive=True)

    def _xor(self, depth: int) -> Block:
        """Sometimes a branch ends the scope or raises an error that somebody around catches."""
        branches = list(self._blocks(depth))
        dice = self._chance.random()
        if dice < 0.3 and "sub" in self._kinds:
            branches.append(Terminate(self._id("z")))
        elif dice < 0.8 and self._codes:
            branches.append(Raise(self._id("r"), self._chance.choice(self._codes)))
        self._chance.shuffle(branches)
        return Choice(self._id("x"), tuple(branches))

    def _race(self, depth: int) -> Block:
        return Race(self._id("g"), self._blocks(depth))

    def _loop(self, depth: int) -> Block:
        return Loop(self._id("l"), self.block(depth))

    def _sub(self, depth: int) -> Sub:
        handlers: tuple[Handler, ...] = ()
        if self._chance.random() < 0.4:
            handlers = tuple(self._handler(depth) for _ in range(self._chance.randint(1, 2)))
        return Sub(self._id("s"), self.block(depth), handlers)

    def _work(self, depth: int) -> Work:
        return Work(self._id("w"))

    def _call(self, depth: int) -> Call:
        return Call(self._id("k"), self.block(depth))

    def _multi(self, depth: int) -> Multi:
        what = self._chance.choice((self._task, self._sub, *self._beyond))(depth)
        count = self._chance.choice((0, 1, 2, 3))
        enough = self._chance.randint(1, count) if count and self._chance.random() < 0.4 else None
        return Multi(what.id, what, count, self._chance.random() < 0.5, enough)

    def _guard(self, depth: int) -> Block:
        handlers = [self._handler(depth) for _ in range(self._chance.randint(0, 2))]
        errors = self._chance.randint(0 if handlers else 1, 2)
        handlers += [Handler(self._id("e"), self.block(depth), error=True) for _ in range(errors)]
        codes = [handler.id for handler in handlers if handler.error]
        self._codes.extend(codes)
        host = self._chance.choice((self._task, self._sub, self._multi, *self._beyond))(depth)
        del self._codes[len(self._codes) - len(codes) :]
        return Guarded(self._id("b"), host, tuple(handlers))

    def _handler(self, depth: int) -> Handler:
        """Several runs of a non-interrupting one share their scope, so it has no joins of its own."""
        if self._chance.random() < 0.5:
            return Handler(self._id("h"), self.block(depth))
        steps = tuple(Task(self._id("t")) for _ in range(self._chance.randint(1, 2)))
        return Handler(self._id("n"), Sequence(self._id("q"), steps), interrupting=False)
