"""The inclusive join where it is hard: loops around it, several tokens, side ways into it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    chain,
    end,
    exclusive,
    flow,
    inclusive,
    message,
    parallel,
    start,
    task,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def test_it_does_not_wait_for_a_token_that_waits_for_it(begin: Begin) -> None:
    """`other` could come round by the loop, but only once the inner join has opened: waiting would be for ever."""
    instance = begin(
        bpmn(
            "p",
            start(),
            exclusive("again"),
            parallel("fork"),
            inclusive("split", default="split_b"),
            user("a"),
            user("b"),
            inclusive("meet"),
            user("other"),
            parallel("join"),
            exclusive("enough", default="enough_end"),
            end(),
            *chain("start", "again", "fork"),
            flow("fork", "split"),
            flow("split", "a", "${true}"),
            flow("split", "b"),
            *chain("a", "meet", "join"),
            flow("b", "meet"),
            *chain("fork", "other", "join", "enough", "end"),
            flow("enough", "again", "${more}"),
        ),
        more=True,
    )
    instance.complete("other")
    instance.complete("a")
    assert instance.waiting == ["a", "other"]
    instance.complete("a", more=False)
    assert instance.waiting == ["other"]
    instance.complete("other")
    assert instance.ended


def test_it_waits_for_the_way_of_a_boundary_event(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            inclusive("split"),
            user("a"),
            user("b"),
            boundary("late", "b", message("late")),
            user("c"),
            inclusive("meet"),
            user("last"),
            *chain("start", "split", "a", "meet", "last"),
            *chain("split", "b"),
            *chain("late", "c", "meet"),
        )
    )
    instance.complete("a")
    assert instance.waiting == ["b"]
    instance.fire("late")
    assert instance.waiting == ["c"]
    instance.complete("c")
    assert instance.waiting == ["last"]


def test_it_opens_when_the_last_other_token_goes_another_way(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            parallel("fork"),
            user("a"),
            user("b"),
            exclusive("way", default="way_meet"),
            end("away"),
            inclusive("meet"),
            user("last"),
            *chain("start", "fork", "a", "meet", "last"),
            *chain("fork", "b", "way", "meet"),
            flow("way", "away", "${leave}"),
        )
    )
    instance.complete("a")
    assert instance.waiting == ["b"]
    instance.complete("b", leave=True)
    assert instance.waiting == ["last"]


def test_each_round_takes_one_token_of_each_flow(begin: Begin) -> None:
    """Two tokens come by the same flow and one by the other: two rounds."""
    instance = begin(
        bpmn(
            "p",
            start(),
            parallel("fork"),
            exclusive("merge"),
            task("one"),
            task("two"),
            user("b"),
            inclusive("meet"),
            user("last"),
            *chain("start", "fork", "one", "merge", "meet", "last"),
            *chain("fork", "two", "merge"),
            *chain("fork", "b", "meet"),
        )
    )
    assert instance.waiting == ["b"]
    instance.complete("b")
    assert instance.waiting == ["last", "last"]


def test_it_joins_anew_in_every_turn_of_a_loop(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            exclusive("again"),
            inclusive("split", default="split_c"),
            user("a"),
            user("b"),
            user("c"),
            inclusive("meet"),
            user("review"),
            exclusive("enough", default="enough_again"),
            end(),
            *chain("start", "again", "split"),
            flow("split", "a", "${x > 0}"),
            flow("split", "b", "${x > 1}"),
            flow("split", "c"),
            *chain("a", "meet", "review", "enough", "again"),
            *chain("b", "meet"),
            *chain("c", "meet"),
            flow("enough", "end", "${x > 2}"),
        ),
        x=2,
    )
    for x, order in ((2, "ba"), (0, "c"), (1, "a"), (2, "ab"), (2, "ba")):
        for element in order:
            assert "review" not in instance.waiting
            instance.complete(element)
        assert instance.waiting == ["review"]
        following = {(2, "ba"): 0, (0, "c"): 1, (1, "a"): 2, (2, "ab"): 2}[(x, order)]
        instance.complete("review", x=following)
    assert instance.waiting == ["c"]
