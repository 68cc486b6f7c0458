"""Ad-hoc sub-processes: people begin what is in them; each story is told twice, once with a restart after each step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.domain.errors import InvalidState
from app.domain.steps import ActivityEnded
from app.domain.stimuli import EndAdHoc, StartAdHoc
from tests.support.bpmn_builder import (
    Xml,
    ad_hoc,
    boundary,
    bpmn,
    chain,
    error,
    event_sub,
    flow,
    message,
    multi,
    parallel,
    service,
    signal,
    start,
    sub,
    task,
    user,
)
from tests.support.interpreter_driver import INTERPRETER, Instance

Begin = Callable[..., Instance]


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def around(*parts: Xml) -> bytes:
    """A process with an ad-hoc sub-process `h` and a task behind it."""
    return bpmn("p", start(), user("after"), *chain("start", "h", "after"), *parts)


def scope_of(instance: Instance) -> str:
    (scope,) = [holder for holder, step in instance.open.items() if step.node.id == "h"]
    return scope


def work(**options: object) -> Xml:
    """Advice, which is followed by a note, and an inspection."""
    inside = user("advice"), user("note"), user("inspect"), flow("advice", "note")
    return ad_hoc("h", *inside, **options)  # type: ignore[arg-type]  # the keywords are those of the builder


def test_nothing_begins_by_itself_and_everything_may_be_begun_often(begin: Begin) -> None:
    instance = begin(around(work(until="${done}")), done=False)
    assert instance.waiting == []
    assert instance.startable() == ["advice", "inspect"]
    instance.begin("advice")
    instance.begin("inspect")
    instance.begin("advice")
    assert instance.waiting == ["advice", "advice", "inspect"]
    instance.complete("advice")
    assert instance.waiting == ["advice", "inspect", "note"]
    for element in ("note", "advice", "inspect", "note"):
        instance.complete(element)
    assert instance.waiting == [], "nothing is under way, and it is not over"
    assert not instance.ended
    instance.begin("inspect")
    instance.complete("inspect", done=True)
    assert instance.waiting == ["after"]
    assert instance.startable() == []


def test_one_at_a_time_where_the_diagram_says_so(begin: Begin) -> None:
    instance = begin(around(work(until="${done}", sequential=True)), done=False)
    scope = scope_of(instance)
    instance.begin("advice")
    assert instance.startable() == []
    with pytest.raises(InvalidState):
        instance.apply(StartAdHoc(scope, "inspect"))
    instance.complete("advice")
    assert instance.startable() == [], "the note that follows is under way"
    instance.complete("note")
    assert instance.startable() == ["advice", "inspect"]


def test_the_rest_is_cancelled_when_it_is_over(begin: Begin) -> None:
    instance = begin(around(work(until="${done}")), done=False)
    instance.begin("advice")
    instance.begin("inspect")
    instance.complete("advice", done=True)
    assert instance.waiting == ["after"]
    assert "note" not in instance.finished
    canceled = [step for step in instance.history if isinstance(step, ActivityEnded) and step.canceled]
    assert len(canceled) == 1


def test_or_waited_for(begin: Begin) -> None:
    instance = begin(around(work(until="${done}", cancels=False)), done=False)
    instance.begin("advice")
    instance.begin("inspect")
    instance.complete("advice", done=True)
    assert instance.waiting == ["inspect"], "the note does not begin any more"
    assert instance.startable() == []
    instance.complete("inspect", done=False)
    assert instance.waiting == ["after"]


def test_without_a_condition_a_person_ends_it(begin: Begin) -> None:
    instance = begin(around(work()))
    instance.begin("advice")
    instance.complete("advice")
    instance.apply(EndAdHoc(scope_of(instance)))
    assert instance.waiting == ["after"]


def test_with_a_condition_nobody_else_ends_it(begin: Begin) -> None:
    instance = begin(around(work(until="${false}")))
    with pytest.raises(InvalidState):
        instance.apply(EndAdHoc(scope_of(instance)))


@pytest.mark.parametrize(("scope", "element"), [("nobody", "advice"), ("h", "note"), ("h", "after"), ("h", "zzz")])
def test_only_what_no_flow_leads_to_is_begun_by_people(begin: Begin, scope: str, element: str) -> None:
    instance = begin(around(work()))
    with pytest.raises(InvalidState):
        instance.apply(StartAdHoc(scope_of(instance) if scope == "h" else scope, element))


def test_work_that_does_not_wait_may_end_it_at_once(begin: Begin) -> None:
    content = around(ad_hoc("h", service("w", expression="${true}", result_variable="done"), until="${done}"))
    instance = begin(content, done=False)
    instance.begin("w")
    assert instance.waiting == ["after"]


def test_gateways_and_scopes_work_inside(begin: Begin) -> None:
    inner = sub("s", start("s_s"), user("deep"), flow("s_s", "deep"))
    forked = task("t"), parallel("f"), user("left"), user("right"), parallel("j"), user("joined")
    flows = *chain("t", "f", "left", "j", "joined"), *chain("f", "right", "j")
    instance = begin(around(ad_hoc("h", *forked, *flows, inner, until="${done}")), done=False)
    assert instance.startable() == ["s", "t"]
    instance.begin("t")
    instance.begin("s")
    assert instance.waiting == ["deep", "left", "right"]
    instance.complete("left")
    instance.complete("right")
    instance.complete("deep")
    assert instance.waiting == ["joined"]
    instance.complete("joined", done=True)
    assert instance.waiting == ["after"]


def test_errors_and_boundaries_leave_it(begin: Begin) -> None:
    outside = (boundary("b", "h", signal("stop")), user("stopped"), flow("b", "stopped"),
               boundary("e", "h", error("E")), user("failed"), flow("e", "failed"))  # fmt: skip
    stopped = begin(around(work(), *outside))
    stopped.begin("advice")
    stopped.fire("b")
    assert stopped.waiting == ["stopped"]
    failed = begin(around(work(), *outside))
    failed.begin("advice")
    failed.fail("advice", "E")
    assert failed.waiting == ["failed"]


def test_an_event_sub_process_inside_takes_its_place(begin: Begin) -> None:
    handler = event_sub("x", start("x_s", message("m")), user("x_u"), flow("x_s", "x_u"))
    instance = begin(around(ad_hoc("h", user("advice"), handler)))
    instance.begin("advice")
    instance.fire("x_s")
    assert instance.startable() == []
    assert instance.waiting == ["x_u"]
    instance.complete("x_u")
    assert instance.waiting == ["after"]


def test_it_may_be_repeated(begin: Begin) -> None:
    inside = ad_hoc("h", user("advice"), multi(cardinality=2), until="${true}")
    instance = begin(around(inside))
    assert instance.startable() == ["advice", "advice"]
    instance.begin("advice", 1)
    instance.complete("advice")
    assert instance.startable() == ["advice"]
    instance.begin("advice")
    instance.complete("advice")
    assert instance.waiting == ["after"]


def test_what_was_saved_keeps_that_it_is_closing(begin: Begin) -> None:
    instance = begin(around(work(until="${done}", cancels=False)), done=False)
    instance.begin("inspect")
    instance.begin("advice")
    instance.complete("advice", done=True)
    assert INTERPRETER.startable(instance.program, instance.state or b"") == ()
