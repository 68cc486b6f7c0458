"""Words for the matrix's diagrams beyond `tests.support.bpmn_builder`: events of any kind, rarely used elements."""

from __future__ import annotations

from tests.conformance.case import Camunda, Case
from tests.support.bpmn_builder import Value, Xml, bpmn, bpmn_file, chain, element, end, process, raw, start, sub, user

S, Z = start("s"), end("e")


def one(*elements: Xml) -> bytes:
    """A file with the process `p`."""
    return bpmn("p", *elements)


def two(first: tuple[Xml, ...], second: tuple[Xml, ...]) -> bytes:
    """A file with the processes `p` and `q`."""
    return bpmn_file(process("p", *first), process("q", *second))


def line(*middle: Xml, ids: tuple[str, ...]) -> bytes:
    """Start, some elements one after the other, end."""
    return one(S, *middle, Z, *chain("s", *ids, "e"))


def event(tag: str, id: str, *definitions: Xml, **own: Value) -> Xml:
    """An event node with plain attributes."""
    return element(tag, id, *definitions, own=own)


def conditional(text: str = "${x == 1}") -> Xml:
    """A conditional event definition."""
    return element(
        "conditionalEventDefinition",
        None,
        raw(f'<bpmn:condition xsi:type="bpmn:tFormalExpression">{text}</bpmn:condition>'),
    )


def compensate(activity: str | None = None) -> Xml:
    """A compensation event definition."""
    return element("compensateEventDefinition", None, own={"activityRef": activity})


def cancel() -> Xml:
    """A cancel event definition."""
    return element("cancelEventDefinition", None)


def undone_by(host: str, handler: Xml, handler_id: str) -> tuple[Xml, ...]:
    """A compensation boundary event with its handler."""
    link = {"sourceRef": f"undo_{host}", "targetRef": handler_id, "associationDirection": "One"}
    return (
        event("boundaryEvent", f"undo_{host}", compensate(), attachedToRef=host),
        handler,
        element("association", f"to_{handler_id}", own=dict(link)),
    )


def handler(id: str) -> Xml:
    """A user task that compensates."""
    return element("userTask", id, own={"isForCompensation": True})


def embedded(id: str, *inner: Xml, tag: str = "subProcess", **own: Value) -> Xml:
    """A sub-process of any kind."""
    return element(tag, id, *inner, own=own)


def around(id: str = "SP", *more: Xml) -> Xml:
    """A sub-process with the user task A."""
    return sub(id, start("s1"), user("A"), end("e1"), *chain("s1", "A", "e1"), *more)


def handled(*definitions: Xml, interrupting: bool = True, id: str = "ES", **own: Value) -> Xml:
    """An event sub-process with the user task H."""
    begin = event("startEvent", "es", *definitions, isInterrupting=interrupting, **own)
    return element(
        "subProcess", id, begin, user("H"), end("ee"), *chain("es", "H", "ee"), own={"triggeredByEvent": True}
    )


__all__ = [
    "Camunda",
    "Case",
    "S",
    "Z",
    "around",
    "cancel",
    "compensate",
    "conditional",
    "embedded",
    "event",
    "handled",
    "handler",
    "line",
    "one",
    "two",
    "undone_by",
]
