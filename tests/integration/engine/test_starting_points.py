"""What begins instances in the whole engine: messages, signals, timers; older versions begin nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.commands.instance import BroadcastSignal, SignalExecution
from app.domain.errors import CorrelationMismatch, InvalidState
from app.persistence.tables import hi
from tests.support.bpmn_builder import (
    bpmn,
    catch,
    chain,
    event_based,
    message,
    multi,
    receive,
    signal,
    start,
    timer,
    user,
)
from tests.support.engine_driver import Office


def test_each_start_event_of_a_process_begins_its_own_way(any_office: Office) -> None:
    office = any_office
    diagram = bpmn(
        "p",
        start("by_hand"),
        start("mail", message("mail")),
        start("alarm", signal("alarm")),
        start("daily", timer(cycle="R2/PT1H")),
        *[user(f"{name}_u") for name in ("by_hand", "mail", "alarm", "daily")],
        *[each for name in ("by_hand", "mail", "alarm", "daily") for each in chain(name, f"{name}_u")],
    )
    office.deploy(diagram)
    office.start("p")
    office.send("mail", "bk", x=1)
    office.execute(BroadcastSignal("alarm"))
    office.advance_to(office.clock.now() + timedelta(hours=5))
    assert office.open_elements() == ["alarm_u", "by_hand_u", "daily_u", "daily_u", "mail_u"]


def test_an_instantiating_receive_task_begins_an_instance_and_older_versions_do_not(any_office: Office) -> None:
    office = any_office

    def version(step: str) -> bytes:
        return bpmn("p", receive("r", message="request", instantiate=True), user(step), *chain("r", step))

    office.deploy(version("first"))
    office.deploy(version("second"))
    (result,) = office.send("request", "bk", amount=3)
    assert office.open_elements() == ["second"]
    assert office.variables(result.instance_id) == {"amount": 3}
    office.deploy(bpmn("p", start("s"), user("third"), *chain("s", "third")))
    with pytest.raises(CorrelationMismatch):
        office.send("request")


def test_a_gateway_that_takes_all_correlates_the_rest_to_the_instance_it_began(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            event_based("g", instantiate=True, all_=True),
            catch("order", message("order")),
            catch("payment", message("payment")),
            user("pack"),
            user("book"),
            *chain("g", "order", "pack"),
            *chain("g", "payment", "book"),
        )
    )
    office.send("payment", "A-1")
    assert office.open_elements() == ["book"]
    office.send("order", "A-1")
    assert office.open_elements() == ["book", "pack"]
    assert len(office.running()) == 1
    office.send("order", "A-2")
    assert len(office.running()) == 2


def test_a_receive_task_without_message_goes_on_when_it_is_signalled(any_office: Office) -> None:
    office = any_office
    office.deploy(bpmn("p", start("s"), receive("r", multi(cardinality=2), message=None), user("a"),
                       *chain("s", "r", "a")))  # fmt: skip
    instance = office.start("p")
    with pytest.raises(InvalidState):
        office.execute(SignalExecution(instance))
    with pytest.raises(InvalidState):
        office.execute(SignalExecution(instance, "nobody"))
    columns = hi.activity.c
    rows = office.rows(select(columns.id).where(columns.element_id == "r", columns.ended_at.is_(None)))
    office.execute(SignalExecution(instance, rows[0]["id"], {"answer": 42}))
    office.execute(SignalExecution(instance))
    assert office.open_elements() == ["a"]
    assert office.variables(instance) == {"answer": 42}
