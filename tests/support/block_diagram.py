"""Writes a block tree as BPMN, through the small XML helpers of the tests."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from tests.support import bpmn_builder as b
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
    Pass,
    Race,
    Raise,
    Sequence,
    Sub,
    Task,
    Terminate,
    Work,
)


def diagram(tree: Block, process_id: str = "random") -> bytes:
    """The tree between a start and an end event, and the processes it calls, as a BPMN file."""
    called = [b.process(f"{call.id}_p", *_scope(call.body, f"in_{call.id}")) for call in calls_in(tree)]
    return b.bpmn_file(b.process(process_id, *_scope(tree, "process")), *called)


def calls_in(tree: object) -> Iterator[Call]:
    """Every call activity of a tree, those inside called processes included."""
    if isinstance(tree, Call):
        yield tree
    if isinstance(tree, Block | Handler):
        for each in fields(tree):
            yield from calls_in(getattr(tree, each.name))
    elif isinstance(tree, tuple):
        for part in tree:
            yield from calls_in(part)


@dataclass
class _Ends:
    """What was written for one scope so far; `way` connects the ways in and out of blocks."""

    elements: list[b.Xml] = field(default_factory=list)

    def way(self, source: str | None, target: str, condition: str | None = None) -> str:
        """A flow; a block that never ends (`source` None) is followed by nothing."""
        name = f"{source}_{target}" if condition is None else f"{source}_{target}_{condition}"
        if source is not None:
            text = None if condition is None else f"${{{condition}}}"
            self.elements.append(b.flow(source, target, text, id=name))
        return name


def _scope(tree: Block, id: str) -> list[b.Xml]:
    ends = _Ends()
    first, last = _write(tree, ends)
    ends.elements += [b.start(f"{id}_start"), b.end(f"{id}_end")]
    ends.way(f"{id}_start", first)
    ends.way(last, f"{id}_end")
    return ends.elements


def _write(block: Block, ends: _Ends) -> tuple[str, str | None]:
    """Write a block; returns the elements it begins and ends with."""
    match block:
        case Task():
            ends.elements.append(b.user(block.id))
        case Pass():
            ends.elements.append(b.task(block.id))
        case Catch():
            ends.elements.append(b.catch(block.id, b.message(block.id)))
        case Raise():
            ends.elements.append(b.end(block.id, b.error(block.code)))
            return block.id, None
        case Terminate():
            ends.elements.append(b.end(block.id, b.terminate()))
            return block.id, None
        case Sub() | Multi() | Work() | Call():
            ends.elements.append(_activity(block))
        case _:
            return _write_structure(block, ends)
    return block.id, block.id


def _write_structure(block: Block, ends: _Ends) -> tuple[str, str | None]:
    match block:
        case Sequence():
            return _write_sequence(block, ends)
        case Parallel():
            return _write_parallel(block, ends)
        case Choice():
            return _write_choice(block, ends)
        case Race():
            return _write_race(block, ends)
        case Loop():
            return _write_loop(block, ends)
        case Guarded():
            return _write_guarded(block, ends)
    raise TypeError(type(block).__name__)


def _activity(block: Task | Sub | Multi | Work | Call) -> b.Xml:
    what = block.what if isinstance(block, Multi) else block
    inside: list[b.Xml] = []
    if isinstance(block, Multi):
        until = None if block.enough is None else f"${{nrOfCompletedInstances >= {block.enough}}}"
        inside.append(b.multi(sequential=block.sequential, cardinality=block.count, until=until))
    if isinstance(what, Task):
        return b.user(what.id, *inside)
    if isinstance(what, Work):
        return b.service(what.id, *inside, topic=what.id)
    if isinstance(what, Call):
        return b.call(what.id, f"{what.id}_p", *inside)
    inside += _scope(what.body, what.id)
    inside += [_event_sub_process(handler) for handler in what.handlers]
    return b.sub(what.id, *inside)


def _event_sub_process(handler: Handler) -> b.Xml:
    ends = _Ends()
    first, last = _write(handler.body, ends)
    start = b.start(f"{handler.id}_s", b.message(handler.id), interrupting=handler.interrupting)
    ends.elements += [start, b.end(f"{handler.id}_end")]
    ends.way(f"{handler.id}_s", first)
    ends.way(last, f"{handler.id}_end")
    return b.event_sub(handler.id, *ends.elements)


def _write_sequence(block: Sequence, ends: _Ends) -> tuple[str, str | None]:
    written = [_write(part, ends) for part in block.parts]
    for (_, last), (first, _) in itertools.pairwise(written):
        ends.way(last, first)
    return written[0][0], written[-1][1]


def _write_parallel(block: Parallel, ends: _Ends) -> tuple[str, str | None]:
    fork, join = f"{block.id}_f", f"{block.id}_j"
    ends.elements += [b.parallel(fork), b.parallel(join)]
    for branch in block.branches:
        first, last = _write(branch, ends)
        ends.way(fork, first)
        ends.way(last, join)
    return fork, join


def _write_choice(block: Choice, ends: _Ends) -> tuple[str, str | None]:
    decide, split, join = f"{block.id}_d", f"{block.id}_x", f"{block.id}_j"
    gateway = b.inclusive if block.inclusive else b.exclusive
    default = ""
    for index, branch in enumerate(block.branches):
        first, last = _write(branch, ends)
        is_default = index == len(block.branches) - 1
        name = ends.way(split, first, None if is_default else f"{block.id}_{index}")
        default = name if is_default else default
        ends.way(last, join)
    ends.elements += [b.user(decide), gateway(split, default=default), gateway(join)]
    ends.way(decide, split)
    return decide, join


def _write_race(block: Race, ends: _Ends) -> tuple[str, str | None]:
    gateway, join = f"{block.id}_g", f"{block.id}_j"
    ends.elements += [b.event_based(gateway), b.exclusive(join)]
    for index, branch in enumerate(block.branches):
        event = f"{block.id}_m{index}"
        ends.elements.append(b.catch(event, b.message(event)))
        first, last = _write(branch, ends)
        ends.way(gateway, event)
        ends.way(event, first)
        ends.way(last, join)
    return gateway, join


def _write_loop(block: Loop, ends: _Ends) -> tuple[str, str | None]:
    again, decide, split, leave = (f"{block.id}_{part}" for part in ("a", "t", "x", "o"))
    first, last = _write(block.body, ends)
    ends.way(again, first)
    ends.way(last, decide)
    ends.way(decide, split)
    ends.way(split, again, f"{block.id}_again")
    default = ends.way(split, leave)
    ends.elements += [b.exclusive(again), b.user(decide), b.exclusive(split, default=default), b.exclusive(leave)]
    return again, leave


def _write_guarded(block: Guarded, ends: _Ends) -> tuple[str, str | None]:
    host, join = block.host.id, f"{block.id}_j"
    ends.elements += [_activity(block.host), b.exclusive(join)]
    ends.way(host, join)
    for handler in block.handlers:
        event = b.error(handler.id) if handler.error else b.message(handler.id)
        ends.elements.append(b.boundary(handler.id, host, event, interrupting=handler.interrupting))
        first, last = _write(handler.body, ends)
        ends.way(handler.id, first)
        if handler.interrupting:
            ends.way(last, join)
    return host, join
