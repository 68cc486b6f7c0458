"""Tokens begun and cancelled by hand; every story is told twice, the second time with a restart after each step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.domain.errors import InvalidInput, InvalidState
from app.domain.steps import TimerScheduled
from app.domain.stimuli import CancelActivity, CancelElement, Instruction, StartAfter, StartBefore, TakeFlow
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    chain,
    end,
    event_sub,
    exclusive,
    flow,
    inputs,
    message,
    multi,
    outputs,
    parallel,
    raw,
    start,
    sub,
    timer,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]

LINE = bpmn("p", start(), user("a"), user("b"), end(), *chain("start", "a", "b", "end"))
NESTED = bpmn(
    "p",
    start(),
    user("a"),
    sub(
        "outer",
        start("os"),
        user("first"),
        sub("inner", start("is"), user("deep"), end("ie"), *chain("is", "deep", "ie")),
        end("oe"),
        *chain("os", "first", "inner", "oe"),
    ),
    boundary("late", "outer", timer(duration="P1D")),
    user("b"),
    end(),
    *chain("start", "a", "outer", "b", "end"),
    flow("late", "b"),
)
FORK = bpmn(
    "p",
    start(),
    parallel("split"),
    user("b"),
    user("c"),
    parallel("join"),
    user("d"),
    end(),
    *chain("start", "split", "b", "join", "d", "end"),
    *chain("split", "c"),
    flow("c", "join", id="c_join"),
)


def signers(**options: object) -> bytes:
    return bpmn(
        "p",
        start(),
        user("sign", multi(collection="${people}", element_variable="who", **options)),  # type: ignore[arg-type]
        user("after"),
        end(),
        *chain("start", "sign", "after", "end"),
    )


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def test_a_token_moves_on_by_hand(begin: Begin) -> None:
    instance = begin(LINE)
    instance.modify(StartBefore("b"), CancelElement("a"))
    assert instance.waiting == ["b"]
    instance.complete("b")
    assert instance.ended and instance.ended.state == "COMPLETED"


def test_the_instance_stays_open_between_the_instructions(begin: Begin) -> None:
    instance = begin(LINE)
    instance.modify(CancelElement("a"), StartBefore("b"))
    assert instance.waiting == ["b"] and instance.ended is None


def test_cancelling_the_last_token_ends_the_instance(begin: Begin) -> None:
    instance = begin(LINE)
    instance.modify(CancelActivity(instance.token("a")))
    assert instance.ended and instance.ended.state == "EXTERNALLY_TERMINATED"


def test_cancelling_the_instance_itself_ends_it(begin: Begin) -> None:
    instance = begin(LINE)
    instance.modify(CancelActivity("root"))
    assert instance.ended and instance.ended.state == "EXTERNALLY_TERMINATED"


def test_reaching_the_end_by_hand_completes_the_instance(begin: Begin) -> None:
    instance = begin(LINE)
    instance.modify(CancelElement("a"), StartBefore("end"))
    assert instance.ended and instance.ended.state == "COMPLETED"


def test_starting_after_takes_the_only_flow(begin: Begin) -> None:
    instance = begin(LINE)
    instance.modify(CancelElement("a"), StartAfter("a"))
    assert instance.waiting == ["b"]


def test_starting_after_a_split_is_refused(begin: Begin) -> None:
    instance = begin(FORK)
    with pytest.raises(InvalidInput, match="2 outgoing"):
        instance.modify(StartAfter("split"))


def test_a_flow_into_a_join_counts_as_its_token(begin: Begin) -> None:
    instance = begin(FORK)
    instance.modify(CancelElement("c"), TakeFlow("c_join"))
    assert instance.waiting == ["b"]
    instance.complete("b")
    assert instance.waiting == ["d"]


def test_starting_before_a_join_brings_it_one_missing_token(begin: Begin) -> None:
    instance = begin(FORK)
    instance.complete("b")
    instance.modify(CancelElement("c"), StartBefore("join"))
    assert instance.waiting == ["d"]


def test_cancelling_a_join_drops_the_tokens_that_wait_there(begin: Begin) -> None:
    instance = begin(FORK)
    instance.complete("b")
    instance.modify(CancelElement("join"), StartBefore("b"))
    assert instance.waiting == ["b", "c"]
    instance.complete("c")
    instance.complete("b")
    assert instance.waiting == ["d"]


def test_scopes_on_the_way_are_opened_without_beginning_in_them(begin: Begin) -> None:
    instance = begin(NESTED)
    instance.modify(StartBefore("deep"), CancelElement("a"))
    assert instance.waiting == ["deep"]
    assert [each.element_id for each in instance.scopes] == ["outer", "inner"]
    assert any(isinstance(step, TimerScheduled) and step.element_id == "late" for step in instance.history)
    instance.complete("deep")
    assert instance.waiting == ["b"]


def test_an_open_scope_is_used_again(begin: Begin) -> None:
    instance = begin(NESTED)
    instance.complete("a")
    instance.modify(StartBefore("deep"))
    assert [each.element_id for each in instance.scopes] == ["outer", "inner"]
    assert instance.waiting == ["deep", "first"]


def test_which_of_two_open_scopes_must_be_said(begin: Begin) -> None:
    instance = begin(NESTED)
    instance.complete("a")
    instance.modify(StartBefore("outer"))
    with pytest.raises(InvalidState, match="ancestorActivityInstanceId"):
        instance.modify(StartBefore("deep"))
    second = instance.scope("outer", 1)
    instance.modify(StartBefore("deep", second))
    assert next(each.scope_id for each in instance.scopes if each.element_id == "inner") == second


def test_the_instance_as_ancestor_opens_every_scope_anew(begin: Begin) -> None:
    instance = begin(NESTED)
    instance.complete("a")
    instance.modify(StartBefore("deep", "root"))
    assert [each.element_id for each in instance.scopes] == ["outer", "outer", "inner"]


def test_an_ancestor_that_is_none_is_refused(begin: Begin) -> None:
    instance = begin(NESTED)
    with pytest.raises(InvalidInput, match="no ancestor"):
        instance.modify(StartBefore("deep", instance.token("a")))


def test_cancelling_the_only_task_of_a_sub_process_cancels_that_too(begin: Begin) -> None:
    instance = begin(NESTED)
    instance.complete("a")
    instance.modify(CancelElement("first"), StartBefore("a"))
    assert instance.waiting == ["a"] and not instance.scopes


def test_cancelling_a_sub_process_takes_everything_in_it(begin: Begin) -> None:
    instance = begin(NESTED)
    instance.complete("a")
    instance.complete("first")
    instance.modify(StartBefore("a"), CancelElement("outer"))
    assert instance.waiting == ["a"] and not instance.waits


def test_a_boundary_event_begun_by_hand_interrupts_its_host(begin: Begin) -> None:
    instance = begin(NESTED)
    instance.complete("a")
    instance.modify(StartBefore("late"))
    assert instance.waiting == ["b"]


def test_a_boundary_event_without_an_open_host_begins_the_path_behind_it(begin: Begin) -> None:
    instance = begin(NESTED)
    instance.modify(StartBefore("late"))
    assert instance.waiting == ["a", "b"]


def test_an_event_sub_process_begun_by_hand_interrupts_its_scope(begin: Begin) -> None:
    stop = event_sub("stop", start("halt", message("halt")), user("tidy"), end("te"), *chain("halt", "tidy", "te"))
    instance = begin(bpmn("p", start(), user("a"), end(), stop, *chain("start", "a", "end")))
    instance.modify(StartBefore("tidy"))
    assert instance.waiting == ["tidy"] and not instance.waits
    instance.complete("tidy")
    assert instance.ended and instance.ended.state == "COMPLETED"


@pytest.mark.parametrize("instruction", [StartBefore("x"), StartAfter("x"), TakeFlow("x"), CancelElement("x")])
def test_what_is_not_in_the_diagram_is_refused(begin: Begin, instruction: Instruction) -> None:
    with pytest.raises(InvalidInput, match="does not exist"):
        begin(LINE).modify(instruction)


def test_cancelling_what_has_ended_is_refused(begin: Begin) -> None:
    instance = begin(LINE)
    gone = instance.token("a")
    instance.complete("a")
    with pytest.raises(InvalidInput, match="does not exist"):
        instance.modify(CancelActivity(gone))


def test_an_instruction_after_the_end_of_the_instance_is_refused(begin: Begin) -> None:
    closing = bpmn("p", start(), user("a"), exclusive("x"), end(), *chain("start", "a", "x", "end"))
    instance = begin(closing)
    instance.modify(StartBefore("end"), StartBefore("a"))
    assert instance.waiting == ["a", "a"]


def test_variables_come_with_an_instruction(begin: Begin) -> None:
    instance = begin(NESTED, known=1)
    instance.modify(
        CancelElement("a"), StartBefore("deep", variables={"known": 2, "new": 3}, local_variables={"own": 4})
    )
    assert (instance.value("known"), instance.value("new"), instance.value("own")) == (2, 3, None)
    assert instance.context.variables.values[instance.scope("outer")]["own"].value == 4
    instance.complete("deep")
    assert "outer" not in [each.element_id for each in instance.scopes]


def test_local_variables_without_a_new_scope_are_the_activitys_own(begin: Begin) -> None:
    instance = begin(LINE)
    instance.modify(StartBefore("b", local_variables={"own": 4}))
    assert instance.context.variables.values[instance.token("b")]["own"].value == 4


def test_parameters_are_left_out_where_asked(begin: Begin) -> None:
    mapped = user("b", inputs(x="${missing}"), outputs(y="${missing}"))
    instance = begin(bpmn("p", start(), user("a"), mapped, end(), *chain("start", "a", "b", "end")))
    instance.modify(StartBefore("b"), skip_io_mappings=True)
    assert instance.waiting == ["a", "b"]


def test_an_asynchronous_stop_is_kept_and_can_be_cancelled(begin: Begin) -> None:
    stop = user("b", async_before=True)
    instance = begin(bpmn("p", start(), user("a"), stop, end(), *chain("start", "a", "b", "end")))
    instance.modify(StartBefore("b", local_variables={"own": 4}), CancelElement("a"))
    assert [token.state for token in instance.tokens] == ["async_before"]
    instance.go_on("b")
    assert instance.context.variables.values[instance.token("b")]["own"].value == 4
    instance.modify(StartBefore("b"))
    stopped = next(token.activity_instance_id for token in instance.tokens if token.state == "async_before")
    instance.modify(CancelActivity(stopped))
    assert [token.state for token in instance.tokens] == ["activity"]


# Multi-instance


def test_one_more_instance_of_an_open_body(begin: Begin) -> None:
    instance = begin(signers(), people=["x", "y"])
    instance.modify(StartBefore("sign", local_variables={"who": "z"}))
    assert instance.waiting == ["sign"] * 3
    body = instance.context.variables.values[instance.scope("sign")]
    assert (body["nrOfInstances"].value, body["nrOfActiveInstances"].value) == (3, 3)
    assert instance.context.variables.values[instance.token("sign", 2)]["who"].value == "z"
    for _ in range(3):
        instance.complete("sign")
    assert instance.waiting == ["after"]


def test_a_body_begun_whole(begin: Begin) -> None:
    instance = begin(signers(), people=["x", "y"])
    instance.modify(CancelElement("sign#multiInstanceBody"), StartBefore("sign#multiInstanceBody"))
    assert instance.waiting == ["sign", "sign"] and len(instance.scopes) == 1


def test_an_instance_without_a_body_gets_one_of_its_own(begin: Begin) -> None:
    instance = begin(signers(sequential=True), people=["x", "y"])
    instance.modify(CancelElement("sign"), StartBefore("sign"))
    assert instance.waiting == ["sign"]
    instance.complete("sign")
    assert instance.waiting == ["after"]


def test_a_second_open_instance_of_a_sequential_body_is_refused(begin: Begin) -> None:
    with pytest.raises(InvalidState, match="Concurrent instantiation"):
        begin(signers(sequential=True), people=["x", "y"]).modify(StartBefore("sign"))


def test_a_cancelled_instance_is_waited_for_no_longer(begin: Begin) -> None:
    instance = begin(signers(), people=["x", "y", "z"])
    instance.modify(CancelActivity(instance.token("sign", 1)))
    body = instance.context.variables.values[instance.scope("sign")]
    assert (body["nrOfInstances"].value, body["nrOfActiveInstances"].value) == (3, 2)
    instance.complete("sign")
    instance.complete("sign")
    assert instance.waiting == ["after"]


def test_cancelling_every_instance_cancels_the_body(begin: Begin) -> None:
    instance = begin(signers(), people=["x", "y", "z"])
    instance.modify(StartBefore("after"), CancelElement("sign"))
    assert instance.waiting == ["after"] and not instance.scopes


def test_an_activity_inside_a_multi_instance_sub_process(begin: Begin) -> None:
    each = sub("each", multi(cardinality=2), start("s"), user("x"), user("y"), end("e"), *chain("s", "x", "y", "e"))
    instance = begin(bpmn("p", start(), user("a"), each, end(), *chain("start", "a", "each", "end")))
    instance.modify(StartBefore("y"), CancelElement("a"))
    assert [scope.is_multi_instance_body for scope in instance.scopes] == [True, False]
    body = instance.scope("each", 0)
    instance.modify(StartBefore("y", body))
    assert instance.waiting == ["y", "y"] and len(instance.scopes) == 3
    instance.complete("y")
    instance.complete("y")
    assert instance.ended and instance.ended.state == "COMPLETED"


def test_a_turn_of_a_standard_loop_begins_in_a_loop_of_its_own(begin: Begin) -> None:
    turns = user("turn", raw('<bpmn:standardLoopCharacteristics loopMaximum="3" />'))
    instance = begin(bpmn("p", start(), user("a"), turns, end(), *chain("start", "a", "turn", "end")))
    instance.modify(StartBefore("turn"), CancelElement("a"))
    assert instance.waiting == ["turn"] and len(instance.scopes) == 1
    with pytest.raises(InvalidState, match="a turn is open"):
        instance.modify(StartBefore("turn"))
    for _ in range(3):
        instance.complete("turn")
    assert instance.ended and instance.ended.state == "COMPLETED"
