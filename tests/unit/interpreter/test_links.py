"""Link events: a throwing one goes on at the catching one of its name; told straight and restarted after each step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.support.bpmn_builder import (
    bpmn,
    catch,
    chain,
    end,
    exclusive,
    flow,
    inclusive,
    link,
    parallel,
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


def test_a_link_leads_to_the_other_page_and_leaves_no_history(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            user("first"),
            throw("leave", link("page 2")),
            catch("arrive", link("page 2")),
            user("second"),
            end(),
            *chain("start", "first", "leave"),
            *chain("arrive", "second", "end"),
        )
    )
    instance.complete("first")
    assert instance.waiting == ["second"]
    instance.complete("second")
    assert instance.ended
    assert instance.finished == ["start", "first", "second", "end"]


def test_several_throws_meet_at_one_catch_each_with_its_own_token(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            parallel("fork"),
            throw("a", link("L")),
            throw("b", link("L")),
            catch("c", link("L")),
            user("u"),
            *chain("start", "fork", "a"),
            flow("fork", "b"),
            flow("c", "u"),
        )
    )
    assert instance.waiting == ["u", "u"]


def test_a_link_may_lead_back_as_a_loop_does(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            exclusive("merge"),
            user("draft"),
            exclusive("good", default="good_end"),
            throw("again", link("back")),
            catch("back", link("back")),
            end(),
            *chain("start", "merge", "draft", "good"),
            flow("good", "again", "${!ok}"),
            flow("good", "end", id="good_end"),
            flow("back", "merge"),
        )
    )
    for _ in range(3):
        instance.complete("draft", ok=False)
    instance.complete("draft", ok=True)
    assert instance.ended


def test_an_inclusive_join_waits_for_a_token_that_comes_by_a_link(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            inclusive("split"),
            user("near"),
            user("far"),
            throw("leave", link("L")),
            catch("arrive", link("L")),
            inclusive("join"),
            user("after"),
            *chain("start", "split", "near", "join", "after"),
            *chain("split", "far", "leave"),
            flow("arrive", "join"),
        )
    )
    instance.complete("near")
    assert instance.waiting == ["far"]
    instance.complete("far")
    assert instance.waiting == ["after"]


def test_links_of_one_name_in_two_scopes_do_not_know_each_other(begin: Begin) -> None:
    inner = sub(
        "s",
        start("s1"),
        throw("t2", link("L")),
        catch("c2", link("L")),
        user("inside"),
        flow("s1", "t2"),
        flow("c2", "inside"),
    )
    instance = begin(
        bpmn(
            "p",
            start(),
            inner,
            throw("t1", link("L")),
            catch("c1", link("L")),
            user("outside"),
            *chain("start", "s", "t1"),
            flow("c1", "outside"),
        )
    )
    assert instance.waiting == ["inside"]
    instance.complete("inside")
    assert instance.waiting == ["outside"]


def test_a_link_stops_where_the_diagram_asks_for_a_job(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            throw("leave", link("L")),
            catch("arrive", link("L"), async_before=True),
            user("u"),
            flow("start", "leave"),
            flow("arrive", "u"),
        )
    )
    assert instance.waiting == ["arrive"]
    instance.go_on("arrive")
    assert instance.waiting == ["u"]


def test_a_scope_without_start_event_does_not_begin_at_a_link(begin: Begin) -> None:
    instance = begin(
        bpmn("p", user("a"), throw("t", link("L")), catch("c", link("L")), user("b"), flow("a", "t"), flow("c", "b"))
    )
    assert instance.waiting == ["a"]
