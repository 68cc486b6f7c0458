"""Conditional events by Camunda 7's rules; every story is told twice, the second time with a restart after each step.

The expectations are those of Operaton's `test/bpmn/event/conditional` (its variable is called `variable` there).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from app.domain.errors import EvaluationFailed, LimitExceeded
from app.domain.steps import ActivityEnded, SubscriptionOpened
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    call,
    call_out,
    catch,
    chain,
    condition,
    end,
    event_based,
    event_sub,
    flow,
    inputs,
    listen,
    message,
    multi,
    outputs,
    parallel,
    service,
    start,
    sub,
    timer,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def is_one() -> Xml:
    return condition("${x == 1}")


def handler(interrupting: bool, event: Xml | None = None, id: str = "h") -> Xml:
    return event_sub(
        id,
        start(f"{id}_s", event or is_one(), interrupting=interrupting),
        user(f"{id}_u"),
        *chain(f"{id}_s", f"{id}_u"),
    )


def attached(interrupting: bool, host: str = "a", event: Xml | None = None) -> tuple[Xml, ...]:
    return boundary("b", host, event or is_one(), interrupting=interrupting), user("b_u"), flow("b", "b_u")


# Intermediate events


CATCH = bpmn("p", start(), catch("c", is_one()), user("after"), *chain("start", "c", "after"))


def test_an_intermediate_event_waits_until_a_write_makes_its_condition_true(begin: Begin) -> None:
    instance = begin(CATCH, x=0)
    assert instance.waiting == ["c"]
    opened = [step for step in instance.history if isinstance(step, SubscriptionOpened)]
    assert [(step.element_id, step.name) for step in opened] == [("c", None)]
    instance.write(y=1)
    instance.write(x=2)
    assert instance.waiting == ["c"]
    instance.write(x=1)
    assert instance.waiting == ["after"]
    assert instance.waits == {}


def test_a_condition_that_is_true_already_lets_the_token_through(begin: Begin) -> None:
    instance = begin(CATCH, x=1)
    assert instance.waiting == ["after"]
    assert not any(isinstance(step, SubscriptionOpened) for step in instance.history)


def test_a_variable_nobody_knows_makes_a_condition_false_not_an_error(begin: Begin) -> None:
    instance = begin(CATCH)
    instance.write(other=1)
    assert instance.waiting == ["c"]


def test_a_condition_that_is_neither_true_nor_false_fails_the_step(begin: Begin) -> None:
    with pytest.raises(EvaluationFailed, match="c"):
        begin(bpmn("p", start(), catch("c", condition("${x}")), flow("start", "c")), x=5)


def test_one_write_passes_every_event_that_waits_for_it(begin: Begin) -> None:
    diagram = bpmn("p", start(), catch("c", is_one()), catch("d", is_one()), flow("start", "c"), flow("start", "d"))
    instance = begin(diagram, x=0)
    instance.write(x=1)
    assert instance.ended


def test_a_local_variable_is_seen_by_its_own_scope_only(begin: Begin) -> None:
    inside = sub("s", start("s_s"), catch("c", is_one()), flow("s_s", "c"))
    instance = begin(
        bpmn("p", start(), parallel("f"), inside, catch("d", is_one()), *chain("start", "f", "s"), flow("f", "d"))
    )
    (scope,) = [holder for holder, step in instance.open.items() if step.node.id == "s"]
    instance.write(scope=scope, x=1)
    assert instance.waiting == ["d"]


@pytest.mark.parametrize(
    ("filter", "passes"),
    [
        ({"variable_name": "x"}, "update x"),
        ({"variable_name": "other"}, None),
        ({"variable_events": "create"}, "create y"),
        ({"variable_events": "update"}, "update x"),
        ({"variable_events": "update, delete", "variable_name": "y"}, "delete y"),
    ],
)
def test_only_the_changes_that_are_named_ask_the_condition(
    begin: Begin, filter: dict[str, str], passes: str | None
) -> None:
    event = condition("${execution_is_open and x >= 1}", **filter)
    instance = begin(bpmn("p", start(), catch("c", event), flow("start", "c")), x=1, execution_is_open=False)
    instance.context.variables.set_local("root", "execution_is_open", True)
    instance.context.variables.changes.clear()
    writes: list[tuple[str, Callable[[], Any]]] = [
        ("create y", lambda: instance.write(y=1)),
        ("delete y", lambda: instance.write("y")),
        ("update x", lambda: instance.write(x=2)),
    ]
    passed = None
    for name, write in writes:
        write()
        if instance.ended:
            passed = name
            break
    assert passed == passes


# Event gateways


GATEWAY = bpmn(
    "p",
    start(),
    user("before"),
    event_based("g"),
    catch("late", timer(duration="PT1H")),
    catch("two", condition("${x == 2}")),
    catch("one", is_one()),
    *[user(f"{name}_u") for name in ("late", "two", "one")],
    *chain("start", "before", "g", "late", "late_u"),
    *chain("g", "two", "two_u"),
    *chain("g", "one", "one_u"),
)


def test_an_event_gateway_is_left_by_the_condition_that_becomes_true(begin: Begin) -> None:
    instance = begin(GATEWAY)
    instance.complete("before")
    instance.write(x=3)
    assert instance.waiting == ["g"]
    instance.write(x=1)
    assert instance.waiting == ["one_u"]
    assert instance.waits == {}
    assert instance.finished == ["start", "before", "g", "one"]


def test_an_event_gateway_is_left_at_once_by_a_condition_that_is_true(begin: Begin) -> None:
    instance = begin(GATEWAY, x=2)
    instance.complete("before")
    assert instance.waiting == ["two_u"]


# Boundary events


def one_task(*parts: Xml, task: Xml | None = None) -> bytes:
    return bpmn("p", start(), user("before"), task or user("a"), user("next"),
                *chain("start", "before", "a", "next"), *parts)  # fmt: skip


def test_an_interrupting_boundary_event_ends_its_activity(begin: Begin) -> None:
    instance = begin(one_task(*attached(True)))
    instance.complete("before")
    instance.write(x=1)
    assert instance.waiting == ["b_u"]
    canceled = [step for step in instance.history if isinstance(step, ActivityEnded) and step.canceled]
    assert len(canceled) == 1


def test_a_boundary_event_without_interruption_fires_at_every_change_while_true(begin: Begin) -> None:
    instance = begin(one_task(*attached(False)))
    instance.complete("before")
    for x in (0, 1, 1, 2):
        instance.write(x=x)
    instance.write(other=1)
    assert instance.waiting == ["a", "b_u", "b_u"]
    instance.write(x=1, other=2)
    assert instance.waiting == ["a", *["b_u"] * 4], "once for each variable that changed, as in Camunda"


def test_a_boundary_event_is_asked_when_its_activity_begins(begin: Begin) -> None:
    interrupted = begin(one_task(*attached(True)), x=1)
    interrupted.complete("before")
    assert interrupted.waiting == ["b_u"]
    goes_on = begin(one_task(*attached(False)), x=1)
    goes_on.complete("before")
    assert goes_on.waiting == ["a", "b_u"]


def test_input_parameters_are_seen_by_the_boundary_and_by_nobody_else(begin: Begin) -> None:
    diagram = one_task(*attached(True), handler(True), task=user("a", inputs(x="${1}")))
    instance = begin(diagram)
    instance.complete("before")
    assert instance.waiting == ["b_u"]


def test_input_parameters_fire_the_boundary_once(begin: Begin) -> None:
    instance = begin(one_task(*attached(False), task=user("a", inputs(x="${1}"))))
    instance.complete("before")
    assert instance.waiting == ["a", "b_u"]
    instance.complete("a")
    assert instance.waiting == ["b_u", "next"]


def test_output_parameters_come_too_late_for_the_boundary(begin: Begin) -> None:
    instance = begin(one_task(*attached(True), handler(False), task=user("a", outputs(x="${1}"))))
    instance.complete("before")
    instance.complete("a")
    assert instance.waiting == ["h_u", "next"]


def test_what_completing_writes_may_cancel_instead(begin: Begin) -> None:
    instance = begin(one_task(*attached(True)))
    instance.complete("before")
    instance.complete("a", x=1)
    assert instance.waiting == ["b_u"]
    assert "a" not in instance.finished


def test_a_service_task_may_trigger_its_own_boundary(begin: Begin) -> None:
    service_task = service("a", expression="${1}", result_variable="x")
    interrupted = begin(one_task(*attached(True), task=service_task))
    interrupted.complete("before")
    assert interrupted.waiting == ["b_u"]
    goes_on = begin(one_task(*attached(False), task=service_task))
    goes_on.complete("before")
    assert goes_on.waiting == ["b_u", "next"]


def test_results_of_a_called_instance_may_trigger_the_boundary(begin: Begin) -> None:
    called = call("a", "other", call_out(source="result", target="x"))
    instance = begin(one_task(*attached(True), task=called))
    instance.complete("before")
    instance.complete("a", local={"result": 1})
    assert instance.waiting == ["b_u"]


def test_a_boundary_of_a_sub_process_sees_what_is_written_inside(begin: Begin) -> None:
    inside = sub("a", start("a_s"), service("w", expression="${1}", result_variable="x"), user("u"),
                 *chain("a_s", "w", "u"))  # fmt: skip
    instance = begin(one_task(*attached(True), task=inside))
    instance.complete("before")
    assert instance.waiting == ["b_u"]


def test_a_boundary_belongs_to_the_whole_multi_instance_activity(begin: Begin) -> None:
    several = user("a", multi(cardinality=3))
    instance = begin(one_task(*attached(False), task=several))
    instance.complete("before")
    instance.write(x=1)
    assert instance.waiting == ["a", "a", "a", "b_u"]
    interrupted = begin(one_task(*attached(True), task=several), x=1)
    interrupted.complete("before")
    assert interrupted.waiting == ["b_u"]


# Event sub-processes


def test_an_interrupting_event_sub_process_takes_the_place_of_its_scope(begin: Begin) -> None:
    instance = begin(one_task(handler(True), handler(False, message("m"), id="other")))
    instance.write(x=1)
    assert instance.waiting == ["h_u"]
    assert instance.waits == {}
    instance.write(x=1)
    assert instance.waiting == ["h_u"], "it is over: it cannot interrupt itself"
    instance.complete("h_u")
    assert instance.ended


def test_an_event_sub_process_without_interruption_begins_as_often_as_it_is_told(begin: Begin) -> None:
    instance = begin(one_task(handler(False)))
    instance.write(x=1)
    instance.write(x=1)
    assert instance.waiting == ["before", "h_u", "h_u"]


def test_an_event_sub_process_is_asked_when_its_scope_begins(begin: Begin) -> None:
    interrupted = begin(one_task(handler(True)), x=1)
    assert interrupted.waiting == ["h_u"]
    assert interrupted.finished == ["h_s"], "the process's own start event never ran"
    goes_on = begin(one_task(handler(False)), x=1)
    assert goes_on.waiting == ["before", "h_u"]


def test_the_one_inside_a_sub_process_sees_its_variables(begin: Begin) -> None:
    inside = sub("a", start("a_s"), user("u"), handler(False), flow("a_s", "u"), inputs(x="${1}"))
    instance = begin(one_task(task=inside))
    instance.complete("before")
    assert instance.waiting == ["h_u", "u"]


def test_an_interrupting_boundary_goes_before_what_is_inside(begin: Begin) -> None:
    inside = sub("a", start("a_s"), user("u"), handler(True), flow("a_s", "u"), inputs(x="${1}"))
    instance = begin(one_task(*attached(True), task=inside))
    instance.complete("before")
    assert instance.waiting == ["b_u"]


def test_nested_event_sub_processes_are_asked_too(begin: Begin) -> None:
    outer = event_sub(
        "o", start("o_s", message("m"), interrupting=False), user("o_u"), flow("o_s", "o_u"), handler(True)
    )
    instance = begin(one_task(outer))
    instance.fire("o_s")
    assert instance.waiting == ["before", "o_u"]
    instance.write(x=1)
    assert instance.waiting == ["before", "h_u"]


def test_a_condition_that_keeps_itself_true_ends_in_an_error_not_in_a_hang(begin: Begin) -> None:
    endless = event_sub(
        "h",
        start("h_s", is_one(), interrupting=False),
        service("w", expression="${1}", result_variable="x"),
        *chain("h_s", "w"),
    )
    instance = begin(one_task(endless))
    with pytest.raises(LimitExceeded) as stopped:
        instance.write(x=1)
    assert "h_s" in stopped.value.text.zh


def test_end_of_the_process_ends_the_waiting(begin: Begin) -> None:
    instance = begin(bpmn("p", start(), user("a"), end(), *chain("start", "a", "end"), handler(False)))
    instance.complete("a")
    assert instance.ended


# Listeners


def write_one(event: str) -> Xml:
    return listen(event, expression="${execution.setVariable('x', 1)}")


def test_what_a_start_listener_writes_is_seen_by_the_scope_before_the_activity_s_own_boundary(begin: Begin) -> None:
    wins = begin(one_task(*attached(True), handler(True), task=user("a", write_one("start"))))
    wins.complete("before")
    assert wins.waiting == ["h_u"]
    both = begin(one_task(*attached(False), handler(False), task=user("a", write_one("start"))))
    both.complete("before")
    assert both.waiting == ["a", "b_u", "h_u"], "each once"


def test_what_an_end_listener_writes_comes_too_late_for_the_boundary(begin: Begin) -> None:
    instance = begin(one_task(*attached(False), handler(False), task=user("a", write_one("end"))))
    instance.complete("before")
    instance.complete("a")
    assert instance.waiting == ["h_u", "next"]
