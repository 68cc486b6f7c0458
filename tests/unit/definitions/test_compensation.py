"""What the reader makes of compensation: who undoes whom, and what a designer is warned of."""

from __future__ import annotations

from app.definitions import read_bpmn
from app.domain.model.process import ProcessModel
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    cancel,
    catch,
    chain,
    compensate,
    end,
    event_sub,
    flow,
    link,
    parallel,
    start,
    sub,
    task,
    throw,
    transaction,
    undone_by,
)


def read(*elements: Xml) -> tuple[ProcessModel, list[tuple[str, str | None]]]:
    file = read_bpmn(bpmn("p", *elements), "case.bpmn")
    return file.processes[0], [(warning.code, warning.element_id) for warning in file.warnings]


def undoable(id: str) -> tuple[Xml, ...]:
    return task(id), undone_by(id, f"undo_{id}", f"b_{id}"), task(f"undo_{id}", for_compensation=True)


def test_an_association_names_the_handler_wherever_it_stands() -> None:
    association = Xml('<bpmn:association id="x" sourceRef="b" targetRef="h"/>')
    inner = sub("s", task("a"), boundary("b", "a", compensate()), task("h", for_compensation=True))
    model, warnings = read(start(), inner, flow("start", "s"), association)
    assert model.nodes["a"].compensated_by == "h"
    assert model.nodes["h"].for_compensation
    assert warnings == []


def test_an_event_sub_process_undoes_the_sub_process_around_it() -> None:
    by_hand = event_sub("by_hand", start("s2", compensate()), task("x"), flow("s2", "x"))
    model, warnings = read(start(), sub("s", task("a"), by_hand), flow("start", "s"))
    assert model.nodes["s"].compensated_by == "by_hand"
    assert warnings == []


def test_an_association_of_a_text_says_nothing() -> None:
    note = Xml('<bpmn:textAnnotation id="n"/><bpmn:association id="x" sourceRef="a" targetRef="n"/>')
    model, _ = read(start(), task("a"), note, flow("start", "a"))
    assert model.nodes["a"].compensated_by is None


def test_a_transaction_is_a_scope_with_a_way_out() -> None:
    tx = transaction("tx", start("s1"), end("no", cancel()), flow("s1", "no"))
    model, warnings = read(start(), tx, boundary("b", "tx", cancel()), end(), *chain("start", "tx"), flow("b", "end"))
    assert model.nodes["tx"].kind == "transaction" and model.nodes["no"].scope == "tx"
    assert warnings == []


def test_a_throw_that_can_undo_nothing_is_warned_of() -> None:
    _, warnings = read(
        start(),
        task("a"),
        throw("all", compensate()),
        throw("one", compensate("a")),
        *chain("start", "a", "all", "one"),
    )
    assert warnings == [("nothing_to_compensate", "all"), ("nothing_to_compensate", "one")]


def test_what_an_inner_sub_process_holds_is_something_to_undo() -> None:
    _, warnings = read(
        start(),
        sub("s", sub("t", *undoable("a"))),
        throw("all", compensate()),
        throw("one", compensate("s")),
        *chain("start", "s", "all", "one"),
    )
    assert warnings == []


def test_an_event_sub_process_may_name_what_stands_around_it() -> None:
    handler = event_sub("x", start("s2", compensate()), throw("one", compensate("a")), flow("s2", "one"))
    _, warnings = read(start(), sub("s", *undoable("a"), handler), flow("start", "s"))
    assert warnings == []


def test_a_throw_that_would_not_wait_is_told_that_it_does() -> None:
    _, warnings = read(start(), *undoable("a"), throw("t", compensate(wait=False)), *chain("start", "a", "t"))
    assert warnings == [("compensation_waits", "t")]


def test_attributes_of_throwing_events_are_nothing_on_catching_ones() -> None:
    elements = (task("a"), boundary("b", "a", compensate("a")), task("h", for_compensation=True))
    association = Xml('<bpmn:association id="x" sourceRef="b" targetRef="h"/>')
    _, warnings = read(start(), *elements, association, flow("start", "a"))
    assert warnings == [("compensation_attribute_without_effect", "b")]


def test_a_sub_process_undone_inside_and_at_its_border_is_warned_of() -> None:
    elements = (sub("s", *undoable("a")), undone_by("s", "h", "b"), task("h", for_compensation=True))
    _, warnings = read(start(), *elements, flow("start", "s"))
    assert warnings == [("compensated_twice", "s")]


def test_a_handler_that_nothing_leads_to_is_warned_of() -> None:
    _, warnings = read(start(), task("a"), task("h", for_compensation=True), flow("start", "a"))
    assert warnings == [("unreachable", "h")]


def test_a_scope_without_start_event_does_not_begin_at_a_handler() -> None:
    model, _ = read(*undoable("a"))
    (begin,) = model.start_events("p")
    assert [model.flows[id].target for id in begin.outgoing] == ["a"]


def test_a_catching_link_without_a_throw_is_warned_of() -> None:
    _, warnings = read(start(), task("a"), catch("c", link("L")), flow("start", "a"))
    assert warnings == [("unreachable", "c")]


def test_what_can_be_undone_does_not_keep_a_join_waiting() -> None:
    _, warnings = read(
        start(),
        parallel("f"),
        *undoable("a"),
        *undoable("b"),
        parallel("j"),
        end(),
        *chain("start", "f", "a", "j", "end"),
        *chain("f", "b", "j"),
    )
    assert warnings == []
