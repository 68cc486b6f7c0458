"""Standard loops: while and until, told straight and restarted after each step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from app.domain.errors import LimitExceeded
from app.domain.steps import ActivityStarted
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    chain,
    end,
    flow,
    loop,
    outputs,
    service,
    signal,
    start,
    sub,
    task,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def looped(*extra: Xml, **how: Any) -> bytes:
    return bpmn("p", start(), user("a", loop(**how)), end(), *extra, *chain("start", "a", "end"))


def turns(instance: Instance) -> int:
    return instance.finished.count("a")


def test_an_activity_is_repeated_until_its_condition_fails(begin: Begin) -> None:
    instance = begin(looped(condition="${again}"))
    for _ in range(3):
        instance.complete("a", again=True)
        assert instance.waiting == ["a"]
    instance.complete("a", again=False)
    assert instance.ended and turns(instance) == 4


def test_without_testing_first_there_is_always_one_turn(begin: Begin) -> None:
    instance = begin(looped(condition="${again}"), again=False)
    instance.complete("a")
    assert instance.ended and turns(instance) == 1


def test_testing_first_there_may_be_no_turn_at_all(begin: Begin) -> None:
    instance = begin(looped(condition="${again}", test_before=True), again=False)
    assert instance.ended and turns(instance) == 0
    assert instance.open == {}


@pytest.mark.parametrize("test_before", [False, True])
def test_the_condition_may_count_the_turns(begin: Begin, test_before: bool) -> None:
    instance = begin(looped(condition="${loopCounter < 3}", test_before=test_before))
    for _ in range(3):
        instance.complete("a")
    assert instance.ended and turns(instance) == 3


def test_the_maximum_ends_a_loop_whose_condition_still_holds(begin: Begin) -> None:
    instance = begin(looped(condition="${true}", maximum=2))
    for _ in range(2):
        instance.complete("a")
    assert instance.ended and turns(instance) == 2


def test_a_maximum_alone_counts_the_turns(begin: Begin) -> None:
    instance = begin(looped(maximum=3))
    for _ in range(3):
        instance.complete("a")
    assert instance.ended


def test_each_turn_knows_its_number_and_the_next_sees_what_it_wrote(begin: Begin) -> None:
    step = service("a", loop(condition="${loopCounter < 4}"), outputs(seen="${seen + loopCounter}"), topic="t")
    instance = begin(bpmn("p", start(), step, end(), *chain("start", "a", "end")), seen=0)
    for _ in range(4):
        instance.complete("a")
    assert instance.ended and instance.value("seen") == 0 + 1 + 2 + 3


def test_a_boundary_event_belongs_to_the_whole_loop(begin: Begin) -> None:
    instance = begin(looped(boundary("b", "a", signal("stop")), user("after"), flow("b", "after"), condition="${true}"))
    instance.complete("a")
    assert list(instance.waits) == [(instance.tokens[0].scope_id, "b")]
    instance.fire("b")
    assert instance.waiting == ["after"]


def test_a_sub_process_loops_as_a_whole(begin: Begin) -> None:
    inner = sub("s", start("s1"), user("x"), user("y"), loop(condition="${again}"), *chain("s1", "x", "y"))
    instance = begin(bpmn("p", start(), inner, end(), *chain("start", "s", "end")))
    for again in (True, False):
        instance.complete("x")
        instance.complete("y", again=again)
    assert instance.ended and instance.finished.count("s") == 2


def test_a_job_before_a_loop_comes_once_and_not_before_every_turn(begin: Begin) -> None:
    instance = begin(bpmn("p", start(), user("a", loop(maximum=2), async_before=True), flow("start", "a")))
    instance.go_on("a")
    instance.complete("a")
    instance.complete("a")
    assert instance.ended


def test_the_loop_shows_a_body_with_its_turns_in_history(begin: Begin) -> None:
    instance = begin(looped(maximum=2))
    instance.complete("a")
    instance.complete("a")
    shown = [step for step in instance.history if isinstance(step, ActivityStarted) and step.node.id == "a"]
    assert [step.is_multi_instance_body for step in shown] == [True, False, False]
    assert {step.scope_id for step in shown[1:]} == {shown[0].activity_instance_id}


def test_a_loop_that_never_waits_is_stopped_and_names_its_element() -> None:
    with pytest.raises(LimitExceeded, match="spin"):
        Instance(bpmn("p", start(), task("spin", loop(condition="${true}")), flow("start", "spin")))


def test_the_marking_of_a_loop_does_not_grow_with_its_turns() -> None:
    instance = Instance(looped(condition="${true}"))
    instance.complete("a")
    early = len(instance.state or b"")
    for _ in range(300):
        instance.complete("a")
    assert len(instance.state or b"") <= early + 8
