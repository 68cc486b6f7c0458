"""Compensation, transactions, links and loops on the whole engine: rows, history and the tree, on both databases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.domain.commands.instance import CancelInstance
from app.domain.commands.task import CompleteTask
from app.domain.queries.runtime import ActivityNode, ActivityTreeQuery
from app.persistence.tables import hi, ru
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    call,
    cancel,
    catch,
    chain,
    compensate,
    complex_gateway,
    end,
    event_sub,
    flow,
    inputs,
    link,
    loop,
    multi,
    outputs,
    parallel,
    service,
    start,
    sub,
    throw,
    transaction,
    undone_by,
    user,
)
from tests.support.engine_driver import OPERATOR, Office
from tests.support.history import faults, read_case


def undoable(id: str) -> tuple[Xml, ...]:
    return user(id), undone_by(id, f"undo_{id}", f"b_{id}"), user(f"undo_{id}", for_compensation=True)


def history(office: Office, instance: str) -> list[Mapping[str, Any]]:
    return office.rows(select(hi.activity).where(hi.activity.c.instance_id == instance))


def shown(office: Office, instance: str) -> Counter[tuple[str, str]]:
    """Element id and type of every activity in history, and how often."""
    return Counter((row["element_id"], row["kind"]) for row in history(office, instance))


def tree(office: Office, instance: str) -> dict[str, Any]:
    """The activity tree as nested element ids."""

    def inside(node: ActivityNode) -> dict[str, Any]:
        return {child.element_id: inside(child) for child in sorted(node.children, key=lambda child: child.element_id)}

    return inside(office.engine.ask(ActivityTreeQuery(instance), OPERATOR))


def check(office: Office, instance: str) -> None:
    assert faults(read_case(office.store, instance)) == []


def booking(*more: Xml) -> bytes:
    booked = sub(
        "booking",
        inputs(room="${wanted}"),
        start("s1"),
        *undoable("hotel"),
        user("flight"),
        undone_by("flight", "free"),
        service("free", outputs(freed="${room}"), topic="free", for_compensation=True),
        *chain("s1", "hotel", "flight"),
        *more,
    )
    return bpmn(
        "p",
        start("s"),
        booked,
        user("check"),
        throw("throw", compensate("booking")),
        user("after"),
        end("e"),
        *chain("s", "booking", "check", "throw", "after", "e"),
    )


def test_a_completed_sub_process_is_undone_with_the_variables_it_had(any_office: Office) -> None:
    office = any_office
    office.deploy(booking())
    instance = office.start("p", wanted="101")
    for element in ("hotel", "flight"):
        office.complete(element)
    check(office, instance)
    office.complete("check", wanted="202")
    assert office.open_elements(instance) == ["free", "undo_hotel"]
    assert tree(office, instance) == {"booking": {"free": {}, "undo_hotel": {}}, "throw": {}}
    check(office, instance)
    assert office.work("free") == 1
    assert office.variables(instance)["freed"] == "101"
    office.complete("undo_hotel")
    assert office.open_elements(instance) == ["after"]
    assert tree(office, instance) == {"after": {}}
    check(office, instance)
    office.complete("after")
    check(office, instance)
    left = select(ru.variable).where(ru.variable.c.name == "room", ru.variable.c.deleted_at.is_(None))
    assert office.rows(left) == []


def test_history_shows_handlers_in_the_scope_that_is_undone_and_no_boundary_event(any_office: Office) -> None:
    office = any_office
    office.deploy(booking())
    instance = office.start("p", wanted="101")
    for element in ("hotel", "flight", "check", "undo_hotel"):
        office.complete(element)
    office.work("free")
    office.complete("after")
    assert shown(office, instance) == Counter({
        ("s", "startEvent"): 1, ("booking", "subProcess"): 2, ("s1", "startEvent"): 1, ("hotel", "userTask"): 1,
        ("flight", "userTask"): 1, ("check", "userTask"): 1, ("throw", "intermediateCompensationThrowEvent"): 1,
        ("undo_hotel", "userTask"): 1, ("free", "serviceTask"): 1, ("after", "userTask"): 1, ("e", "noneEndEvent"): 1,
    })  # fmt: skip
    rows = history(office, instance)
    again = max((row for row in rows if row["element_id"] == "booking"), key=lambda row: row["id"])
    parents = {row["element_id"]: row["parent_id"] for row in rows}
    assert parents["undo_hotel"] == parents["free"] == again["id"]
    assert parents["throw"] == parents["booking"] == instance
    assert all(row["ended_at"] is not None and not row["canceled"] for row in rows)


def test_an_event_sub_process_undoes_in_its_own_order(any_office: Office) -> None:
    office = any_office
    by_hand = event_sub(
        "by_hand",
        start("s2", compensate()),
        throw("one", compensate("hotel")),
        user("note"),
        throw("two", compensate("flight")),
        *chain("s2", "one", "note", "two"),
    )
    office.deploy(booking(by_hand))
    instance = office.start("p", wanted="101")
    for element in ("hotel", "flight", "check"):
        office.complete(element)
    assert tree(office, instance) == {"booking": {"by_hand": {"one": {}}, "undo_hotel": {}}, "throw": {}}
    check(office, instance)
    office.complete("undo_hotel")
    office.complete("note")
    assert office.work("free") == 1
    assert office.variables(instance)["freed"] == "101"
    assert office.open_elements(instance) == ["after"]
    check(office, instance)


def test_an_instance_deleted_in_the_middle_of_compensation_leaves_nothing(any_office: Office) -> None:
    office = any_office
    office.deploy(booking())
    instance = office.start("p", wanted="101")
    for element in ("hotel", "flight", "check"):
        office.complete(element)
    office.execute(CancelInstance(instance, "enough"), OPERATOR)
    check(office, instance)


def test_every_finished_instance_is_undone_with_its_item(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            user("book", multi(collection="${hotels}", element_variable="hotel")),
            undone_by("book", "undo"),
            service("undo", outputs(freed="= concatenate(freed, [hotel])"), topic="free", for_compensation=True),
            end("e", compensate()),
            *chain("s", "book", "e"),
        )
    )
    instance = office.start("p", hotels=["x", "y"], freed=[])
    for task in office.tasks():
        office.execute(CompleteTask(task.id))
    assert tree(office, instance) == {"book#multiInstanceBody": {"undo": {}}, "e": {}}
    check(office, instance)
    office.work("free")
    check(office, instance)
    assert office.running() == ()
    (freed,) = office.rows(select(ru.variable.c.text_value).where(ru.variable.c.name == "freed"))
    assert sorted(freed["text_value"]) == sorted('["y","x"]')


def test_compensation_does_not_reach_into_a_called_process_but_undoes_the_call(any_office: Office) -> None:
    office = any_office
    office.deploy(bpmn("child", start("s"), *undoable("inside"), end("e"), *chain("s", "inside", "e")))
    office.deploy(
        bpmn(
            "p",
            start("s"),
            call("book", "child"),
            undone_by("book", "undo"),
            call("undo", "undoing", for_compensation=True),
            throw("throw", compensate()),
            user("after"),
            *chain("s", "book", "throw", "after"),
        ),
        bpmn("undoing", start("s"), user("reverse"), flow("s", "reverse")),
    )
    instance = office.start("p")
    office.complete("inside")
    assert office.open_elements() == ["reverse"]
    check(office, instance)
    office.complete("reverse")
    assert office.open_elements() == ["after"]
    check(office, instance)


def test_a_cancelled_transaction_is_undone_and_left_by_its_boundary(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            transaction(
                "tx",
                start("s1"),
                *undoable("hotel"),
                user("ask"),
                end("no", cancel()),
                *chain("s1", "hotel", "ask", "no"),
            ),
            boundary("cancelled", "tx", cancel()),
            user("after"),
            *chain("s", "tx"),
            flow("cancelled", "after"),
        )
    )
    instance = office.start("p")
    office.complete("hotel")
    office.complete("ask")
    assert tree(office, instance) == {"tx": {"no": {}, "undo_hotel": {}}}
    check(office, instance)
    office.complete("undo_hotel")
    check(office, instance)
    rows = {row["element_id"]: row for row in history(office, instance)}
    assert (rows["tx"]["kind"], rows["tx"]["canceled"]) == ("transaction", True)
    assert (rows["no"]["kind"], rows["no"]["canceled"]) == ("cancelEndEvent", False)
    assert (rows["cancelled"]["kind"], rows["undo_hotel"]["canceled"]) == ("cancelBoundaryCatch", False)
    office.complete("after")
    check(office, instance)


def test_a_complex_gateway_fires_at_two_of_three(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            parallel("fork"),
            user("a"),
            user("b"),
            user("c"),
            complex_gateway("g", "${activationCount >= 2}"),
            user("after"),
            *chain("s", "fork", "a", "g", "after"),
            *chain("fork", "b", "g"),
            *chain("fork", "c", "g"),
        )
    )
    instance = office.start("p")
    office.complete("a")
    office.complete("b")
    assert office.open_elements(instance) == ["after", "c"]
    check(office, instance)
    office.complete("c")
    assert office.open_elements(instance) == ["after"]
    office.complete("after")
    check(office, instance)
    assert shown(office, instance)["g", "complexGateway"] == 1


def test_links_leave_no_history_and_loops_a_body(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            throw("leave", link("L")),
            catch("arrive", link("L")),
            user("a", loop(condition="${again}")),
            end("e"),
            flow("s", "leave"),
            *chain("arrive", "a", "e"),
        )
    )
    instance = office.start("p")
    office.complete("a", again=True)
    check(office, instance)
    assert tree(office, instance) == {"a#multiInstanceBody": {"a": {}}}
    office.complete("a", again=False)
    check(office, instance)
    assert shown(office, instance) == Counter({
        ("s", "startEvent"): 1, ("a#multiInstanceBody", "multiInstanceBody"): 1, ("a", "userTask"): 2,
        ("e", "noneEndEvent"): 1,
    })  # fmt: skip
