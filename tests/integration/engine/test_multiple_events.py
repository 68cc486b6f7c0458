"""Events with several definitions in the whole engine: rows and jobs for each, gone when they are not needed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.commands.instance import BroadcastSignal, SetVariables
from app.domain.errors import CorrelationMismatch
from app.persistence.tables import hi
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    catch,
    chain,
    condition,
    flow,
    message,
    signal,
    start,
    timer,
    user,
)
from tests.support.engine_driver import Office

WAITS = message("paper"), signal("alarm"), timer(duration="PT1H"), condition("${ready}")


def caught(takes_all: bool | None) -> bytes:
    return bpmn("p", start("s"), catch("c", *WAITS, takes_all=takes_all), user("a"), *chain("s", "c", "a"))


@pytest.mark.parametrize("way", ["message", "signal", "timer", "condition"])
def test_any_definition_lets_the_token_through_and_ends_the_other_waits(any_office: Office, way: str) -> None:
    office = any_office
    office.deploy(caught(None))
    instance = office.start("p", "bk", ready=False)
    assert (len(office.subscriptions(instance)), len(office.jobs(instance))) == (3, 1)
    if way == "message":
        office.send("paper", "bk")
    elif way == "signal":
        office.execute(BroadcastSignal("alarm"))
    elif way == "timer":
        office.advance_to(office.clock.now() + timedelta(hours=1))
    else:
        office.execute(SetVariables(instance, {"ready": True}))
    assert office.open_elements(instance) == ["a"]
    assert (office.subscriptions(instance), office.jobs(instance)) == ((), ())
    rows = office.rows(select(hi.activity.c.kind).where(hi.activity.c.element_id == "c"))
    assert [row["kind"] for row in rows] == ["intermediateMultipleCatch"]


def test_one_that_takes_all_takes_each_once(any_office: Office) -> None:
    office = any_office
    office.deploy(caught(True))
    instance = office.start("p", "bk", ready=False)
    office.send("paper", "bk")
    with pytest.raises(CorrelationMismatch):
        office.send("paper", "bk")
    office.advance_to(office.clock.now() + timedelta(hours=1))
    office.execute(SetVariables(instance, {"ready": True}))
    office.execute(SetVariables(instance, {"ready": False}))
    assert office.open_elements(instance) == []
    office.execute(BroadcastSignal("alarm"))
    assert office.open_elements(instance) == ["a"]
    assert (office.subscriptions(instance), office.jobs(instance)) == ((), ())


def test_a_boundary_event_that_takes_all_waits_again_where_it_does_not_interrupt(any_office: Office) -> None:
    office = any_office
    both = boundary("b", "h", message("paper"), signal("alarm"), interrupting=False, takes_all=True)
    office.deploy(bpmn("p", start("s"), user("h"), both, user("a"), flow("s", "h"), flow("b", "a")))
    instance = office.start("p", "bk")
    for turn in range(1, 3):
        office.execute(BroadcastSignal("alarm"))
        office.send("paper", "bk")
        assert office.open_elements(instance) == ["a"] * turn + ["h"]
        assert sorted(each.name or "" for each in office.subscriptions(instance)) == ["alarm", "paper"]
    office.complete("h")
    assert office.subscriptions(instance) == ()


def test_a_start_event_of_several_definitions_begins_an_instance_by_each(any_office: Office) -> None:
    office = any_office
    diagram = bpmn("p", start("s", message("paper"), signal("alarm"), timer(cycle="R1/PT1H"), condition("${x > 1}")),
                   user("a"), flow("s", "a"))  # fmt: skip
    office.deploy(diagram)
    office.send("paper")
    office.execute(BroadcastSignal("alarm"))
    office.advance_to(office.clock.now() + timedelta(hours=1))
    assert office.open_elements() == ["a", "a", "a"]
