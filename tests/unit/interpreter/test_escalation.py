"""Escalations: caught with and without interrupting, uncaught, and from a called instance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.domain.steps import CallCanceled, EscalationRaised
from app.domain.stimuli import EscalationThrown
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    call,
    chain,
    end,
    escalation,
    event_sub,
    flow,
    start,
    sub,
    throw,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


@pytest.mark.parametrize(("interrupting", "waiting"), [(True, ["handle"]), (False, ["handle", "on"])])
def test_a_boundary_event_catches_what_its_sub_process_escalates(
    begin: Begin, interrupting: bool, waiting: list[str]
) -> None:
    inner = sub("s", start("first"), user("a"), throw("t", escalation("LATE")), user("on"),
                *chain("first", "a", "t", "on"))  # fmt: skip
    caught = boundary("b", "s", escalation("LATE", escalation_code_variable="code"), interrupting=interrupting)
    instance = begin(bpmn("p", start(), inner, caught, user("handle"), flow("start", "s"), flow("b", "handle")))
    instance.complete("a")
    assert instance.waiting == waiting
    assert instance.value("code") == "LATE"


@pytest.mark.parametrize(("interrupting", "waiting"), [(True, ["handle"]), (False, ["handle", "on"])])
def test_an_event_sub_process_catches_it(begin: Begin, interrupting: bool, waiting: list[str]) -> None:
    handler = event_sub("e", start("late", escalation(), interrupting=interrupting), user("handle"),
                        *chain("late", "handle"))  # fmt: skip
    steps = chain("start", "a", "t", "on")
    instance = begin(bpmn("p", start(), user("a"), throw("t", escalation("LATE")), user("on"), handler, *steps))
    instance.complete("a")
    assert instance.waiting == waiting


def test_uncaught_it_leaves_the_instance_which_goes_on(begin: Begin) -> None:
    instance = begin(bpmn("p", start(), user("a"), end("late", escalation("LATE")), *chain("start", "a", "late")))
    outcome = instance.complete("a")
    assert EscalationRaised("LATE") in outcome.steps
    assert instance.ended and instance.ended.state == "COMPLETED"


@pytest.mark.parametrize("interrupting", [True, False])
def test_the_caller_catches_what_a_called_instance_escalates(begin: Begin, interrupting: bool) -> None:
    caught = boundary("b", "c", escalation("LATE"), interrupting=interrupting)
    instance = begin(bpmn("p", start(), call("c", "child"), caught, user("a"), flow("start", "c"), flow("b", "a")))
    outcome = instance.apply(EscalationThrown(instance.token("c"), "LATE"))
    assert instance.waiting == (["a"] if interrupting else ["a", "c"])
    assert any(isinstance(step, CallCanceled) for step in outcome.steps) is interrupting
