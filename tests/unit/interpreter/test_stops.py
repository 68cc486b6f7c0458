"""Asynchronous stops, and what is refused because nothing waits for it; told straight and with restarts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from app.domain.errors import InvalidState
from app.domain.steps import ActivityEnded, ActivityStarted, AsyncRequested, WaitEnded
from app.domain.stimuli import BpmnErrorThrown, CancelInstance, CompleteActivity, ContinueAsync, FireEvent, Start
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    catch,
    chain,
    end,
    event_based,
    flow,
    message,
    multi,
    parallel,
    receive,
    start,
    sub,
    terminate,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def steps_of(instance: Instance, kind: type[Any]) -> list[Any]:
    return [step for step in instance.history if isinstance(step, kind)]


def test_a_stop_after_an_activity_outlives_the_activity_instance(begin: Begin) -> None:
    instance = begin(bpmn("p", start(), user("a", async_after=True), user("b"), *chain("start", "a", "b")))
    instance.complete("a")
    (stop,) = steps_of(instance, AsyncRequested)
    ended = {step.activity_instance_id for step in steps_of(instance, ActivityEnded)}
    assert stop.activity_instance_id not in ended
    instance.go_on("a")
    assert instance.waiting == ["b"]


def test_a_cancelled_stop_ends_its_wait_and_no_activity(begin: Begin) -> None:
    first = user("a", async_before=True)
    instance = begin(
        bpmn(
            "p",
            start(),
            parallel("fork"),
            first,
            user("b"),
            end("stop", terminate()),
            *chain("start", "fork", "a"),
            *chain("fork", "b", "stop"),
        )
    )
    waiting = instance.token("a")
    instance.complete("b")
    assert WaitEnded(waiting, "a") in instance.history
    assert waiting not in {step.activity_instance_id for step in steps_of(instance, ActivityEnded)}
    assert instance.ended


def test_stops_of_a_multi_instance_activity_and_of_its_instances(begin: Begin) -> None:
    body = user(
        "a",
        multi(cardinality=2, sequential=True, async_before=True, async_after=True),
        async_before=True,
        async_after=True,
    )
    instance = begin(bpmn("p", start(), body, user("z"), *chain("start", "a", "z")))
    states = []
    while instance.waiting == ["a"]:
        (token,) = instance.tokens
        states.append(token.state)
        stopped = token.state.startswith("async")
        instance.apply((ContinueAsync if stopped else CompleteActivity)(token.activity_instance_id))
    round_ = ["async_before", "activity", "async_after"]
    assert states == ["async_before", *round_, *round_, "async_after"]
    counters = [step.loop_counter for step in steps_of(instance, ActivityStarted) if step.loop_counter is not None]
    assert counters == [0, 1]


def test_a_sub_process_stops_after_its_last_token(begin: Begin) -> None:
    inner = sub("s", start("first"), user("a"), *chain("first", "a"), async_after=True)
    instance = begin(bpmn("p", start(), inner, user("b"), *chain("start", "s", "b")))
    instance.complete("a")
    assert instance.waiting == ["s"]
    instance.go_on("s")
    assert instance.waiting == ["b"]


def test_a_receive_task_behind_an_event_gateway_gets_its_message(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            event_based("g"),
            receive("r", message="yes"),
            catch("c", message("no")),
            user("a"),
            user("b"),
            *chain("start", "g", "r", "a"),
            *chain("g", "c", "b"),
        )
    )
    instance.fire("r")
    assert instance.waiting == ["a"]
    assert not instance.waits


def test_what_fits_nothing_that_waits_is_refused(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            parallel("fork"),
            user("a"),
            user("b"),
            boundary("on_b", "b", message("m")),
            user("c"),
            *chain("start", "fork", "a"),
            *chain("fork", "b"),
            flow("on_b", "c"),
        )
    )
    a = instance.token("a")
    before = instance.state
    refused = (
        Start(),
        FireEvent(a, "on_b"),
        FireEvent(a, "a"),
        FireEvent(a, "nowhere"),
        FireEvent("root", "b"),
        FireEvent("gone", "on_b"),
        ContinueAsync(a),
        CompleteActivity("gone"),
        BpmnErrorThrown("gone", "E"),
    )
    for stimulus in refused:
        with pytest.raises(InvalidState):
            instance.apply(stimulus)
    assert instance.state == before


def test_a_boundary_event_belongs_to_the_whole_multi_instance_activity(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            user("a", multi(cardinality=2)),
            boundary("on_a", "a", message("m")),
            user("b"),
            flow("start", "a"),
            flow("on_a", "b"),
        )
    )
    with pytest.raises(InvalidState):
        instance.apply(FireEvent(instance.token("a"), "on_a"))
    instance.fire("on_a")
    assert instance.waiting == ["b"]


def test_an_ended_instance_cannot_be_cancelled(begin: Begin) -> None:
    instance = begin(bpmn("p", start(), user("a"), *chain("start", "a")))
    instance.complete("a")
    with pytest.raises(InvalidState):
        instance.apply(CancelInstance("too late"))


@pytest.mark.parametrize("element", [None, "nowhere", "a"])
def test_a_process_begins_at_its_own_start_events_only(element: str | None) -> None:
    content = bpmn("p", start("on_message", message("m")), user("a"), *chain("on_message", "a"))
    with pytest.raises(InvalidState):
        Instance(content, at=element)
