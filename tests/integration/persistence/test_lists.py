"""Lists: filters, order, pages and counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from app.domain import events
from app.domain.errors import InvalidInput
from app.domain.queries.common import Count, Paging, Sort, VariableFilter
from app.domain.queries.deadline import DeadlineQuery
from app.domain.queries.external_task import ExternalTaskQuery
from app.domain.queries.history import ActivityQuery, DecisionQuery, OperationQuery
from app.domain.queries.incident import IncidentQuery
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.job import JobQuery
from app.domain.queries.task import DeskCounts, DeskCountsQuery, TaskBox, TaskDraftQuery, TaskQuery
from app.domain.values import SYSTEM, Actor, InstanceState, Right
from app.persistence.answers import LISTINGS
from app.persistence.store import SqlStore
from tests.integration.persistence import rows
from tests.integration.persistence.rows import HOUR, NOW, FixedClock
from tests.support.database import open_store

DAY = timedelta(days=1)


def ids(store: SqlStore, query: Any, actor: Actor = SYSTEM) -> list[str]:
    return [row.id for row in store.ask(query, actor).rows]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """Three cases that tests only read: i1 late and stuck, i2 called by i1, i3 finished."""
    url = request.getfixturevalue("shared_postgres_url") if request.param == "postgresql" else None
    store = open_store(tmp_path_factory.mktemp("lists"), url=url, clock=FixedClock(NOW))
    with store.transaction() as work:
        work.record(rows.deployed())
    furnish(store)
    yield store
    store.close()


def furnish(store: SqlStore) -> None:
    """The three cases."""
    rows.started(
        store,
        rows.activity("approve:t1", task_id="t1", name="Approve"),
        rows.activity("sub:1", kind="subProcess"),
        rows.activity("inner:1", parent_id="sub:1", started_at=NOW + HOUR),
        events.UserTaskCreated(
            rows.task(
                assignee="li",
                due_at=NOW - HOUR,
                priority=80,
                name="Approve",
                candidate_groups=("clerks",),
                owner="zhao",
            )
        ),
        events.UserTaskCreated(rows.task("t2", candidate_groups=("clerks",), created_at=NOW + HOUR, name="sign_50%")),
        events.UserTaskCreated(rows.task("t3", candidate_users=("li",), due_at=NOW + DAY, created_at=NOW - HOUR)),
        events.DeadlineSet(rows.deadline()),
        events.IncidentOpened(rows.incident(element_id="approve")),
        events.JobCreated(rows.job(retries=0, error_message="x")),
        events.ExternalTaskCreated(rows.external_task(worker_id="w", locked_until=NOW + HOUR)),
        rows.variables(title="修缮议题", amount=50_000, urgent=True, note="Straße"),
        unit="finance",
    )
    rows.started(store, id="i2", parent_id="i1", root_id="i1", business_key="BK-2", started_at=NOW + HOUR, unit="works")
    rows.started(
        store,
        rows.activity("approve:t9", "i3", task_id="t9"),
        events.UserTaskCreated(rows.task("t9", "i3", assignee="li", candidate_groups=("clerks",))),
        rows.variables("i3", amount=7.5),
        id="i3",
        business_key=None,
        started_by=None,
        started_at=NOW - DAY,
    )
    with store.transaction() as work:
        work.record(
            events.UserTaskEnded("t9", "i3", NOW, "completed", "wang", "li"),
            events.ActivityClosed("approve:t9", "i3", NOW),
            events.InstanceFinished("i3", 1, InstanceState.COMPLETED, NOW + DAY, "end"),
            events.OperationLogged("Complete", "Task", "t9", "wang", NOW, "li", "away", "i3", "t9", after={"a": 1}),
            events.DecisionRecorded("e1", "i3", "a", "DT-01", "dt:1", NOW, {"x": 1}, [{"y": "是"}], ("r1",)),
        )


INSTANCES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["i2", "i1", "i3"]),
    ({"finished": False}, ["i2", "i1"]),
    ({"finished": True}, ["i3"]),
    ({"states": (InstanceState.COMPLETED,)}, ["i3"]),
    ({"business_keys": ("BK-1", "BK-2")}, ["i2", "i1"]),
    ({"business_key_like": "%-2"}, ["i2"]),
    ({"definition_name": "Leave"}, ["i2", "i1", "i3"]),
    ({"definition_keys": ("other",)}, []),
    ({"not_definition_keys": ("leave",)}, []),
    ({"parent_id": "i1"}, ["i2"]),
    ({"child_id": "i2"}, ["i1"]),
    ({"root_id": "i1"}, ["i2", "i1"]),
    ({"roots_only": True}, ["i1", "i3"]),
    ({"leaves_only": True}, ["i2", "i3"]),
    ({"with_incidents": True}, ["i1"]),
    ({"with_incidents": False}, ["i2", "i3"]),
    ({"incident_message_like": "bro%"}, ["i1"]),
    ({"active_element_ids": ("approve",)}, ["i1"]),
    ({"executed_element_ids": ("approve",)}, ["i3"]),
    ({"units": ("finance",)}, ["i1"]),
    ({"late": True}, ["i1"]),
    ({"late": False}, ["i2", "i3"]),
    ({"text": "修缮"}, ["i1"]),
    ({"text": "bk-2"}, ["i2"]),
    ({"text": "%"}, []),
    ({"started_by": "starter"}, ["i2", "i1"]),
    ({"mine": False}, ["i2", "i1", "i3"]),
    ({"started_before": NOW}, ["i3"]),
    ({"started_after": NOW}, ["i2"]),
    ({"ended_after": NOW}, ["i3"]),
    ({"variables": (VariableFilter("amount", "gt", 10),)}, ["i1"]),
    ({"variables": (VariableFilter("amount", "lteq", 7.5),)}, ["i3"]),
    ({"variables": (VariableFilter("amount", "neq", 50_000),)}, ["i3"]),
    ({"variables": (VariableFilter("urgent", "eq", True),)}, ["i1"]),
    ({"variables": (VariableFilter("urgent", "eq", 1),)}, []),
    ({"variables": (VariableFilter("title", "like", "修%"),)}, ["i1"]),
    ({"variables": (VariableFilter("TITLE", "eq", "修缮议题", ignore_name_case=True),)}, ["i1"]),
    ({"any_of": (InstanceQuery(units=("works",), finished=True),)}, ["i2", "i3"]),
    ({"sort": (Sort("ended", True), Sort("id"))}, ["i3", "i1", "i2"]),
    ({"sort": (Sort("duration"), Sort("id"))}, ["i3", "i1", "i2"]),
    ({"sort": (Sort("business_key"),)}, ["i1", "i2", "i3"]),
]


@pytest.mark.parametrize(("filters", "expected"), INSTANCES, ids=lambda value: str(value)[:60])
def test_instances(office: SqlStore, filters: dict[str, Any], expected: list[str]) -> None:
    query = InstanceQuery(**filters)

    assert ids(office, query) == expected
    assert office.ask(Count(query), SYSTEM) == len(expected)


def test_where_an_instance_stands(office: SqlStore) -> None:
    (found,) = office.ask(InstanceQuery(ids=("i1",), with_current=True), SYSTEM).rows

    assert [(at.element_id, at.assignee) for at in found.current] == [("approve", "li"), ("inner", None)]
    assert found.current[0].candidate_groups == ("clerks",)
    assert (found.incidents, found.due_at, found.definition_name) == (1, NOW - HOUR, "Leave")


TASKS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["t3", "t1", "t2"]),
    ({"ended": True}, ["t9"]),
    ({"ended": None}, ["t3", "t1", "t9", "t2"]),
    ({"assignees": ("li",)}, ["t1"]),
    ({"not_assignees": ("li",)}, ["t3", "t2"]),
    ({"assigned": False}, ["t3", "t2"]),
    ({"candidate_groups": ("clerks",)}, ["t2"]),
    ({"candidate_groups": ("clerks",), "include_assigned": True}, ["t1", "t2"]),
    ({"candidate_user": "li"}, ["t3"]),
    ({"involved_user": "zhao"}, ["t1"]),
    ({"with_candidate_users": True}, ["t3"]),
    ({"with_candidate_groups": False}, ["t3"]),
    ({"name_like": "sign\\_50\\%"}, ["t2"]),
    ({"not_name": "Approve"}, ["t2"]),
    ({"min_priority": 60}, ["t1"]),
    ({"due_before": NOW}, ["t1"]),
    ({"without_due": True}, ["t2"]),
    ({"late": True}, ["t1"]),
    ({"late": False}, ["t3", "t2"]),
    ({"text": "_50%"}, ["t2"]),
    ({"text": "修缮"}, ["t3", "t1", "t2"]),
    ({"unit": "works"}, []),
    ({"process_variables": (VariableFilter("amount", "eq", 50_000),)}, ["t3", "t1", "t2"]),
    ({"any_of": (TaskQuery(assignees=("li",), candidate_user="li"),)}, ["t3", "t1"]),
    ({"sort": (Sort("due"),)}, ["t1", "t3", "t2"]),
    ({"sort": (Sort("due", True),)}, ["t3", "t1", "t2"]),
    ({"sort": (Sort("priority", True), Sort("id", True))}, ["t1", "t3", "t2"]),
]


@pytest.mark.parametrize(("filters", "expected"), TASKS, ids=lambda value: str(value)[:60])
def test_tasks(office: SqlStore, filters: dict[str, Any], expected: list[str]) -> None:
    query = TaskQuery(**filters)

    assert ids(office, query) == expected
    assert office.ask(Count(query), SYSTEM) == len(expected)


def test_the_boxes_of_a_clerk(office: SqlStore) -> None:
    li = Actor("li", frozenset({Right.CLERK}), frozenset({"clerks"}))
    deputy = Actor("wang", frozenset({Right.CLERK}), stands_in_for=frozenset({"li"}))

    assert ids(office, TaskQuery(box=TaskBox.MINE), li) == ["t1"]
    assert ids(office, TaskQuery(box=TaskBox.GROUPS), li) == ["t3", "t2"]
    assert ids(office, TaskQuery(box=TaskBox.DONE), li) == ["t9"]
    assert ids(office, TaskQuery(box=TaskBox.DONE), deputy) == ["t9"]
    (stood_in,) = office.ask(TaskQuery(box=TaskBox.MINE), deputy).rows
    assert stood_in.stand_in_for == "li"
    assert office.ask(DeskCountsQuery(), li) == DeskCounts(mine=1, groups=2, overdue=1, incidents=1)


def test_a_draft_is_its_writers_own(store: SqlStore) -> None:
    furnish(store)
    li = Actor("li", frozenset({Right.CLERK}))
    with store.transaction() as work:
        work.record(events.TaskDraftSaved("t1", "li", {"a": 1}, NOW), events.TaskDraftSaved("t1", "li", {"a": 2}, NOW))

    assert store.ask(TaskDraftQuery("t1"), li) == {"a": 2}
    assert store.ask(TaskDraftQuery("t1"), Actor("wang", frozenset({Right.CLERK}))) is None


def test_what_waits_and_what_happened(office: SqlStore) -> None:
    assert ids(office, JobQuery(with_retries=False, failed=True)) == ["j1"]
    assert ids(office, JobQuery(executable=True)) == []
    assert ids(office, ExternalTaskQuery(locked=True, topics=("document.render",))) == ["x1"]
    assert ids(office, ExternalTaskQuery(locked=False)) == []
    assert ids(office, IncidentQuery(element_ids=("approve",))) == ["n1"]
    assert ids(office, IncidentQuery(open=False)) == []
    assert ids(office, DeadlineQuery(late=False)) == ["d1"]
    assert ids(office, ActivityQuery(instance_ids=("i1",))) == ["approve:t1", "sub:1", "inner:1"]
    (done,) = office.ask(ActivityQuery(finished=True), SYSTEM).rows
    assert (done.assignee, done.on_behalf_of, done.ended_at) == ("li", "li", NOW)
    (logged,) = office.ask(OperationQuery(actor="wang"), SYSTEM).rows
    assert (logged.operation, logged.on_behalf_of, logged.reason, logged.after) == ("Complete", "li", "away", {"a": 1})
    (decided,) = office.ask(DecisionQuery(decision_keys=("DT-01",)), SYSTEM).rows
    assert (decided.outputs, decided.matched_rules) == ([{"y": "是"}], ("r1",))


def test_pages_put_together_are_the_whole_list(store: SqlStore) -> None:
    furnish(store)
    for number in range(4, 12):
        rows.started(store, id=f"i{number}", business_key=None if number % 3 else f"K{number % 2}")
    for by in ("started", "ended", "business_key", "title", "duration"):
        for descending in (False, True):
            check_pages(store, (Sort(by, descending),))


def check_pages(office: SqlStore, order: tuple[Sort, ...]) -> None:
    whole = ids(office, InstanceQuery(sort=order))

    by_key: list[str] = []
    after = None
    for _ in range(5):
        page = office.ask(InstanceQuery(sort=order, page=Paging(limit=3, after=after, total=True)), SYSTEM)
        by_key += [row.id for row in page.rows]
        after = page.next_cursor
        if after is None:
            break
    by_offset = [
        one for first in range(0, 12, 5) for one in ids(office, InstanceQuery(sort=order, page=Paging(first, 5)))
    ]

    assert by_key == by_offset == whole
    assert page.total == 11
    assert len(set(whole)) == 11


def test_edges_of_paging(office: SqlStore) -> None:
    assert office.ask(InstanceQuery(page=Paging(limit=0, total=True)), SYSTEM).total == 3
    assert ids(office, InstanceQuery(page=Paging(first=1))) == ["i1", "i3"]
    for cursor in ("nonsense", "W10=", "bnVsbA=="):
        with pytest.raises(InvalidInput):
            office.ask(InstanceQuery(page=Paging(limit=1, after=cursor)), SYSTEM)
    with pytest.raises(InvalidInput):
        office.ask(InstanceQuery(sort=(Sort("marking"),)), SYSTEM)
    with pytest.raises(InvalidInput):
        office.ask(InstanceQuery(variables=(VariableFilter("a", "drop", 1),)), SYSTEM)
    with pytest.raises(LookupError):
        office.ask(object(), SYSTEM)


@pytest.mark.parametrize("query", LISTINGS, ids=lambda query: query.__name__)
def test_every_field_of_a_query_has_its_filter(query: type[Any]) -> None:
    listing = LISTINGS[query]
    known = listing.filters.keys() | listing.switches | {"sort", "page", "any_of"}

    assert {field.name for field in fields(query)} == known & {field.name for field in fields(query)}
    assert {sort.by for sort in listing.default} <= listing.sorts.keys()
    documented = (query.__doc__ or "").partition("Sort: ")[2].replace("\n", " ").partition(".")[0].partition("(")[0]
    assert set(documented.split()) <= listing.sorts.keys()
