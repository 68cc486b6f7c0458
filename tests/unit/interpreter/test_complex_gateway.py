"""Complex gateways: fire by a condition, then wait for the late ones; told straight and restarted after each step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    chain,
    complex_gateway,
    exclusive,
    flow,
    parallel,
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


def three(gateway: Xml, *behind: Xml) -> tuple[Xml, ...]:
    """A fork of three user tasks that meet at the gateway `g`."""
    return (
        parallel("fork"),
        user("a"),
        user("b"),
        user("c"),
        gateway,
        *behind,
        *chain("fork", "a", "g"),
        *chain("fork", "b", "g"),
        *chain("fork", "c", "g"),
    )


def votes(when: str = "${activationCount >= 2}") -> bytes:
    gateway = complex_gateway("g", when)
    return bpmn("p", start(), *three(gateway, user("after"), flow("g", "after")), flow("start", "fork"))


def test_two_of_three_are_enough_and_the_third_changes_nothing(begin: Begin) -> None:
    instance = begin(votes())
    instance.complete("a")
    assert instance.waiting == ["b", "c"]
    instance.complete("c")
    assert instance.waiting == ["after", "b"]
    instance.complete("b")
    assert instance.waiting == ["after"]
    instance.complete("after")
    assert instance.ended and instance.finished.count("g") == 1


def test_the_late_token_may_come_after_everything_else(begin: Begin) -> None:
    instance = begin(votes())
    for id in ("a", "b", "after"):
        instance.complete(id)
    assert instance.waiting == ["c"]
    instance.complete("c")
    assert instance.ended


def test_the_condition_may_ask_the_data(begin: Begin) -> None:
    instance = begin(votes("${activationCount == 3 || veto}"), veto=False)
    instance.complete("a")
    assert instance.waiting == ["b", "c"]
    instance.complete("b", veto=True)
    assert instance.waiting == ["after", "c"]


def test_a_condition_that_comes_true_while_tokens_wait_is_asked_at_the_next_move(begin: Begin) -> None:
    instance = begin(votes("${urgent}"), urgent=False)
    instance.complete("a")
    instance.context.variables.set_local("root", "urgent", True)
    instance.complete("b")
    assert instance.waiting == ["after", "c"]


def test_every_round_begins_anew(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            exclusive("merge"),
            *three(
                complex_gateway("g", "${activationCount >= 2}"),
                user("judge"),
                exclusive("done", default="again"),
                *chain("g", "judge", "done"),
                flow("done", "merge", id="again"),
                flow("done", "out", "${ok}"),
                task("out"),
            ),
            *chain("start", "merge", "fork"),
        )
    )
    for ok in (False, False, True):
        for id in ("a", "b", "c"):
            instance.complete(id)
        assert instance.waiting == ["judge"]
        instance.complete("judge", ok=ok)
    assert instance.ended and instance.finished.count("judge") == 3


def test_what_can_no_longer_come_is_not_waited_for(begin: Begin) -> None:
    gateway = complex_gateway("g", "${activationCount >= 2}")
    late = (boundary("off", "c", signal("off")), task("x"), flow("off", "x"))
    instance = begin(
        bpmn("p", start(), *three(gateway, user("after"), flow("g", "after"), *late), flow("start", "fork"))
    )
    instance.complete("a")
    instance.complete("b")
    assert "resetting" in instance.program.dump(instance.state or b"")
    instance.fire("off")
    assert instance.waiting == ["after"]
    assert "resetting" not in instance.program.dump(instance.state or b"")


def test_conditions_tell_by_which_flows_it_leaves_now_and_at_reset(begin: Begin) -> None:
    gateway = complex_gateway("g", "${activationCount >= 2}")
    behind = (
        user("now"),
        user("late"),
        flow("g", "now", "${waitingForStart}"),
        flow("g", "late", "${!waitingForStart}"),
    )
    instance = begin(bpmn("p", start(), *three(gateway, *behind), flow("start", "fork")))
    instance.complete("a")
    instance.complete("b")
    assert instance.waiting == ["c", "now"]
    instance.complete("c")
    assert instance.waiting == ["late", "now"]


def test_with_one_flow_in_it_splits_like_an_inclusive_gateway(begin: Begin) -> None:
    instance = begin(
        bpmn("p", start(), complex_gateway("g", default="d"), user("a"), user("b"), flow("start", "g"),
             flow("g", "a", "${x > 1}"), flow("g", "b", id="d")),
        x=1,
    )  # fmt: skip
    assert instance.waiting == ["b"]


def test_a_scope_that_is_left_forgets_its_gateways(begin: Begin) -> None:
    gateway = complex_gateway("g", "${activationCount >= 2}")
    inside = sub("s", start("s1"), *three(gateway, user("after"), flow("g", "after")), flow("s1", "fork"))
    instance = begin(
        bpmn("p", start(), inside, boundary("stop", "s", signal("stop")), user("x"), flow("start", "s"),
             flow("stop", "x"))
    )  # fmt: skip
    instance.complete("a")
    instance.complete("b")
    instance.fire("stop")
    assert instance.waiting == ["x"]
    instance.complete("x")
    assert instance.ended


def test_a_job_may_stand_before_it(begin: Begin) -> None:
    gateway = complex_gateway("g", "${activationCount >= 2}", async_before=True)
    instance = begin(bpmn("p", start(), *three(gateway, user("after"), flow("g", "after")), flow("start", "fork")))
    instance.complete("a")
    instance.complete("b")
    assert instance.waiting == ["c", "g"]
    instance.go_on("g")
    instance.complete("c")
    assert instance.waiting == ["after"]
