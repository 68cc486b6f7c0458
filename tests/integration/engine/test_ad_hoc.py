"""Ad-hoc sub-processes in the whole engine: who may begin what, rows, history, and the operation log."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.domain.commands.instance import EndAdHocSubProcess, StartAdHocActivity, SuspendInstance
from app.domain.commands.task import CompleteTask
from app.domain.errors import InvalidState, NotAllowed, NotFound, Suspended
from app.domain.queries.runtime import AdHocQuery, AdHocWork
from app.domain.values import SYSTEM, Actor
from app.persistence.tables import hi
from tests.support.bpmn_builder import ad_hoc, bpmn, chain, flow, service, start, user
from tests.support.engine_driver import OPERATOR, Office, People


def diagram(**options: Any) -> bytes:
    inside = (
        user("advice", candidate_groups="lawyers"),
        user("note", assignee="liu"),
        service("lookup", topic="lookup"),
        flow("advice", "note"),
    )
    return bpmn(
        "p",
        start("s", initiator="starter"),
        ad_hoc("h", *inside, name="会商", **options),
        user("after"),
        *chain("s", "h", "after"),
    )


@pytest.fixture
def office(any_office: Office) -> Office:
    any_office.people = People({"lawyers": ("wang", "zhao")}, {"deputy": {"chen": "leave"}})
    any_office.forget()
    return any_office


def offered(office: Office, instance: str, actor: Actor = SYSTEM) -> list[str]:
    works: tuple[AdHocWork, ...] = office.engine.ask(AdHocQuery(instance), actor)
    return [each.element_id for work in works for each in work.activities]


def begin(office: Office, instance: str, element: str, actor: Actor = SYSTEM) -> None:
    (work,) = office.engine.ask(AdHocQuery(instance), SYSTEM)
    office.execute(StartAdHocActivity(instance, work.scope_id, element), actor)


def test_people_begin_what_is_needed_until_it_is_over(office: Office) -> None:
    office.deploy(diagram(until="${enough}"))
    instance = office.start("p", as_="chen", enough=False)
    assert offered(office, instance) == ["advice", "lookup"]
    begin(office, instance, "advice", office.actor("chen"))
    begin(office, instance, "lookup", office.actor("chen"))
    begin(office, instance, "advice", OPERATOR)
    assert office.open_elements(instance) == ["advice", "advice", "lookup"]
    assert office.work("lookup") == 1
    office.execute(_complete(office, "advice", enough=True))
    assert office.open_elements(instance) == ["after"]
    columns = hi.activity.c
    rows = office.rows(select(columns.element_id, columns.kind, columns.canceled).order_by(columns.id))
    states = sorted((row["element_id"], row["canceled"]) for row in rows if row["element_id"] in ("advice", "h"))
    assert states == [("advice", False), ("advice", True), ("h", False)]
    assert {row["kind"] for row in rows if row["element_id"] == "h"} == {"adHocSubProcess"}


def _complete(office: Office, element: str, **variables: Any) -> CompleteTask:
    return CompleteTask(next(task.id for task in office.tasks() if task.element_id == element), variables)


def test_who_takes_part_begins_everything_and_others_what_will_be_theirs(office: Office) -> None:
    office.deploy(diagram())
    instance = office.start("p", as_="chen")
    everything = ["advice", "lookup"]
    assert offered(office, instance, office.actor("chen")) == everything, "who started the case"
    assert offered(office, instance, office.actor("deputy")) == everything, "who stands in for them"
    assert offered(office, instance, OPERATOR) == everything
    for stranger in ("wang", "sun"):
        with pytest.raises(NotFound):
            offered(office, instance, office.actor(stranger))
        with pytest.raises(NotFound):
            begin(office, instance, "advice", office.actor(stranger))
    begin(office, instance, "advice", office.actor("chen"))
    assert offered(office, instance, office.actor("wang")) == ["advice"], "wang sees the case now, as a candidate"
    with pytest.raises(NotAllowed):
        begin(office, instance, "lookup", office.actor("wang"))


def test_a_person_ends_it_where_the_diagram_leaves_that_to_people(office: Office) -> None:
    office.deploy(diagram())
    instance = office.start("p", as_="chen")
    (work,) = office.engine.ask(AdHocQuery(instance), office.actor("chen"))
    assert (work.name, work.may_end) == ("会商", True)
    begin(office, instance, "advice", office.actor("chen"))
    with pytest.raises(NotAllowed):
        office.execute(EndAdHocSubProcess(instance, work.scope_id), office.actor("wang"))
    office.execute(EndAdHocSubProcess(instance, work.scope_id), office.actor("chen"))
    assert office.open_elements(instance) == ["after"]
    assert offered(office, instance) == []
    columns = hi.detail.c
    rows = office.rows(select(columns.operation, columns.actor).where(columns.operation.like("%AdHoc%")))
    assert sorted((row["operation"], row["actor"]) for row in rows) == [
        ("EndAdHocSubProcess", "chen"), ("StartAdHocActivity", "chen"),
    ]  # fmt: skip


def test_nothing_begins_in_a_suspended_or_ended_instance(office: Office) -> None:
    office.deploy(diagram())
    instance = office.start("p", as_="chen")
    (work,) = office.engine.ask(AdHocQuery(instance), SYSTEM)
    office.execute(SuspendInstance(instance, "r"))
    assert offered(office, instance) == []
    with pytest.raises(Suspended):
        office.execute(StartAdHocActivity(instance, work.scope_id, "advice"))


@pytest.mark.parametrize("element", ["note", "after", "nothing"])
def test_what_may_not_begin_is_refused(office: Office, element: str) -> None:
    office.deploy(diagram())
    instance = office.start("p", as_="chen")
    with pytest.raises(InvalidState):
        begin(office, instance, element)
