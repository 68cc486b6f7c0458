"""Execution listeners: when they are called, what they see, and how a worker's listener holds the token."""

from __future__ import annotations

import pytest

from app.domain.steps import ExternalTaskOffered
from app.domain.values import InstanceState
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    catch,
    chain,
    end,
    error,
    event_based,
    exclusive,
    flow,
    inputs,
    listen,
    message,
    multi,
    outputs,
    start,
    sub,
    terminate,
    timer,
    user,
)
from tests.support.interpreter_driver import Instance

NOTE = "${true}"


def both(**work: str) -> tuple[Xml, Xml]:
    """A start and an end listener."""
    return listen("start", **work), listen("end", **work)


@pytest.mark.parametrize("reload", [False, True])
def test_listeners_are_called_as_the_token_comes_by(reload: bool) -> None:
    diagram = bpmn(
        "p",
        *both(expression=NOTE),
        start("s", listen("end", expression=NOTE)),
        user("a", *both(expression=NOTE)),
        end("e", listen("start", expression=NOTE)),
        flow("s", "a", None, None, listen("take", expression=NOTE)),
        flow("a", "e"),
    )
    case = Instance(diagram, reload=reload)
    assert case.context.called == ["process start", "s end", "s_a take", "a start"]
    case.complete("a")
    assert case.context.called[4:] == ["a end", "e start", "process end"]


def test_start_listeners_see_the_inputs_and_outputs_see_what_end_listeners_wrote() -> None:
    diagram = bpmn(
        "p",
        start("s"),
        user(
            "a",
            inputs(n="${1}"),
            listen("start", expression="${execution.setVariable('n', n + 1)}"),
            listen("end", expression="${execution.setVariable('n', n * 10)}"),
            outputs(result="${n}"),
        ),
        *chain("s", "a"),
    )
    case = Instance(diagram)
    case.complete("a")
    assert case.value("result") == 20


def test_of_a_multi_instance_activity_each_instance_calls_its_listeners() -> None:
    diagram = bpmn("p", start("s"), user("a", multi(cardinality=2), *both(expression=NOTE)), *chain("s", "a"))
    case = Instance(diagram)
    case.complete("a")
    case.complete("a")
    assert case.context.called == ["a start", "a start", "a end", "a end"]


def test_what_is_cancelled_calls_its_end_listeners_and_they_can_tell() -> None:
    inside = sub(
        "sub", *both(expression=NOTE), start("in"), user("b", listen("end", expression=NOTE)), *chain("in", "b")
    )
    diagram = bpmn(
        "p", start("s"), inside, boundary("late", "sub", timer(duration="PT1H")), end("e"), *chain("s", "sub"),
        flow("late", "e"), listen("end", expression=NOTE),
    )  # fmt: skip
    case = Instance(diagram)
    case.fire("late")
    assert case.context.called == ["sub start", "b end canceled", "sub end canceled", "process end"]


def test_an_event_gateway_that_is_left_calls_its_end_listeners() -> None:
    diagram = bpmn(
        "p", start("s"), event_based("g", *both(expression=NOTE)), catch("m", message("go")), *chain("s", "g", "m")
    )
    case = Instance(diagram)
    case.fire("m")
    assert case.context.called == ["g start", "g end"]


def test_only_the_flow_that_is_taken_calls_its_listeners() -> None:
    diagram = bpmn(
        "p", start("s"), exclusive("x", default="x_b"), user("a"), user("b"), *chain("s", "x"),
        flow("x", "a", "${false}", None, listen("take", expression=NOTE)),
        flow("x", "b", None, None, listen("take", expression=NOTE)),
    )  # fmt: skip
    assert Instance(diagram).context.called == ["x_b take"]


@pytest.mark.parametrize("reload", [False, True])
def test_a_workers_listener_holds_the_token_before_and_after_the_activity(reload: bool) -> None:
    diagram = bpmn("p", start("s"), user("a", *both(class_="org.example.Note")), user("b"), *chain("s", "a", "b"))
    case = Instance(diagram, reload=reload)
    offered = case.history[-1]
    assert isinstance(offered, ExternalTaskOffered) and offered.topic == "org.example.Note"
    assert [token.state for token in case.tokens] == ["start_listener"]
    case.complete("a")
    assert [token.state for token in case.tokens] == ["activity"]
    case.complete("a")
    assert [token.state for token in case.tokens] == ["end_listener"]
    case.complete("a")
    assert case.waiting == ["b"] and case.finished == ["s", "a"]


@pytest.mark.parametrize("reload", [False, True])
def test_expressions_and_workers_take_turns_in_document_order(reload: bool) -> None:
    steps = ("${execution.setVariable('log', log + 1)}", "${execution.setVariable('log', log * 10)}")
    listeners = (
        listen("start", expression=steps[0]),
        listen("start", class_="org.First"),
        listen("start", expression=steps[1]),
        listen("start", class_="org.Second"),
        listen("start", expression=steps[0]),
    )
    case = Instance(bpmn("p", start("s"), user("a", *listeners), *chain("s", "a")), reload=reload, log=1)
    seen = [case.value("log")]
    for _ in range(2):
        case.complete("a")
        seen.append(case.value("log"))
    assert seen == [2, 20, 21]
    assert [token.state for token in case.tokens] == ["activity"]


def test_a_workers_create_listener_comes_after_start_and_its_complete_listener_before_end() -> None:
    diagram = bpmn(
        "p", start("s"),
        user("a", listen("create", kind="task", class_="org.Create"), *both(class_="org.Both"),
             listen("complete", kind="task", class_="org.Done")),
        *chain("s", "a"),
    )  # fmt: skip
    case = Instance(diagram)
    topics = []
    for _ in range(5):
        offered = case.history[-1]
        topics.append(offered.topic if isinstance(offered, ExternalTaskOffered) else "person")
        case.complete("a")
    assert topics == ["org.Both", "org.Create", "person", "org.Done", "org.Both"]
    assert case.ended is not None


def test_a_boundary_event_ends_the_wait_for_a_workers_listener() -> None:
    diagram = bpmn(
        "p", start("s"), user("a", listen("start", class_="org.Slow")), boundary("late", "a", timer(duration="PT1H")),
        user("b"), *chain("s", "a"), flow("late", "b"),
    )  # fmt: skip
    case = Instance(diagram)
    case.fire("late")
    assert case.waiting == ["b"]


def test_an_error_of_a_workers_listener_is_caught_at_the_activity() -> None:
    diagram = bpmn(
        "p", start("s"), user("a", listen("end", class_="org.Check")), boundary("bad", "a", error("E")), user("b"),
        *chain("s", "a"), flow("bad", "b"),
    )  # fmt: skip
    case = Instance(diagram)
    case.complete("a")
    case.fail("a", "E")
    assert case.waiting == ["b"]


def test_an_instance_that_is_terminated_calls_the_listeners_of_what_it_cancels() -> None:
    diagram = bpmn(
        "p", start("s"), user("a", *both(expression=NOTE)), user("b"), end("t", terminate()), *chain("s", "a"),
        flow("s", "b"), flow("b", "t"),
    )  # fmt: skip
    case = Instance(diagram)
    case.complete("b")
    assert case.context.called == ["a start", "a end canceled"]
    assert case.ended is not None and case.ended.state == InstanceState.COMPLETED
