"""Events with several definitions; every story is told twice, the second time with a restart after each step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.domain.steps import MessageThrown, SignalThrown, SubscriptionOpened, TimerScheduled
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    catch,
    chain,
    condition,
    end,
    error,
    escalation,
    event_based,
    event_sub,
    flow,
    message,
    signal,
    start,
    sub,
    terminate,
    throw,
    timer,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]
THREE = message("m"), signal("s"), timer(duration="PT1H")


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def offered(instance: Instance) -> list[str | None]:
    """Names of what was offered, timers as their time."""
    found = [step for step in instance.history if isinstance(step, SubscriptionOpened | TimerScheduled)]
    return [step.name if isinstance(step, SubscriptionOpened) else step.value for step in found]


def caught(*definitions: Xml, takes_all: bool | None = None) -> bytes:
    return bpmn("p", start(), catch("c", *definitions, takes_all=takes_all), user("a"), *chain("start", "c", "a"))


@pytest.mark.parametrize("part", [0, 1, 2])
def test_any_of_the_definitions_is_enough(begin: Begin, part: int) -> None:
    instance = begin(caught(*THREE))
    assert offered(instance) == ["m", "s", "PT1H"]
    instance.fire("c", part=part)
    assert instance.waiting == ["a"]
    assert instance.waits == {}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 1, 2, 0)])
def test_all_of_them_where_the_diagram_says_so(begin: Begin, order: tuple[int, ...]) -> None:
    instance = begin(caught(*THREE, takes_all=True))
    for part in order[:-1]:
        instance.fire("c", part=part)
        assert instance.waiting == ["c"]
    instance.fire("c", part=order[-1])
    assert instance.waiting == ["a"]


def test_a_condition_is_one_of_them(begin: Begin) -> None:
    met = condition("${x == 1}")
    assert begin(caught(message("m"), met), x=1).waiting == ["a"]
    waits = begin(caught(message("m"), met), x=0)
    waits.write(x=1)
    assert waits.waiting == ["a"]
    both = begin(caught(message("m"), met, takes_all=True), x=1)
    both.write(x=0)
    both.fire("c", part=0)
    assert both.waiting == ["a"], "it was true once"
    later = begin(caught(message("m"), met, takes_all=True), x=0)
    later.fire("c", part=0)
    later.write(x=1)
    assert later.waiting == ["a"]


def hosted(*definitions: Xml, interrupting: bool, takes_all: bool | None = None) -> bytes:
    b = boundary("b", "h", *definitions, interrupting=interrupting, takes_all=takes_all)
    return bpmn("p", start(), user("h"), b, user("a"), *chain("start", "h"), flow("b", "a"))


def test_a_boundary_event_catches_each_of_its_definitions(begin: Begin) -> None:
    failed = begin(hosted(message("m"), error("E", error_code_variable="code"), error("F"), interrupting=True))
    failed.fail("h", "E")
    assert failed.waiting == ["a"]
    assert failed.value("code") == "E"
    told = begin(hosted(message("m"), error("E"), interrupting=True))
    told.fire("b", part=0)
    assert told.waiting == ["a"]


def test_a_boundary_event_that_takes_all_begins_again_where_it_does_not_interrupt(begin: Begin) -> None:
    instance = begin(hosted(message("m"), signal("s"), interrupting=False, takes_all=True))
    for _ in range(2):
        instance.fire("b", part=1)
        instance.fire("b", part=0)
    assert instance.waiting == ["a", "a", "h"]
    interrupted = begin(hosted(message("m"), signal("s"), interrupting=True, takes_all=True))
    interrupted.fire("b", part=0)
    interrupted.fire("b", part=1)
    assert interrupted.waiting == ["a"]


@pytest.mark.parametrize("takes_all", [None, True])
def test_an_event_sub_process_begins_with_any_or_all(begin: Begin, takes_all: bool | None) -> None:
    handler = event_sub("x", start("x_s", message("m"), signal("s"), takes_all=takes_all), user("x_u"),
                        flow("x_s", "x_u"))  # fmt: skip
    instance = begin(bpmn("p", start(), user("u"), flow("start", "u"), handler))
    instance.fire("x_s", part=1)
    if takes_all:
        assert instance.waiting == ["u"]
        instance.fire("x_s", part=0)
    assert instance.waiting == ["x_u"]
    assert instance.waits == {}


def test_behind_an_event_gateway_any_is_enough(begin: Begin) -> None:
    diagram = bpmn("p", start(), event_based("g"), catch("c", message("m"), signal("s")), catch("d", signal("t")),
                   user("a"), *chain("start", "g", "c", "a"), flow("g", "d"))  # fmt: skip
    instance = begin(diagram)
    instance.fire("c", part=1)
    assert instance.waiting == ["a"]
    assert instance.waits == {}


def test_an_instance_begins_at_a_start_event_of_several(begin: Begin) -> None:
    assert begin(bpmn("p", start("s", message("m"), signal("t")), user("a"), flow("s", "a")), at="s").waiting == ["a"]


def test_a_throwing_event_throws_all_of_them(begin: Begin) -> None:
    thrown = throw("t", message("m"), signal("s"), escalation("up"))
    instance = begin(bpmn("p", start(), thrown, user("a"), *chain("start", "t", "a")))
    said = [step.name for step in instance.history if isinstance(step, MessageThrown | SignalThrown)]
    assert said == ["m", "s"]
    assert instance.waiting == ["a"]


def test_an_end_event_ends_the_scope_after_the_rest_is_thrown(begin: Begin) -> None:
    inside = sub("h", start("h_s"), user("other"), flow("h_s", "other"), end("h_e", terminate(), signal("s")),
                 flow("h_s", "h_e"))  # fmt: skip
    instance = begin(bpmn("p", start(), inside, user("a"), *chain("start", "h", "a")))
    assert [step.name for step in instance.history if isinstance(step, SignalThrown)] == ["s"]
    assert instance.waiting == ["a"]


def test_an_escalation_that_interrupts_stops_the_thrower(begin: Begin) -> None:
    inside = sub("h", start("h_s"), throw("t", signal("s"), escalation("up")), user("u"), *chain("h_s", "t", "u"))
    b = boundary("b", "h", escalation("up"))
    instance = begin(bpmn("p", start(), inside, b, user("a"), flow("start", "h"), flow("b", "a")))
    assert instance.waiting == ["a"]
