"""One story per construct, once as the engine runs and once restarted before every step."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from app.calendar import SHANGHAI
from app.domain.commands.task import CompleteTask
from app.domain.errors import CorrelationMismatch
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    call,
    call_in,
    call_out,
    catch,
    chain,
    end,
    error,
    event_based,
    event_sub,
    exclusive,
    flow,
    inputs,
    message,
    multi,
    outputs,
    parallel,
    properties,
    receive,
    service,
    signal,
    start,
    sub,
    terminate,
    throw,
    timer,
    user,
)
from tests.support.clock import MONDAY
from tests.support.engine_driver import BpmnError, Office


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def test_an_exclusive_gateway_takes_the_first_true_flow(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            exclusive("g", default="g_low"),
            user("high"),
            user("low"),
            flow("s", "g"),
            flow("g", "high", "${amount > 10}"),
            flow("g", "low", id="g_low"),
        )
    )
    assert office.open_elements(office.start("p", amount=11)) == ["high"]
    assert office.open_elements(office.start("p", amount=10)) == ["low"]


def test_a_parallel_join_waits_for_every_branch_in_every_round(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            exclusive("again"),
            parallel("fork"),
            user("a"),
            user("b"),
            parallel("join"),
            user("judge"),
            exclusive("done", default="done_again"),
            end("e"),
            *chain("s", "again", "fork", "a", "join", "judge", "done"),
            *chain("fork", "b", "join"),
            flow("done", "e", "${ok}"),
            flow("done", "again", id="done_again"),
        )
    )
    instance = office.start("p")
    for round_number in range(3):
        office.complete("a")
        assert office.open_elements(instance) == ["b"]
        office.complete("b")
        office.complete("judge", ok=round_number == 2)
    assert office.running() == ()


def test_an_external_task_is_worked_and_its_result_is_seen(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            service("w", inputs(x="${amount * 2}"), outputs(total="${doubled}"), topic="math.double"),
            user("a"),
            *chain("s", "w", "a"),
        )
    )
    instance = office.start("p", amount=4)
    assert office.work("math.double", lambda values: {"doubled": values["x"] + 1}) == 1
    assert office.open_elements(instance) == ["a"]
    assert office.variables(instance)["total"] == 9


def test_a_bpmn_error_of_a_worker_is_caught_by_the_boundary(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            service("w", topic="t"),
            boundary("b", "w", error("E-1")),
            user("fine"),
            user("broken"),
            *chain("s", "w", "fine"),
            *chain("b", "broken"),
        )
    )
    instance = office.start("p")

    def fail(values: Any) -> Any:
        raise BpmnError("E-1")

    office.work("t", fail)
    assert office.open_elements(instance) == ["broken"]
    assert office.external_tasks(instance) == ()


def test_a_timer_fires_at_its_time_and_not_before(any_office: Office) -> None:
    office = any_office
    office.deploy(bpmn("p", start("s"), catch("t", timer(duration="PT90M")), user("a"), *chain("s", "t", "a")))
    instance = office.start("p")
    office.advance_to(MONDAY + timedelta(minutes=89))
    assert office.open_elements(instance) == []
    office.advance_to(MONDAY + timedelta(minutes=90))
    assert office.open_elements(instance) == ["a"]
    assert office.jobs(instance) == ()


def test_an_interrupting_boundary_timer_takes_the_task_away(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            user("a"),
            boundary("late", "a", timer(date="${calendar.wd(calendar.now(), 1)}")),
            user("next"),
            user("escalated"),
            *chain("s", "a", "next"),
            *chain("late", "escalated"),
        )
    )
    instance = office.start("p")
    assert office.jobs(instance)[0].due_at == at(3, 18)
    office.advance_to(at(3, 18))
    assert office.open_elements(instance) == ["escalated"]
    other = office.start("p")
    office.complete("a", instance=other)
    assert office.open_elements(other) == ["next"]
    assert office.jobs(other) == ()


def test_a_cycle_reminds_as_often_as_it_says_and_leaves_the_task(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            user("a"),
            boundary("remind", "a", timer(cycle="R3/PT1H"), interrupting=False),
            service("w", topic="remind"),
            *chain("s", "a"),
            *chain("remind", "w"),
        )
    )
    instance = office.start("p")
    office.advance_to(MONDAY + timedelta(hours=10))
    assert len(office.fetch("remind")) == 3
    assert office.jobs(instance) == ()
    assert [task.element_id for task in office.tasks(instance)] == ["a"]


def test_a_message_finds_its_case_by_business_key(any_office: Office) -> None:
    office = any_office
    office.deploy(bpmn("p", start("s"), receive("r", message="M"), user("a"), *chain("s", "r", "a")))
    first, second = office.start("p", "1"), office.start("p", "2")
    with pytest.raises(CorrelationMismatch):
        office.send("M")
    with pytest.raises(CorrelationMismatch):
        office.send("M", "3")
    office.send("M", "2", answer=42)
    assert office.open_elements(first) == []
    assert office.open_elements(second) == ["a"]
    assert office.variables(second) == {"answer": 42}


def test_a_thrown_message_reaches_another_process_once(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "sender",
            start("s"),
            throw(
                "m",
                message("RESOLVED"),
                properties(correlation="${case_no}", message_key="${case_no}", payload="text, missing"),
            ),
            end("e"),
            *chain("s", "m", "e"),
        ),
        bpmn("receiver", start("s", message("RESOLVED")), user("a"), *chain("s", "a")),
    )
    office.start("sender", case_no="R-1", text="交办", other=1)
    office.start("sender", case_no="R-1", text="交办", other=1)
    (received,) = office.running()
    assert received.definition_key == "receiver"
    assert received.business_key == "R-1"
    assert office.variables(received.id) == {"text": "交办", "missing": None}


def test_a_message_that_comes_too_early_waits_for_its_receiver(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn("sender", start("s"), throw("m", message("READY"), properties(correlation="K")), *chain("s", "m")),
        bpmn("receiver", start("s"), user("a"), catch("c", message("READY")), user("b"), *chain("s", "a", "c", "b")),
    )
    office.start("sender")
    instance = office.start("receiver", "K")
    office.advance_to(at(5))
    assert office.open_elements(instance) == ["a"]
    office.complete("a")
    assert office.open_elements(instance) == ["b"]


def test_an_event_gateway_takes_the_first_event_and_forgets_the_others(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            event_based("g"),
            catch("m", message("M")),
            catch("t", timer(duration="PT1H")),
            user("answered"),
            user("silent"),
            *chain("s", "g", "m", "answered"),
            *chain("g", "t", "silent"),
        )
    )
    answered, silent = office.start("p", "1"), office.start("p", "2")
    office.send("M", "1")
    office.advance_to(MONDAY + timedelta(hours=2))
    assert office.open_elements(answered) == ["answered"]
    assert office.open_elements(silent) == ["silent"]
    assert office.subscriptions() == ()
    assert office.jobs() == ()


def test_a_signal_reaches_everyone_who_waits(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn("waiter", start("s"), catch("c", signal("ALARM")), user("a"), *chain("s", "c", "a")),
        bpmn("thrower", start("s"), throw("t", signal("ALARM")), end("e"), *chain("s", "t", "e")),
        bpmn("starter", start("s", signal("ALARM")), user("b"), *chain("s", "b")),
    )
    first, second = office.start("waiter"), office.start("waiter")
    office.start("thrower")
    assert office.open_elements(first) == office.open_elements(second) == ["a"]
    assert [each.definition_key for each in office.running()] == ["waiter", "waiter", "starter"]


def test_a_called_process_gets_and_gives_what_is_mapped(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "caller",
            start("s"),
            call(
                "c",
                "called",
                call_in(business_key="#{execution.processBusinessKey}"),
                call_in(source="amount", target="value"),
                call_out(source="result", target="answer"),
            ),
            user("after"),
            *chain("s", "c", "after"),
        ),
        bpmn("called", start("s"), user("work"), end("e"), *chain("s", "work", "e")),
    )
    caller = office.start("caller", "B-7", amount=5)
    task = office.task("work")
    child = next(each for each in office.running() if each.id != caller)
    assert (child.business_key, child.parent_id, child.root_id) == ("B-7", caller, caller)
    assert office.variables(task.instance_id) == {"value": 5}
    office.complete("work", result=25, secret="x")
    assert office.variables(caller) == {"amount": 5, "answer": 25}
    assert office.open_elements() == ["after"]


def test_an_error_of_a_called_process_is_caught_by_its_caller(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "caller",
            start("s"),
            call("c", "called"),
            boundary("b", "c", error("REFUSED")),
            user("fine"),
            user("refused"),
            *chain("s", "c", "fine"),
            *chain("b", "refused"),
        ),
        bpmn("called", start("s"), user("work"), end("e", error("REFUSED")), *chain("s", "work", "e")),
    )
    office.start("caller")
    office.complete("work")
    assert office.open_elements() == ["refused"]
    assert len(office.running()) == 1


def test_a_call_that_is_interrupted_takes_its_instance_with_it(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "caller",
            start("s"),
            call("c", "called"),
            boundary("b", "c", timer(duration="P1D")),
            user("late"),
            *chain("s", "c"),
            *chain("b", "late"),
        ),
        bpmn("called", start("s"), call("c", "deeper"), *chain("s", "c")),
        bpmn("deeper", start("s"), user("work"), service("w", topic="t"), *chain("s", "work"), *chain("s", "w")),
    )
    office.start("caller")
    assert len(office.running()) == 3
    office.advance_to(at(4))
    assert office.open_elements() == ["late"]
    assert len(office.running()) == 1
    assert office.fetch("t") == ()


def test_multi_instance_calls_work_in_parallel_and_in_order(any_office: Office) -> None:
    office = any_office
    for sequential in (False, True):
        office.deploy(
            bpmn(
                "p",
                start("s"),
                user("sign", multi(sequential=sequential, collection="${people}", element_variable="person"),
                     assignee="${person}"),
                end("e"),
                *chain("s", "sign", "e"),
            )
        )  # fmt: skip
        instance = office.start("p", people=["zhao", "qian", "sun"])
        expected = [["zhao"], ["qian"], ["sun"]] if sequential else [["qian", "sun", "zhao"]] * 3
        for done in range(3):
            waiting = sorted(task.assignee or "" for task in office.tasks(instance))
            assert waiting == (expected[done] if sequential else sorted(["zhao", "qian", "sun"][done:]))
            person = ["zhao", "qian", "sun"][done]
            task = next(task for task in office.tasks(instance) if task.assignee == person)
            office.execute(CompleteTask(task.id))
        assert office.running() == ()


def test_an_event_sub_process_runs_beside_the_case(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            user("a"),
            end("e"),
            *chain("s", "a", "e"),
            event_sub(
                "es", start("es_s", message("QUESTION"), interrupting=False), user("reply"), *chain("es_s", "reply")
            ),
        )
    )
    instance = office.start("p", "1")
    office.send("QUESTION", "1")
    office.send("QUESTION", "1")
    assert office.open_elements(instance) == ["a", "reply", "reply"]


def test_a_terminate_end_stops_everything_in_its_scope(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            sub(
                "sp",
                start("sp_s"),
                parallel("f"),
                user("a"),
                user("b"),
                end("t", terminate()),
                *chain("sp_s", "f", "a", "t"),
                *chain("f", "b"),
            ),
            user("after"),
            *chain("s", "sp", "after"),
        )
    )
    instance = office.start("p")
    office.complete("a")
    assert office.open_elements(instance) == ["after"]


def test_an_asynchronous_continuation_is_a_job_of_its_own(any_office: Office) -> None:
    office = any_office
    office.deploy(bpmn("p", start("s"), user("a", async_before=True, assignee="zhao"), end("e"), *chain("s", "a", "e")))
    instance = office.start("p")
    assert [task.assignee for task in office.tasks(instance)] == ["zhao"]
    office.complete("a")
    assert office.running() == ()


def test_a_timer_starts_cases_until_a_new_version_comes(any_office: Office) -> None:
    office = any_office
    office.deploy(bpmn("p", start("s", timer(cycle="0 0 9 ? * MON-FRI")), user("a"), *chain("s", "a")))
    office.advance_to(at(4, 10))
    assert len(office.running()) == 2
    office.deploy(bpmn("p", start("s"), user("b"), *chain("s", "b")))
    office.advance_to(at(6, 10))
    assert len(office.running()) == 2


def test_a_case_is_named_once_its_number_is_known(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            service("number", properties(business_key="${case_no}"), topic="number"),
            user("a"),
            catch("m", message("M")),
            user("b"),
            *chain("s", "number", "a", "m", "b"),
        )
    )
    instance = office.start("p", "draft")
    office.work("number", lambda values: {"case_no": "2026-7"})
    assert office.task("a").business_key == "2026-7"
    assert office.running()[0].business_key == "2026-7"
    office.complete("a")
    office.send("M", "2026-7")
    assert office.open_elements(instance) == ["b"]
