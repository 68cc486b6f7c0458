"""Compensation: what was completed is undone, newest first; told straight and restarted after each step.

Most stories are those of Camunda's own tests (CompensateEventTest), with user tasks as handlers, so that the order and
the wait can be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.domain.steps import ActivityStarted
from app.domain.stimuli import CancelElement, CancelInstance, Modify, StartBefore
from tests.support.bpmn_builder import (
    Xml,
    ad_hoc,
    boundary,
    bpmn,
    call,
    chain,
    compensate,
    condition,
    end,
    error,
    event_sub,
    exclusive,
    flow,
    inputs,
    listen,
    loop,
    message,
    multi,
    outputs,
    parallel,
    receive,
    script,
    service,
    signal,
    start,
    sub,
    task,
    terminate,
    throw,
    undone_by,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def undoable(id: str, *details: Xml) -> tuple[Xml, ...]:
    """A user task `id` that the user task `undo_<id>` undoes."""
    return user(id, *details), undone_by(id, f"undo_{id}", f"b_{id}"), user(f"undo_{id}", for_compensation=True)


def booked(*between: Xml, activity: str | None = None) -> bytes:
    """Hotel, then flight, then a throw, then `after`."""
    return bpmn(
        "p",
        start(),
        *undoable("hotel"),
        *undoable("flight"),
        throw("throw", compensate(activity)),
        user("after"),
        *between,
        *chain("start", "hotel", "flight", "throw", "after"),
    )


def started(instance: Instance) -> list[str]:
    """Element ids in the order they began."""
    return [step.node.id for step in instance.history if isinstance(step, ActivityStarted)]


def holder(instance: Instance, element: str) -> str:
    """The element that holds the latest activity instance of `element` in history."""
    by_id = {s.activity_instance_id: s for s in instance.history if isinstance(s, ActivityStarted)}
    (*_, last) = (step for step in by_id.values() if step.node.id == element)
    around = by_id.get(last.scope_id)
    return around.node.id if around else "process"


def test_everything_done_in_the_scope_is_undone_before_the_token_goes_on(begin: Begin) -> None:
    instance = begin(booked())
    instance.complete("hotel")
    instance.complete("flight")
    assert instance.waiting == ["undo_flight", "undo_hotel"]
    instance.complete("undo_hotel")
    assert instance.waiting == ["undo_flight"]
    instance.complete("undo_flight")
    assert instance.waiting == ["after"]
    instance.complete("after")
    assert instance.ended


def test_handlers_begin_in_reverse_order_of_completion(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            parallel("fork"),
            *undoable("a"),
            *undoable("b"),
            *undoable("c"),
            parallel("join"),
            throw("throw", compensate()),
            *chain("start", "fork", "a", "join", "throw"),
            *chain("fork", "b", "join"),
            *chain("fork", "c", "join"),
        )
    )
    for id in ("b", "c", "a"):
        instance.complete(id)
    assert [id for id in started(instance) if id.startswith("undo")] == ["undo_a", "undo_c", "undo_b"]


def test_one_activity_alone_is_undone_where_the_throw_names_it(begin: Begin) -> None:
    instance = begin(booked(activity="hotel"))
    instance.complete("hotel")
    instance.complete("flight")
    assert instance.waiting == ["undo_hotel"]
    instance.complete("undo_hotel")
    assert instance.waiting == ["after"]


def test_what_was_never_done_is_not_undone(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            exclusive("g", default="g_b"),
            *undoable("a"),
            *undoable("b"),
            throw("throw", compensate()),
            user("after"),
            flow("start", "g"),
            flow("g", "a", "${false}"),
            flow("g", "b", id="g_b"),
            *chain("a", "throw", "after"),
            flow("b", "throw"),
        )
    )
    instance.complete("b")
    assert instance.waiting == ["undo_b"]


def test_nothing_to_undo_lets_the_token_through(begin: Begin) -> None:
    instance = begin(bpmn("p", start(), throw("throw", compensate()), user("after"), *chain("start", "throw", "after")))
    assert instance.waiting == ["after"]


def test_what_was_undone_is_not_undone_again(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            *undoable("a"),
            throw("one", compensate()),
            throw("two", compensate()),
            user("after"),
            *chain("start", "a", "one", "two", "after"),
        )
    )
    instance.complete("a")
    instance.complete("undo_a")
    assert instance.waiting == ["after"]


def test_a_cancelled_activity_is_not_undone(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            *undoable("a"),
            boundary("stop", "a", signal("stop")),
            throw("throw", compensate()),
            user("after"),
            *chain("start", "a"),
            *chain("stop", "throw", "after"),
        )
    )
    instance.fire("stop")
    assert instance.waiting == ["after"]


def test_an_end_event_compensates_and_then_the_scope_is_over(begin: Begin) -> None:
    instance = begin(bpmn("p", start(), *undoable("a"), end("e", compensate()), *chain("start", "a", "e")))
    instance.complete("a")
    assert instance.waiting == ["undo_a"] and not instance.ended
    instance.complete("undo_a")
    assert instance.ended and instance.ended.state == "COMPLETED"
    assert instance.finished[-2:] == ["undo_a", "e"]


def test_synchronous_handlers_run_newest_first(begin: Begin) -> None:
    def writes(id: str) -> tuple[Xml, ...]:
        undo = script(f"undo_{id}", f'trace + "{id}"', format="feel", for_compensation=True, result_variable="trace")
        return task(id), undone_by(id, f"undo_{id}", f"b_{id}"), undo

    instance = begin(
        bpmn(
            "p",
            start(),
            *writes("a"),
            *writes("b"),
            throw("throw", compensate()),
            *chain("start", "a", "b", "throw"),
        ),
        trace="",
    )
    assert instance.ended and instance.value("trace") == "ba"


def test_an_activity_completed_three_times_is_undone_three_times(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            exclusive("merge"),
            *undoable("a"),
            exclusive("again", default="out"),
            throw("throw", compensate()),
            user("after"),
            *chain("start", "merge", "a", "again"),
            flow("again", "merge", "${more}"),
            flow("again", "throw", id="out"),
            flow("throw", "after"),
        )
    )
    for more in (True, True, False):
        instance.complete("a", more=more)
    assert instance.waiting == ["undo_a"] * 3
    for _ in range(3):
        instance.complete("undo_a")
    assert instance.waiting == ["after"]


# Handlers of every kind


def test_a_handler_may_be_work_of_a_worker_a_message_or_another_process(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            task("a"),
            undone_by("a", "work"),
            service("work", topic="t", for_compensation=True),
            task("b"),
            undone_by("b", "told"),
            receive("told", message="told", for_compensation=True),
            throw("throw", compensate()),
            user("after"),
            *chain("start", "a", "b", "throw", "after"),
        )
    )
    assert instance.waiting == ["told", "work"]
    instance.fire("told")
    instance.complete("work")
    assert instance.waiting == ["after"]


def test_a_call_activity_is_undone_as_a_whole_by_another_one(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            call("book", "booking"),
            undone_by("book", "unbook"),
            call("unbook", "unbooking", for_compensation=True),
            throw("throw", compensate()),
            user("after"),
            *chain("start", "book", "throw", "after"),
        )
    )
    instance.complete("book")
    assert instance.waiting == ["unbook"]
    instance.complete("unbook")
    assert instance.waiting == ["after"]


def test_a_sub_process_may_be_the_handler(begin: Begin) -> None:
    handler = sub("undo", start("s1"), user("x"), end("e1"), *chain("s1", "x", "e1"), for_compensation=True)
    instance = begin(
        bpmn(
            "p",
            start(),
            user("a"),
            undone_by("a", "undo"),
            handler,
            throw("throw", compensate("a")),
            user("after"),
            *chain("start", "a", "throw", "after"),
        )
    )
    instance.complete("a")
    assert instance.waiting == ["x"]
    assert holder(instance, "undo") == "process"
    instance.complete("x")
    assert instance.waiting == ["after"]


def test_a_handler_may_wait_for_a_job(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            task("a"),
            undone_by("a", "undo"),
            user("undo", for_compensation=True, async_before=True),
            throw("throw", compensate()),
            *chain("start", "a", "throw"),
        )
    )
    instance.go_on("undo")
    instance.complete("undo")
    assert instance.ended


def test_handlers_read_and_write_the_variables_of_the_scope(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            user("a"),
            undone_by("a", "undo"),
            service("undo", inputs(given="${number}"), outputs(freed="${given}"), topic="t", for_compensation=True),
            throw("throw", compensate()),
            user("after"),
            *chain("start", "a", "throw", "after"),
        )
    )
    instance.complete("a", number=7)
    instance.complete("undo")
    assert instance.value("freed") == 7


# Sub-processes


def inner_booking(*more: Xml) -> Xml:
    return sub("booking", start("s1"), *undoable("hotel"), *undoable("flight"), *chain("s1", "hotel", "flight"), *more)


def around_booking(booking: Xml, activity: str | None = None) -> bytes:
    return bpmn(
        "p",
        start(),
        booking,
        user("check"),
        throw("throw", compensate(activity)),
        user("after"),
        *chain("start", "booking", "check", "throw", "after"),
    )


@pytest.mark.parametrize("activity", [None, "booking"])
def test_a_completed_sub_process_is_undone_inside(begin: Begin, activity: str | None) -> None:
    instance = begin(around_booking(inner_booking(), activity))
    for id in ("hotel", "flight", "check"):
        instance.complete(id)
    assert instance.waiting == ["undo_flight", "undo_hotel"]
    assert holder(instance, "undo_hotel") == "booking"
    instance.complete("undo_hotel")
    instance.complete("undo_flight")
    assert instance.waiting == ["after"]
    instance.complete("after")
    assert instance.ended and instance.open == {}


def test_a_sub_process_in_a_sub_process_is_undone_level_by_level(begin: Begin) -> None:
    outer = sub(
        "outer",
        start("s0"),
        *undoable("first"),
        inner_booking(),
        *chain("s0", "first", "booking"),
    )
    instance = begin(
        bpmn(
            "p", start(), outer, throw("throw", compensate()), user("after"), *chain("start", "outer", "throw", "after")
        )
    )
    for id in ("first", "hotel", "flight"):
        instance.complete(id)
    assert [id for id in started(instance) if id.startswith("undo")] == ["undo_flight", "undo_hotel", "undo_first"]
    for id in ("undo_first", "undo_flight", "undo_hotel"):
        instance.complete(id)
    assert instance.waiting == ["after"]


def test_a_throw_inside_a_sub_process_undoes_nothing_outside(begin: Begin) -> None:
    inside = sub(
        "s", start("s1"), *undoable("b"), throw("throw", compensate()), user("in"), *chain("s1", "b", "throw", "in")
    )
    instance = begin(bpmn("p", start(), *undoable("a"), inside, *chain("start", "a", "s")))
    instance.complete("a")
    instance.complete("b")
    assert instance.waiting == ["undo_b"]
    instance.complete("undo_b")
    assert instance.waiting == ["in"]


def test_a_sub_process_that_still_runs_is_not_undone(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            parallel("fork"),
            inner_booking(),
            user("other"),
            throw("throw", compensate()),
            user("after"),
            *chain("start", "fork", "booking"),
            *chain("fork", "other", "throw", "after"),
        )
    )
    instance.complete("hotel")
    instance.complete("other")
    assert instance.waiting == ["after", "flight"]


def test_a_sub_process_that_was_cancelled_is_not_undone(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            inner_booking(),
            boundary("stop", "booking", signal("stop")),
            throw("throw", compensate()),
            user("after"),
            flow("start", "booking"),
            *chain("stop", "throw", "after"),
        )
    )
    instance.complete("hotel")
    instance.fire("stop")
    assert instance.waiting == ["after"]


def test_a_handler_at_the_border_undoes_the_sub_process_as_a_whole(begin: Begin) -> None:
    plain = sub("booking", start("s1"), user("hotel"), flow("s1", "hotel"))
    instance = begin(
        bpmn(
            "p",
            start(),
            plain,
            undone_by("booking", "undo"),
            user("undo", for_compensation=True),
            throw("throw", compensate("booking")),
            user("after"),
            *chain("start", "booking", "throw", "after"),
        )
    )
    instance.complete("hotel")
    assert instance.waiting == ["undo"]
    instance.complete("undo")
    assert instance.waiting == ["after"]


@pytest.mark.parametrize(("activity", "expected"), [(None, ["undo", "undo_hotel"]), ("booking", ["undo"])])
def test_as_in_camunda_border_and_inside_are_both_undone_unless_the_sub_process_is_named(
    begin: Begin, activity: str | None, expected: list[str]
) -> None:
    booking = sub("booking", start("s1"), *undoable("hotel"), flow("s1", "hotel"))
    instance = begin(
        bpmn(
            "p",
            start(),
            booking,
            undone_by("booking", "undo"),
            user("undo", for_compensation=True),
            throw("throw", compensate(activity)),
            *chain("start", "booking", "throw"),
        )
    )
    instance.complete("hotel")
    assert instance.waiting == expected


def test_handlers_see_the_variables_the_sub_process_had_when_it_ended(begin: Begin) -> None:
    booking = sub(
        "booking",
        inputs(room="${wanted}"),
        start("s1"),
        user("hotel"),
        undone_by("hotel", "undo"),
        service("undo", outputs(freed="${room}"), topic="t", for_compensation=True),
        flow("s1", "hotel"),
    )
    instance = begin(around_booking(booking), wanted="101")
    instance.complete("hotel")
    instance.complete("check", wanted="202")
    instance.complete("undo")
    assert instance.value("freed") == "101"
    assert set(instance.context.variables.values) == {"root"}


def test_kept_variables_go_with_the_scope_that_nobody_undoes(begin: Begin) -> None:
    booking = sub("booking", inputs(room="${1}"), start("s1"), *undoable("hotel"), flow("s1", "hotel"))
    outer = sub("outer", start("s0"), booking, user("last"), *chain("s0", "booking", "last"))
    instance = begin(
        bpmn(
            "p",
            start(),
            outer,
            boundary("stop", "outer", signal("stop")),
            user("x"),
            *chain("start", "outer"),
            flow("stop", "x"),
        )
    )
    instance.complete("hotel")
    assert len(instance.context.variables.values) == 1
    instance.fire("stop")
    assert set(instance.context.variables.values) == set()
    instance.complete("x")
    assert instance.ended


def test_kept_variables_go_with_the_instance(begin: Begin) -> None:
    booking = sub("booking", inputs(room="${1}"), start("s1"), *undoable("hotel"), flow("s1", "hotel"))
    instance = begin(bpmn("p", start(), booking, user("x"), *chain("start", "booking", "x")))
    instance.complete("hotel")
    instance.complete("x")
    assert instance.ended and set(instance.context.variables.values) == set()


# Compensation event sub-processes


def test_an_event_sub_process_decides_how_its_sub_process_is_undone(begin: Begin) -> None:
    manual = event_sub(
        "by_hand",
        start("s2", compensate()),
        throw("one", compensate("flight")),
        throw("two", compensate("hotel")),
        user("note"),
        *chain("s2", "one", "two", "note"),
    )
    instance = begin(around_booking(inner_booking(manual)))
    for id in ("flight", "hotel") if "flight" in instance.waiting else ("hotel", "flight"):
        instance.complete(id)
    instance.complete("check")
    assert instance.waiting == ["undo_flight"]
    assert holder(instance, "undo_flight") == "booking" and holder(instance, "by_hand") == "booking"
    instance.complete("undo_flight")
    assert instance.waiting == ["undo_hotel"]
    instance.complete("undo_hotel")
    assert instance.waiting == ["note"]
    instance.complete("note")
    assert instance.waiting == ["after"]


def test_an_event_sub_process_that_throws_nothing_consumes_the_compensation(begin: Begin) -> None:
    quiet = event_sub("by_hand", start("s2", compensate()), user("note"), flow("s2", "note"))
    instance = begin(around_booking(inner_booking(quiet)))
    for id in ("hotel", "flight", "check"):
        instance.complete(id)
    assert instance.waiting == ["note"]
    instance.complete("note")
    assert instance.waiting == ["after"]


def test_an_event_sub_process_is_enough_to_be_undone(begin: Begin) -> None:
    plain = sub(
        "booking",
        start("s1"),
        user("hotel"),
        flow("s1", "hotel"),
        event_sub("by_hand", start("s2", compensate()), user("note"), flow("s2", "note")),
    )
    instance = begin(around_booking(plain, "booking"))
    instance.complete("hotel")
    instance.complete("check")
    assert instance.waiting == ["note"]


def test_an_event_sub_process_may_throw_on_inwards(begin: Begin) -> None:
    inner = sub(
        "in",
        start("s3"),
        user("b"),
        flow("s3", "b"),
        event_sub("undo_in", start("s4", compensate()), user("undo_b"), flow("s4", "undo_b")),
    )
    outer = sub(
        "booking",
        start("s1"),
        user("a"),
        inner,
        *chain("s1", "a", "in"),
        event_sub(
            "undo_out",
            start("s2", compensate()),
            user("undo_a"),
            throw("on", compensate()),
            *chain("s2", "undo_a", "on"),
        ),
    )
    instance = begin(around_booking(outer))
    for id in ("a", "b", "check"):
        instance.complete(id)
    assert instance.waiting == ["undo_a"]
    instance.complete("undo_a")
    assert instance.waiting == ["undo_b"]
    instance.complete("undo_b")
    assert instance.waiting == ["after"]


def test_an_event_sub_process_sees_what_its_sub_process_knew(begin: Begin) -> None:
    booking = sub(
        "booking",
        inputs(room="${wanted}"),
        start("s1"),
        user("hotel"),
        flow("s1", "hotel"),
        event_sub(
            "by_hand",
            start("s2", compensate()),
            service("free", outputs(freed="${room}"), topic="t"),
            flow("s2", "free"),
        ),
    )
    instance = begin(around_booking(booking), wanted="101")
    instance.complete("hotel")
    instance.complete("check", wanted="202")
    instance.complete("free")
    assert instance.value("freed") == "101"


# Throwing from event sub-processes


@pytest.mark.parametrize(("activity", "expected"), [(None, ["undo_a", "undo_b"]), ("a", ["undo_a"])])
def test_an_event_sub_process_undoes_what_was_done_around_it(
    begin: Begin, activity: str | None, expected: list[str]
) -> None:
    handler = event_sub(
        "on_error",
        start("s2", error()),
        throw("throw", compensate(activity)),
        user("after"),
        *chain("s2", "throw", "after"),
    )
    instance = begin(
        bpmn(
            "p",
            start(),
            *undoable("a"),
            *undoable("b"),
            service("c", topic="t"),
            handler,
            *chain("start", "a", "b", "c"),
        )
    )
    instance.complete("a")
    instance.complete("b")
    instance.fail("c", "broken")
    assert instance.waiting == expected
    assert holder(instance, "undo_a") == "process"
    for id in expected:
        instance.complete(id)
    assert instance.waiting == ["after"]
    instance.complete("after")
    assert instance.ended


def test_what_an_event_sub_process_did_can_be_undone_later(begin: Begin) -> None:
    side = event_sub("side", start("s2", message("m"), interrupting=False), *undoable("x"), flow("s2", "x"))
    instance = begin(
        bpmn(
            "p",
            start(),
            user("wait"),
            throw("throw", compensate()),
            user("after"),
            side,
            *chain("start", "wait", "throw", "after"),
        )
    )
    instance.fire("s2")
    instance.complete("x")
    instance.complete("wait")
    assert instance.waiting == ["undo_x"]
    assert holder(instance, "undo_x") == "side"
    instance.complete("undo_x")
    assert instance.waiting == ["after"]


# Several instances


@pytest.mark.parametrize("sequential", [False, True])
@pytest.mark.parametrize("activity", [None, "hotel"])
def test_every_finished_instance_is_undone_once(begin: Begin, sequential: bool, activity: str | None) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            user("hotel", multi(cardinality=3, sequential=sequential)),
            undone_by("hotel", "undo"),
            user("undo", for_compensation=True),
            throw("throw", compensate(activity)),
            user("after"),
            *chain("start", "hotel", "throw", "after"),
        )
    )
    for _ in range(3):
        assert "undo" not in instance.waiting
        instance.complete("hotel")
    assert instance.waiting == ["undo"] * 3
    assert holder(instance, "undo") == "hotel"
    for _ in range(3):
        instance.complete("undo")
    assert instance.waiting == ["after"]


def test_a_multi_instance_activity_is_not_undone_before_its_last_instance(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            parallel("fork"),
            user("hotel", multi(cardinality=2)),
            undone_by("hotel", "undo"),
            user("undo", for_compensation=True),
            user("other"),
            throw("throw", compensate()),
            user("after"),
            *chain("start", "fork", "hotel"),
            *chain("fork", "other", "throw", "after"),
        )
    )
    instance.complete("hotel")
    instance.complete("other")
    assert instance.waiting == ["after", "hotel"]


def test_only_instances_that_were_finished_are_undone(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            user("hotel", multi(cardinality=3, until="${nrOfCompletedInstances == 2}")),
            undone_by("hotel", "undo"),
            user("undo", for_compensation=True),
            throw("throw", compensate()),
            *chain("start", "hotel", "throw"),
        )
    )
    instance.complete("hotel")
    instance.complete("hotel")
    assert instance.waiting == ["undo", "undo"]


def test_a_handler_sees_the_item_of_the_instance_it_undoes(begin: Begin) -> None:
    undo = service("undo", outputs(freed="= freed + hotel + string(loopCounter)"), topic="t", for_compensation=True)
    instance = begin(
        bpmn(
            "p",
            start(),
            user("book", multi(collection="${hotels}", element_variable="hotel")),
            undone_by("book", "undo"),
            undo,
            throw("throw", compensate()),
            user("after"),
            *chain("start", "book", "throw", "after"),
        ),
        hotels=["x", "y"],
        freed="",
    )
    instance.complete("book", 1)
    instance.complete("book", 0)
    instance.complete("undo", 0)
    instance.complete("undo", 0)
    assert instance.value("freed") == "x0y1"
    assert set(instance.context.variables.values) == {"root"}


def test_every_instance_of_a_sub_process_is_undone_with_its_own_variables(begin: Begin) -> None:
    trip = sub(
        "booking",
        multi(collection="${flights}", element_variable="number", sequential=True),
        start("s1"),
        user("fly"),
        undone_by("fly", "undo"),
        service("undo", outputs(freed="= freed + number"), topic="t", for_compensation=True),
        flow("s1", "fly"),
    )
    instance = begin(around_booking(trip, "booking"), flights=["STS-14 ", "STS-28 "], freed="")
    instance.complete("fly")
    instance.complete("fly")
    instance.complete("check")
    assert instance.waiting == ["undo", "undo"]
    instance.complete("undo")
    instance.complete("undo")
    assert instance.value("freed") == "STS-28 STS-14 "
    assert instance.waiting == ["after"]


def test_every_instance_of_a_sub_process_may_undo_itself(begin: Begin) -> None:
    by_hand = event_sub(
        "by_hand", start("s2", compensate()), throw("t2", compensate()), user("note"), *chain("s2", "t2", "note")
    )
    trip = sub("booking", multi(cardinality=2), start("s1"), *undoable("fly"), flow("s1", "fly"), by_hand)
    instance = begin(around_booking(trip))
    for id in ("fly", "fly", "check"):
        instance.complete(id)
    assert instance.waiting == ["undo_fly"] * 2
    instance.complete("undo_fly")
    assert instance.waiting == ["note", "undo_fly"]
    instance.complete("undo_fly")
    instance.complete("note")
    instance.complete("note")
    assert instance.waiting == ["after"]


def test_a_handler_may_itself_have_several_instances(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            user("a"),
            undone_by("a", "undo"),
            user("undo", multi(cardinality=2), for_compensation=True),
            throw("throw", compensate()),
            user("after"),
            *chain("start", "a", "throw", "after"),
        )
    )
    instance.complete("a")
    assert instance.waiting == ["undo", "undo"]
    instance.complete("undo")
    instance.complete("undo")
    assert instance.waiting == ["after"]


def test_every_turn_of_a_loop_is_undone(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            user("a", loop(maximum=3)),
            undone_by("a", "undo"),
            user("undo", for_compensation=True),
            throw("throw", compensate("a")),
            *chain("start", "a", "throw"),
        )
    )
    for _ in range(3):
        instance.complete("a")
    assert instance.waiting == ["undo"] * 3


# What happens meanwhile


def test_other_branches_go_on_while_handlers_wait(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            parallel("fork"),
            *undoable("a"),
            user("other"),
            throw("throw", compensate()),
            parallel("join"),
            user("after"),
            *chain("start", "fork", "a", "throw", "join", "after"),
            *chain("fork", "other", "join"),
        )
    )
    instance.complete("a")
    instance.complete("other")
    assert instance.waiting == ["undo_a"]
    instance.complete("undo_a")
    assert instance.waiting == ["after"]


def test_what_ends_the_throw_ends_the_handlers(begin: Begin) -> None:
    inside = sub("s", start("s1"), *undoable("a"), throw("throw", compensate()), *chain("s1", "a", "throw"))
    instance = begin(
        bpmn(
            "p",
            start(),
            inside,
            boundary("stop", "s", signal("stop")),
            user("x"),
            flow("start", "s"),
            flow("stop", "x"),
        )
    )
    instance.complete("a")
    instance.fire("stop")
    assert instance.waiting == ["x"]
    instance.complete("x")
    assert instance.ended and instance.open == {}


def test_an_instance_is_cancelled_in_the_middle_of_compensation(begin: Begin) -> None:
    instance = begin(around_booking(inner_booking()))
    for id in ("hotel", "flight", "check"):
        instance.complete(id)
    instance.apply(CancelInstance("enough"))
    assert instance.ended and instance.open == {} and instance.waiting == []


def test_an_error_in_a_handler_climbs_past_the_sub_process_that_is_undone(begin: Begin) -> None:
    booking = sub(
        "booking",
        start("s1"),
        user("hotel"),
        undone_by("hotel", "undo"),
        service("undo", topic="t", for_compensation=True),
        flow("s1", "hotel"),
    )
    outer = sub(
        "outer",
        start("s0"),
        booking,
        boundary("over", "booking", error()),
        user("wrong"),
        throw("throw", compensate()),
        *chain("s0", "booking", "throw"),
        flow("over", "wrong"),
    )
    instance = begin(
        bpmn(
            "p",
            start(),
            outer,
            boundary("failed", "outer", error()),
            user("right"),
            flow("start", "outer"),
            flow("failed", "right"),
        )
    )
    instance.complete("hotel")
    instance.fail("undo", "E")
    assert instance.waiting == ["right"]


def test_a_boundary_event_of_a_handler_works_as_ever(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            *undoable("a"),
            boundary("urge", "undo_a", signal("urge"), interrupting=False),
            user("hurry"),
            throw("throw", compensate()),
            user("after"),
            *chain("start", "a", "throw", "after"),
            flow("urge", "hurry"),
        )
    )
    instance.complete("a")
    instance.fire("urge")
    assert instance.waiting == ["hurry", "undo_a"]
    instance.complete("undo_a")
    assert instance.waiting == ["hurry"]
    instance.complete("hurry")
    assert instance.waiting == ["after"]


def test_what_a_handler_did_is_not_undone(begin: Begin) -> None:
    handler = sub("undo", start("s1"), *undoable("x"), flow("s1", "x"), for_compensation=True)
    instance = begin(
        bpmn(
            "p",
            start(),
            user("a"),
            undone_by("a", "undo"),
            handler,
            throw("one", compensate()),
            throw("two", compensate()),
            user("after"),
            *chain("start", "a", "one", "two", "after"),
        )
    )
    instance.complete("a")
    instance.complete("x")
    assert instance.waiting == ["after"]


def test_an_interrupted_scope_can_still_be_undone(begin: Begin) -> None:
    handler = event_sub("on", start("s2", signal("on")), throw("t2", compensate()), *chain("s2", "t2"))
    inside = sub("s", start("s1"), *undoable("a"), user("b"), *chain("s1", "a", "b"), handler)
    instance = begin(bpmn("p", start(), inside, user("after"), *chain("start", "s", "after")))
    instance.complete("a")
    instance.fire("s2")
    assert instance.waiting == ["undo_a"]
    instance.complete("undo_a")
    assert instance.waiting == ["after"]


def test_a_terminated_sub_process_was_completed_and_can_be_undone(begin: Begin) -> None:
    inside = sub("booking", start("s1"), *undoable("a"), end("stop", terminate()), *chain("s1", "a", "stop"))
    instance = begin(around_booking(inside))
    instance.complete("a")
    instance.complete("check")
    assert instance.waiting == ["undo_a"]


# What it costs


def test_a_process_without_compensation_remembers_nothing(begin: Begin) -> None:
    instance = begin(
        bpmn("p", start(), sub("s", start("s1"), user("a"), flow("s1", "a")), user("b"), *chain("start", "s", "b"))
    )
    instance.complete("a")
    assert "done" not in instance.program.dump(instance.state or b"")


def looped(*ids: str) -> bytes:
    return bpmn(
        "p",
        start(),
        exclusive("merge"),
        *(part for id in ids for part in undoable(id)),
        exclusive("again", default="out"),
        throw("throw", compensate()),
        *chain("start", "merge", *ids, "again"),
        flow("again", "merge", "${more}"),
        flow("again", "throw", id="out"),
    )


def test_a_loop_around_activities_with_handlers_does_not_grow(begin: Begin) -> None:
    instance = begin(looped("a", "b"), more=True)
    for _ in range(3):
        instance.complete("a")
        instance.complete("b")
    early = len(instance.state or b"")
    for _ in range(100):
        instance.complete("a")
        instance.complete("b")
    assert len(instance.state or b"") <= early + 8
    instance.complete("a")
    instance.complete("b", more=False)
    assert instance.waiting == ["undo_a"] * 104 + ["undo_b"] * 104
    assert [id for id in started(instance) if id.startswith("undo")] == ["undo_b", "undo_a"] * 104


# Together with listeners, conditions and modification


def test_a_sub_process_that_waits_for_its_end_listener_is_undone_only_when_it_is_over(begin: Begin) -> None:
    booking = sub(
        "booking",
        inputs(room="${wanted}"),
        listen("end", class_="a.B"),
        start("s1"),
        user("hotel"),
        undone_by("hotel", "undo"),
        service("undo", outputs(freed="${room}"), topic="t", for_compensation=True),
        flow("s1", "hotel"),
    )
    instance = begin(around_booking(booking), wanted="101")
    instance.complete("hotel")
    assert instance.waiting == ["booking"]
    instance.complete("booking", wanted="202")
    instance.complete("check")
    instance.complete("undo")
    assert instance.value("freed") == "101"


def test_a_sub_process_cancelled_at_its_end_listener_is_not_undone(begin: Begin) -> None:
    booking = sub(
        "booking",
        inputs(room="${1}"),
        listen("end", class_="a.B"),
        start("s1"),
        *undoable("hotel"),
        flow("s1", "hotel"),
    )
    instance = begin(
        bpmn(
            "p",
            start(),
            booking,
            boundary("stop", "booking", signal("stop")),
            throw("throw", compensate()),
            user("after"),
            flow("start", "booking"),
            *chain("stop", "throw", "after"),
        )
    )
    instance.complete("hotel")
    assert instance.waiting == ["booking"]
    instance.fire("stop")
    assert instance.waiting == ["after"]


def test_conditions_do_not_start_anything_in_what_is_only_undone(begin: Begin) -> None:
    side = event_sub("side", start("s2", condition("${go}"), interrupting=False), user("extra"), flow("s2", "extra"))
    instance = begin(around_booking(inner_booking(side)), go=False)
    for id in ("hotel", "flight", "check"):
        instance.complete(id)
    instance.complete("undo_hotel", go=True)
    assert instance.waiting == ["undo_flight"]


def test_cancelling_the_last_handler_by_hand_ends_the_throw(begin: Begin) -> None:
    instance = begin(booked(activity="hotel"))
    instance.complete("hotel")
    instance.complete("flight")
    instance.apply(Modify((StartBefore("after"), CancelElement("undo_hotel"))))
    assert instance.waiting == ["after"]
    assert instance.program.dump(instance.state or b"")["tokens"] == [{"element": "after", "wait": "activity"}]


def test_what_is_begun_by_hand_is_not_begun_in_what_is_only_undone(begin: Begin) -> None:
    instance = begin(around_booking(inner_booking()))
    for id in ("hotel", "flight", "check"):
        instance.complete(id)
    instance.apply(Modify((StartBefore("hotel"),)))
    for id in ("undo_hotel", "undo_flight", "hotel", "flight"):
        instance.complete(id)
    assert instance.waiting == ["after", "check"]


def test_what_people_did_in_an_ad_hoc_sub_process_is_undone_like_any_other(begin: Begin) -> None:
    anything = ad_hoc("any", *undoable("call_in"), *undoable("visit"), until="${enough}")
    instance = begin(
        bpmn(
            "p",
            start(),
            anything,
            throw("throw", compensate()),
            user("after"),
            *chain("start", "any", "throw", "after"),
        )
    )
    assert instance.startable() == ["call_in", "visit"]
    for id, enough in (("visit", False), ("call_in", False), ("visit", True)):
        instance.begin(id)
        instance.complete(id, enough=enough)
    assert instance.waiting == ["undo_call_in", "undo_visit", "undo_visit"]
    for id in ("undo_visit", "undo_call_in", "undo_visit"):
        instance.complete(id)
    assert instance.waiting == ["after"]
