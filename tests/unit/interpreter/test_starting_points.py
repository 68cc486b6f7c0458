"""Where an instance begins: several start events, instantiating receive tasks and event gateways; with restarts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.domain.errors import InvalidState
from tests.support.bpmn_builder import (
    bpmn,
    catch,
    chain,
    end,
    event_based,
    flow,
    message,
    receive,
    start,
    timer,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def test_an_instance_begins_at_the_start_event_that_happened(begin: Begin) -> None:
    diagram = bpmn(
        "p", start("by_hand"), start("mail", message("m")), user("a"), user("b"),
        *chain("by_hand", "a"), *chain("mail", "b"),
    )  # fmt: skip
    assert begin(diagram).waiting == ["a"]
    assert begin(diagram, at="mail").waiting == ["b"]
    with pytest.raises(InvalidState):
        begin(diagram, at="b")


RECEIVE = bpmn(
    "p", receive("r", message="m", instantiate=True), user("a"), receive("again", message="m"), end(),
    *chain("r", "a", "again", "end"),
)  # fmt: skip


def test_an_instantiating_receive_task_has_its_message_when_the_instance_begins(begin: Begin) -> None:
    instance = begin(RECEIVE, at="r")
    assert instance.finished == ["r"]
    assert instance.waits == {}
    instance.complete("a")
    instance.fire("again")
    assert instance.ended


def test_nobody_begins_such_a_process_by_hand(begin: Begin) -> None:
    with pytest.raises(InvalidState):
        begin(RECEIVE)
    with pytest.raises(InvalidState):
        begin(RECEIVE, at="again")


def gateway(all_: bool) -> bytes:
    return bpmn(
        "p",
        event_based("g", instantiate=True, all_=all_),
        catch("one", message("m1")),
        catch("two", message("m2")),
        receive("three", message="m3"),
        *[user(f"{name}_u") for name in ("one", "two", "three")],
        *chain("g", "one", "one_u"),
        *chain("g", "two", "two_u"),
        *chain("g", "three", "three_u"),
    )


@pytest.mark.parametrize("first", ["one", "two", "three"])
def test_an_instantiating_event_gateway_begins_with_the_event_that_came(begin: Begin, first: str) -> None:
    instance = begin(gateway(all_=False), at=first)
    assert instance.finished == ["g", first]
    assert instance.waiting == [f"{first}_u"]
    assert instance.waits == {}


def test_one_that_takes_all_waits_for_the_others(begin: Begin) -> None:
    instance = begin(gateway(all_=True), at="two")
    assert instance.waiting == ["one", "three", "two_u"]
    instance.fire("three")
    instance.fire("one")
    assert instance.waiting == ["one_u", "three_u", "two_u"]
    for name in ("one", "two", "three"):
        instance.complete(f"{name}_u")
    assert instance.ended


def test_a_receive_task_without_message_waits_until_it_is_completed(begin: Begin) -> None:
    instance = begin(bpmn("p", start(), receive("r", message=None), user("a"), *chain("start", "r", "a")))
    assert instance.waiting == ["r"]
    assert instance.waits == {}
    instance.complete("r")
    assert instance.waiting == ["a"]


def test_a_timer_may_begin_an_instance_at_a_gateway(begin: Begin) -> None:
    diagram = bpmn(
        "p", event_based("g", instantiate=True), catch("t", timer(cycle="R/PT1H")), catch("m", message("m")),
        flow("g", "t"), flow("g", "m"),
    )  # fmt: skip
    assert begin(diagram, at="t").ended
