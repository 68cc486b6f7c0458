"""Transactions: cancelling undoes what was completed inside and leaves by the cancel boundary event.

The stories are those of Camunda's TransactionSubProcessTest; each is told straight and restarted after each step.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from app.domain.steps import ActivityEnded, ActivityStarted
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    cancel,
    chain,
    compensate,
    end,
    error,
    event_sub,
    exclusive,
    flow,
    multi,
    parallel,
    service,
    signal,
    start,
    sub,
    throw,
    timer,
    transaction,
    undone_by,
    user,
)
from tests.support.interpreter_driver import Instance

Begin = Callable[..., Instance]


@pytest.fixture(params=[False, True], ids=["straight", "restarted"])
def begin(request: pytest.FixtureRequest) -> Begin:
    return partial(Instance, reload=request.param)


def undoable(id: str, *details: Xml) -> tuple[Xml, ...]:
    return user(id, *details), undone_by(id, f"undo_{id}", f"b_{id}"), user(f"undo_{id}", for_compensation=True)


def trip(*more: Xml, id: str = "tx", ask: str = "ask") -> Xml:
    """A hotel and a flight at once, then a question whose answer confirms or cancels."""
    return transaction(
        id,
        *more,
        start(f"{id}_s"),
        parallel(f"{id}_fork"),
        *undoable(f"{id}_hotel"),
        *undoable(f"{id}_flight"),
        parallel(f"{id}_join"),
        user(ask),
        exclusive(f"{id}_ok", default=f"{id}_no"),
        end(f"{id}_success"),
        end(f"{id}_failure", cancel()),
        *chain(f"{id}_s", f"{id}_fork", f"{id}_hotel", f"{id}_join", ask, f"{id}_ok"),
        *chain(f"{id}_fork", f"{id}_flight", f"{id}_join"),
        flow(f"{id}_ok", f"{id}_success", "${confirmed}"),
        flow(f"{id}_ok", f"{id}_failure", id=f"{id}_no"),
    )


def journey(tx: Xml, *more: Xml) -> bytes:
    return bpmn(
        "p",
        start(),
        tx,
        boundary("cancelled", "tx", cancel()),
        user("after_success"),
        user("after_cancel"),
        *chain("start", "tx", "after_success"),
        flow("cancelled", "after_cancel"),
        *more,
    )


def book(instance: Instance) -> None:
    instance.complete("tx_hotel")
    instance.complete("tx_flight")


def test_a_confirmed_transaction_goes_its_normal_way(begin: Begin) -> None:
    instance = begin(journey(trip()))
    book(instance)
    instance.complete("ask", confirmed=True)
    assert instance.waiting == ["after_success"]
    instance.complete("after_success")
    assert instance.ended


def test_a_cancelled_transaction_is_undone_and_then_left_by_its_boundary(begin: Begin) -> None:
    instance = begin(journey(trip()))
    book(instance)
    instance.complete("ask", confirmed=False)
    assert instance.waiting == ["undo_tx_flight", "undo_tx_hotel"]
    instance.complete("undo_tx_hotel")
    assert instance.waiting == ["undo_tx_flight"]
    instance.complete("undo_tx_flight")
    assert instance.waiting == ["after_cancel"]
    instance.complete("after_cancel")
    assert instance.ended and instance.open == {}


def test_history_shows_the_cancelled_transaction_and_the_event_it_was_left_by(begin: Begin) -> None:
    instance = begin(journey(trip()))
    book(instance)
    instance.complete("ask", confirmed=False)
    instance.complete("undo_tx_hotel")
    instance.complete("undo_tx_flight")
    names = {s.activity_instance_id: s.node.id for s in instance.history if isinstance(s, ActivityStarted)}
    ends = {names[s.activity_instance_id]: s.canceled for s in instance.history if isinstance(s, ActivityEnded)}
    assert ends["tx"] is True
    assert ends["tx_failure"] is False and ends["cancelled"] is False and ends["undo_tx_hotel"] is False


def test_with_nothing_to_undo_the_boundary_is_reached_at_once(begin: Begin) -> None:
    tx = transaction("tx", start("s"), user("ask"), end("no", cancel()), *chain("s", "ask", "no"))
    instance = begin(journey(tx))
    instance.complete("ask")
    assert instance.waiting == ["after_cancel"]


def test_other_branches_are_cancelled_and_not_undone(begin: Begin) -> None:
    tx = transaction(
        "tx",
        start("s"),
        parallel("fork"),
        *undoable("done"),
        *undoable("open"),
        user("ask"),
        end("no", cancel()),
        *chain("s", "fork", "done"),
        flow("fork", "open"),
        *chain("fork", "ask", "no"),
    )
    instance = begin(journey(tx))
    instance.complete("done")
    instance.complete("ask")
    assert instance.waiting == ["undo_done"]
    instance.complete("undo_done")
    assert instance.waiting == ["after_cancel"]


def test_an_inner_transaction_is_cancelled_alone(begin: Begin) -> None:
    outer = transaction(
        "tx",
        start("s"),
        parallel("fork"),
        *undoable("flight"),
        trip(id="in", ask="ask_in"),
        boundary("in_cancelled", "in", cancel()),
        user("after_inner"),
        end("no", cancel()),
        *chain("s", "fork", "flight", "no"),
        *chain("fork", "in"),
        flow("in_cancelled", "after_inner"),
    )
    instance = begin(journey(outer))
    instance.complete("in_hotel")
    instance.complete("in_flight")
    instance.complete("ask_in", confirmed=False)
    instance.complete("undo_in_hotel")
    instance.complete("undo_in_flight")
    assert instance.waiting == ["after_inner", "flight"]
    instance.complete("flight")
    assert instance.waiting == ["undo_flight"]
    instance.complete("undo_flight")
    assert instance.waiting == ["after_cancel"]


def test_cancelling_the_outer_one_does_not_undo_an_inner_one_that_still_runs(begin: Begin) -> None:
    outer = transaction(
        "tx",
        start("s"),
        parallel("fork"),
        *undoable("flight"),
        trip(id="in", ask="ask_in"),
        boundary("in_cancelled", "in", cancel()),
        end("no", cancel()),
        *chain("s", "fork", "flight", "no"),
        *chain("fork", "in"),
    )
    instance = begin(journey(outer))
    instance.complete("in_hotel")
    instance.complete("flight")
    assert instance.waiting == ["undo_flight"]
    instance.complete("undo_flight")
    assert instance.waiting == ["after_cancel"]


def test_cancelling_one_instance_ends_all_and_undoes_what_that_one_did(begin: Begin) -> None:
    instance = begin(journey(trip(multi(cardinality=3))))
    instance.complete("tx_hotel", 0)
    instance.complete("tx_flight", 0)
    instance.complete("tx_hotel", 0)
    instance.complete("ask", confirmed=False)
    assert sorted(set(instance.waiting)) == ["tx_flight", "tx_hotel", "undo_tx_flight", "undo_tx_hotel"]
    instance.complete("undo_tx_hotel")
    instance.complete("undo_tx_flight")
    assert instance.waiting == ["after_cancel"]
    instance.complete("after_cancel")
    assert instance.ended and instance.open == {}


def test_a_sub_process_completed_inside_is_undone(begin: Begin) -> None:
    tx = transaction(
        "tx",
        start("s"),
        sub("in", start("s1"), *undoable("x"), flow("s1", "x")),
        user("ask"),
        end("no", cancel()),
        *chain("s", "in", "ask", "no"),
    )
    instance = begin(journey(tx))
    instance.complete("x")
    instance.complete("ask")
    assert instance.waiting == ["undo_x"]
    instance.complete("undo_x")
    assert instance.waiting == ["after_cancel"]


def test_a_completed_transaction_can_be_undone_later_like_a_sub_process(begin: Begin) -> None:
    instance = begin(
        bpmn(
            "p",
            start(),
            trip(),
            boundary("cancelled", "tx", cancel()),
            throw("throw", compensate("tx")),
            user("after"),
            *chain("start", "tx", "throw", "after"),
        )
    )
    book(instance)
    instance.complete("ask", confirmed=True)
    assert instance.waiting == ["undo_tx_flight", "undo_tx_hotel"]
    instance.complete("undo_tx_hotel")
    instance.complete("undo_tx_flight")
    assert instance.waiting == ["after"]


def test_an_event_sub_process_inside_undoes_its_part_in_its_own_way(begin: Begin) -> None:
    by_hand = event_sub("by_hand", start("s2", compensate()), throw("t2", compensate("x")), *chain("s2", "t2"))
    tx = transaction(
        "tx",
        start("s"),
        sub("in", start("s1"), *undoable("x"), flow("s1", "x"), by_hand),
        user("ask"),
        end("no", cancel()),
        *chain("s", "in", "ask", "no"),
    )
    instance = begin(journey(tx))
    instance.complete("x")
    instance.complete("ask")
    assert instance.waiting == ["undo_x"]
    instance.complete("undo_x")
    assert instance.waiting == ["after_cancel"]


def test_while_it_is_undone_messages_and_timers_do_not_reach_it(begin: Begin) -> None:
    handler = event_sub("on", start("s2", signal("on"), interrupting=False), user("other"), flow("s2", "other"))
    tx = transaction("tx", start("s"), *undoable("x"), end("no", cancel()), *chain("s", "x", "no"), handler)
    late = boundary("late", "tx", timer(duration="P1D"))
    instance = begin(journey(tx, late, user("too_late"), flow("late", "too_late")))
    assert sorted(element for _, element in instance.waits) == ["late", "s2"]
    instance.complete("x")
    assert instance.waiting == ["undo_x"]
    assert instance.waits == {}


def test_an_error_leaves_a_transaction_without_undoing_it(begin: Begin) -> None:
    tx = transaction(
        "tx", start("s"), *undoable("x"), service("y", topic="t"), end("no", cancel()), *chain("s", "x", "y", "no")
    )
    instance = begin(journey(tx, boundary("hazard", "tx", error()), user("mend"), flow("hazard", "mend")))
    instance.complete("x")
    instance.fail("y", "E")
    assert instance.waiting == ["mend"]


def test_an_error_in_a_handler_is_caught_at_the_border(begin: Begin) -> None:
    tx = transaction(
        "tx",
        start("s"),
        user("x"),
        undone_by("x", "undo"),
        service("undo", topic="t", for_compensation=True),
        end("no", cancel()),
        *chain("s", "x", "no"),
    )
    instance = begin(journey(tx, boundary("hazard", "tx", error()), user("mend"), flow("hazard", "mend")))
    instance.complete("x")
    instance.fail("undo", "E")
    assert instance.waiting == ["mend"]
