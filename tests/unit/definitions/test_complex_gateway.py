"""What the reader says about complex gateways."""

from __future__ import annotations

from app.definitions import read_bpmn
from tests.support.bpmn_builder import Xml, bpmn, chain, complex_gateway, flow, parallel, start, task


def warnings(*gateway: Xml) -> list[tuple[str, str | None]]:
    diagram = bpmn("p", start(), parallel("f"), task("a"), task("b"), *gateway, *chain("start", "f", "a", "g"),
                   *chain("f", "b", "g"))  # fmt: skip
    return [(warning.code, warning.element_id) for warning in read_bpmn(diagram, "case.bpmn").warnings]


def test_a_condition_that_is_asked_twice_is_warned_of() -> None:
    behind = (task("x"), task("y"), flow("g", "x", "${yes}"), flow("g", "y", "${waitingForStart and yes}"))
    assert warnings(complex_gateway("g", "${true}"), *behind) == [("complex_flow_at_reset", "g_x")]


def test_a_plain_flow_is_taken_once_and_needs_no_word() -> None:
    assert warnings(complex_gateway("g", "${true}"), task("x"), flow("g", "x")) == []


def test_an_activation_condition_that_nobody_asks_is_warned_of() -> None:
    diagram = bpmn("p", start(), complex_gateway("g", "${true}"), task("x"), *chain("start", "g", "x"))
    found = [(warning.code, warning.element_id) for warning in read_bpmn(diagram, "case.bpmn").warnings]
    assert found == [("activation_never_asked", "g")]
