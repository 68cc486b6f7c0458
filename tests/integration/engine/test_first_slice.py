"""Start, complete, deploy: the shortest stories through the whole engine."""

from __future__ import annotations

from tests.support.bpmn_builder import bpmn, chain, end, start, user
from tests.support.engine_driver import Office


def test_a_case_goes_from_start_to_end(any_office: Office) -> None:
    office = any_office
    office.deploy(bpmn("order", start("s"), user("a"), user("b"), end("e"), *chain("s", "a", "b", "e")))
    instance = office.start("order", business_key="2026-1", amount=3)
    assert office.open_elements(instance) == ["a"]
    office.complete("a", approved=True)
    assert office.open_elements(instance) == ["b"]
    assert office.variables(instance) == {"amount": 3, "approved": True}
    office.complete("b")
    assert office.running() == ()
