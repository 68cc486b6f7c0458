"""Details of events across instances and time: cycles, cron, code variables, propagation, nesting, what it costs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.commands.task import CompleteTask
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    call,
    chain,
    condition,
    end,
    error,
    escalation,
    event_sub,
    flow,
    message,
    service,
    signal,
    start,
    sub,
    throw,
    timer,
    user,
)
from tests.support.database import counted_statements
from tests.support.engine_driver import BpmnError, Office


def handler(definition: Xml, *, interrupting: bool, id: str = "x") -> Xml:
    return event_sub(
        id, start(f"{id}_s", definition, interrupting=interrupting), user(f"{id}_u"), flow(f"{id}_s", f"{id}_u")
    )


@pytest.mark.parametrize(
    ("cycle", "hours", "times"), [("0 0 10,11,12 * * ?", 4, 3), ("R3/PT30M", 4, 3), ("R/PT1H", 4, 4)]
)
def test_a_repeating_timer_goes_on_until_its_activity_ends(
    any_office: Office, cycle: str, hours: int, times: int
) -> None:
    office = any_office  # it is Monday, 9 o'clock
    b = boundary("b", "h", timer(cycle=cycle), interrupting=False)
    office.deploy(bpmn("p", start("s"), user("h"), b, user("a"), flow("s", "h"), flow("b", "a")))
    instance = office.start("p")
    office.advance_to(office.clock.now() + timedelta(hours=hours))
    assert office.open_elements(instance) == ["a"] * times + ["h"]
    office.complete("h")
    assert office.jobs(instance) == ()
    assert office.advance_to(office.clock.now() + timedelta(days=2)) == 0


def test_a_repeating_timer_of_an_event_sub_process_ends_with_its_scope(any_office: Office) -> None:
    office = any_office
    inside = sub("h", start("h_s"), user("u"), flow("h_s", "u"), handler(timer(cycle="R/PT1H"), interrupting=False))
    office.deploy(bpmn("p", start("s"), inside, user("a"), *chain("s", "h", "a")))
    instance = office.start("p")
    office.advance_to(office.clock.now() + timedelta(hours=2))
    assert office.open_elements(instance) == ["u", "x_u", "x_u"]
    office.complete("u")
    for task in office.tasks(instance):
        office.execute(CompleteTask(task.id))
    assert office.open_elements(instance) == ["a"]
    assert office.jobs(instance) == ()


def test_an_interrupting_event_sub_process_takes_a_cycle_once(any_office: Office) -> None:
    office = any_office
    office.deploy(bpmn("p", start("s"), user("u"), flow("s", "u"), handler(timer(cycle="R/PT1H"), interrupting=True)))
    instance = office.start("p")
    office.advance_to(office.clock.now() + timedelta(hours=5))
    assert office.open_elements(instance) == ["x_u"]
    assert office.jobs(instance) == ()


def test_an_error_of_a_called_instance_brings_code_and_message(any_office: Office) -> None:
    office = any_office
    office.deploy(bpmn("child", start("s"), service("w", topic="t"), flow("s", "w")))
    b = boundary("b", "c", error(error_code_variable="code", error_message_variable="text"))
    office.deploy(bpmn("p", start("s"), call("c", "child"), b, user("a"), flow("s", "c"), flow("b", "a")))
    instance = office.start("p")

    def fail(values: Any) -> Any:
        raise BpmnError("E-7", "no such paper")

    office.work("t", fail)
    assert office.open_elements() == ["a"]
    assert office.variables(instance) == {"code": "E-7", "text": "no such paper"}


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_escalation_reaches_the_caller_of_the_caller(any_office: Office, interrupting: bool) -> None:
    office = any_office
    office.deploy(bpmn("inner", start("s"), throw("t", escalation("late")), user("u"), *chain("s", "t", "u")))
    office.deploy(bpmn("middle", start("s"), call("c", "inner"), flow("s", "c")))
    b = boundary("b", "c", escalation("late", escalation_code_variable="code"), interrupting=interrupting)
    office.deploy(bpmn("outer", start("s"), call("c", "middle"), b, user("a"), flow("s", "c"), flow("b", "a")))
    instance = office.start("outer")
    assert office.open_elements() == (["a"] if interrupting else ["a", "u"])
    assert office.variables(instance) == {"code": "late"}


def test_an_end_event_escalates_without_stopping_its_siblings(any_office: Office) -> None:
    office = any_office
    inside = sub("h", start("h_s"), user("u"), end("h_e", escalation("late")), flow("h_s", "u"), flow("h_s", "h_e"))
    b = boundary("b", "h", escalation("late"), interrupting=False)
    office.deploy(bpmn("p", start("s"), inside, b, user("a"), user("next"), *chain("s", "h", "next"), flow("b", "a")))
    office.start("p")
    assert office.open_elements() == ["a", "u"]
    office.complete("u")
    assert office.open_elements() == ["a", "next"]


def test_event_sub_processes_stand_in_event_sub_processes(any_office: Office) -> None:
    office = any_office
    inner = handler(signal("stop"), interrupting=True, id="i")
    outer = event_sub("o", start("o_s", message("ask"), interrupting=False), user("o_u"), flow("o_s", "o_u"), inner)
    office.deploy(bpmn("p", start("s"), user("u"), flow("s", "u"), outer))
    instance = office.start("p", "bk")
    assert [each.name for each in office.subscriptions(instance)] == ["ask"]
    office.send("ask", "bk")
    office.send("ask", "bk")
    assert office.open_elements(instance) == ["o_u", "o_u", "u"]
    assert sorted(each.name or "" for each in office.subscriptions(instance)) == ["ask", "stop", "stop"]
    office.complete("u")
    assert office.open_elements(instance) == ["o_u", "o_u"]


def watched(key: str, low: Xml, high: Xml) -> bytes:
    """Tasks with a boundary event each, under an event sub-process of the process."""
    tasks = [f"t{number}" for number in range(6)]
    watching = [boundary(f"b_{task}", task, low) for task in tasks]
    ways_out = [flow(f"b_{task}", "out") for task in tasks]
    begin = event_sub("x", start("x_s", high, interrupting=False), user("x_u"), flow("x_s", "x_u"))
    return bpmn(
        key, start("s"), *map(user, tasks), *watching, *ways_out, user("out"), *chain("s", *tasks, "out"), begin
    )  # fmt: skip


def test_a_condition_costs_no_more_statements_than_a_message(tmp_path: Path) -> None:
    with Office(tmp_path) as office:
        office.deploy(watched("told", message("low"), message("high")))
        office.deploy(watched("asked", condition("${level > 9}"), condition("${level > 99}")))
        counts: dict[str, list[int]] = {"told": [], "asked": []}
        for key, counted in counts.items():
            instance = office.start(key, level=0)
            for number in range(5):
                task = office.task(f"t{number}", instance)
                with counted_statements(office.store) as statements:
                    office.execute(CompleteTask(task.id, {"level": number}))
                counted.append(len(statements))
        assert max(counts["asked"]) <= max(counts["told"])
