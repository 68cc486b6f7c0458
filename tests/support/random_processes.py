"""Random block-structured processes: a tree of blocks, and the diagram that says the same.

Every block has one way in and one way out, so the tree says by itself what must happen
(`tests.support.reference_interpreter`). The seed makes the tree; the same seed makes the same tree for ever.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, field
from typing import Any

from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    end,
    exclusive,
    flow,
    inclusive,
    message,
    multi,
    parallel,
    start,
    sub,
    user,
)


@dataclass(frozen=True)
class Task:
    """A user task."""

    id: str


@dataclass(frozen=True)
class Many:
    """A multi-instance user task."""

    id: str
    count: int
    sequential: bool


@dataclass(frozen=True)
class Sequence:
    """One block after the other."""

    parts: tuple[Block, ...]


@dataclass(frozen=True)
class Fork:
    """A gateway pair; `taken` are the branches that run (all of a parallel one)."""

    id: str
    kind: str
    branches: tuple[Block, ...]
    taken: tuple[int, ...]


@dataclass(frozen=True)
class Loop:
    """The body, then a task that asks; `times` rounds in all."""

    id: str
    body: Block
    times: int


@dataclass(frozen=True)
class Scope:
    """A sub-process, with a message boundary event where `handler` is set."""

    id: str
    body: Block
    handler: Block | None
    interrupting: bool


Block = Task | Many | Sequence | Fork | Loop | Scope
KINDS = ("sequence", "sequence", "xor", "and", "and", "or", "loop", "loop", "scope", "many", "task")


@dataclass
class RandomProcess:
    """A tree with its diagram and the variables that make it go the tree's way."""

    seed: int
    tree: Block
    content: bytes
    variables: dict[str, Any]


@dataclass
class _Maker:
    random: random.Random
    elements: list[Xml] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    def id(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def tree(self, depth: int, kinds: tuple[str, ...]) -> Block:
        kind = self.random.choice(kinds) if depth else "task"
        smaller = depth - 1
        if kind == "sequence":
            return Sequence(tuple(self.tree(smaller, kinds) for _ in range(2)))
        if kind in {"xor", "and", "or"}:
            return self._fork(kind, smaller, kinds)
        if kind == "loop":
            return Loop(self.id("l"), self.tree(smaller, kinds), self.random.randint(1, 3))
        if kind == "scope":
            handler = self.tree(0, kinds) if self.random.random() < 0.6 else None
            return Scope(self.id("s"), self.tree(smaller, kinds), handler, self.random.random() < 0.5)
        if kind == "many":
            return Many(self.id("m"), self.random.randint(0, 3), self.random.random() < 0.5)
        return Task(self.id("t"))

    def _fork(self, kind: str, depth: int, kinds: tuple[str, ...]) -> Fork:
        number = self.random.choice([2, 2, 3])
        branches = tuple(self.tree(depth, kinds) for _ in range(number))
        taken = {
            "xor": [self.random.randrange(number)],
            "and": list(range(number)),
            "or": sorted(self.random.sample(range(number), self.random.randint(1, number))),
        }[kind]
        return Fork(self.id("g"), kind, branches, tuple(taken))

    def draw(self, block: Block, out: list[Xml]) -> tuple[str, str]:
        """Add the elements of a block; its way in and its way out."""
        match block:
            case Task(id):
                out.append(user(id))
                return id, id
            case Many(id, count, sequential):
                out.append(user(id, multi(cardinality=count, sequential=sequential)))
                return id, id
            case Sequence(parts):
                ends = [self.draw(part, out) for part in parts]
                out.extend(flow(first[1], second[0]) for first, second in itertools.pairwise(ends))
                return ends[0][0], ends[-1][1]
            case Fork():
                return self._draw_fork(block, out)
            case Loop():
                return self._draw_loop(block, out)
            case Scope():
                return self._draw_scope(block, out)

    def _draw_fork(self, block: Fork, out: list[Xml]) -> tuple[str, str]:
        gateway = {"xor": exclusive, "and": parallel, "or": inclusive}[block.kind]
        split, join = f"{block.id}_split", f"{block.id}_join"
        out.extend([gateway(split), gateway(join)])
        for number, branch in enumerate(block.branches):
            entry, exit_ = self.draw(branch, out)
            condition = None
            if block.kind != "and":
                name = f"{block.id}_{number}"
                self.variables[name] = number in block.taken
                condition = f"${{{name}}}"
            out.append(flow(split, entry, condition))
            out.append(flow(exit_, join))
        return split, join

    def _draw_loop(self, block: Loop, out: list[Xml]) -> tuple[str, str]:
        head, ask, way = f"{block.id}_head", f"{block.id}_ask", f"{block.id}_way"
        self.variables[block.id] = 0
        out.extend([exclusive(head), user(ask), exclusive(way, default=f"{way}_{head}"), exclusive(f"{block.id}_out")])
        entry, exit_ = self.draw(block.body, out)
        out.extend([flow(head, entry), flow(exit_, ask), flow(ask, way), flow(way, head)])
        out.append(flow(way, f"{block.id}_out", f"${{{block.id} % {block.times} == 0}}"))
        return head, f"{block.id}_out"

    def _draw_scope(self, block: Scope, out: list[Xml]) -> tuple[str, str]:
        inside: list[Xml] = [start(f"{block.id}_first"), end(f"{block.id}_last")]
        entry, exit_ = self.draw(block.body, inside)
        inside.extend([flow(f"{block.id}_first", entry), flow(exit_, f"{block.id}_last")])
        out.append(sub(block.id, *inside))
        if block.handler is None:
            return block.id, block.id
        event = f"{block.id}_event"
        out.append(boundary(event, block.id, message(f"m_{block.id}"), interrupting=block.interrupting))
        handler_in, handler_out = self.draw(block.handler, out)
        out.append(flow(event, handler_in))
        if not block.interrupting:
            out.extend([end(f"{block.id}_handled"), flow(handler_out, f"{block.id}_handled")])
            return block.id, block.id
        merge = f"{block.id}_merge"
        out.extend([exclusive(merge), flow(block.id, merge), flow(handler_out, merge)])
        return block.id, merge


def make_process(seed: int, depth: int = 4, kinds: tuple[str, ...] = KINDS) -> RandomProcess:
    """The process of a seed."""
    maker = _Maker(random.Random(seed))  # noqa: S311 # reproducible on purpose
    tree = maker.tree(depth, kinds)
    elements: list[Xml] = [start("start"), end("end")]
    entry, exit_ = maker.draw(tree, elements)
    elements.extend([flow("start", entry), flow(exit_, "end")])
    return RandomProcess(seed, tree, bpmn("p", *elements), maker.variables)
