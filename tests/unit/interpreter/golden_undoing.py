"""One instance in the middle of compensation, with more to undo: the story behind the second golden state."""

from __future__ import annotations

from tests.support.bpmn_builder import (
    Xml,
    bpmn,
    chain,
    compensate,
    complex_gateway,
    exclusive,
    flow,
    inputs,
    multi,
    parallel,
    start,
    sub,
    throw,
    undone_by,
    user,
)
from tests.support.interpreter_driver import Instance


def undoable(id: str, *details: Xml) -> tuple[Xml, ...]:
    return user(id, *details), undone_by(id, f"undo_{id}", f"b_{id}"), user(f"undo_{id}", for_compensation=True)


def story() -> Instance:
    """A throw that undoes a sub-process with a variable, beside a loop, a multi-instance step and a late vote."""
    booking = sub("booking", inputs(room="${101}"), start("s1"), *undoable("hotel"), flow("s1", "hotel"))
    instance = Instance(
        bpmn(
            "golden",
            start(),
            parallel("fork"),
            exclusive("merge"),
            *undoable("draft"),
            exclusive("again", default="on"),
            booking,
            *undoable("sign", multi(cardinality=2)),
            throw("throw", compensate("booking")),
            user("after"),
            throw("all", compensate()),
            user("a"),
            user("b"),
            user("c"),
            complex_gateway("vote", "${activationCount >= 2}"),
            user("counted"),
            *chain("start", "fork", "merge", "draft", "again"),
            flow("again", "merge", "${more}"),
            flow("again", "sign", id="on"),
            *chain("sign", "booking", "throw", "after", "all"),
            *chain("fork", "a", "vote", "counted"),
            *chain("fork", "b", "vote"),
            *chain("fork", "c", "vote"),
        )
    )
    for more in (True, True, True, False):
        instance.complete("draft", more=more)
    for element in ("sign", "sign", "hotel", "a", "b"):
        instance.complete(element)
    return instance
