"""Who sees what: every list against a plain Python oracle, over a matrix of people and cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

import pytest

from app.domain import events
from app.domain.queries.audience import AudienceQuery
from app.domain.queries.common import Count
from app.domain.queries.deadline import DeadlineQuery
from app.domain.queries.external_task import ExternalTaskQuery
from app.domain.queries.history import ActivityQuery, OperationQuery
from app.domain.queries.incident import IncidentQuery
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.job import JobQuery
from app.domain.queries.task import TaskQuery
from app.domain.queries.variable import VariableQuery
from app.domain.values import SYSTEM, Actor, Right
from app.persistence.store import SqlStore
from app.web.audience import Concerns
from tests.integration.persistence import rows
from tests.integration.persistence.rows import NOW
from tests.support.database import open_store

UNITS = (None, "finance", "works")
STARTERS = ("li", "wang", None)
ASSIGNEES = ("li", "wang", None)
OFFERS = ((), ("user:li",), ("group:clerks",))


@dataclass(frozen=True)
class Case:
    """One instance with one task."""

    id: str
    unit: str | None
    starter: str | None
    assignee: str | None
    offers: tuple[str, ...]
    done: bool
    people: frozenset[str] = field(default_factory=frozenset)


CASES = [
    Case(f"c{number}", *values)
    for number, values in enumerate(product(UNITS, STARTERS, ASSIGNEES, OFFERS, (False, True)))
]

ACTORS = [
    Actor(user, frozenset(rights), frozenset(groups), frozenset(stands_in))
    for user, rights, groups, stands_in in product(
        ("li", "zhao"),
        [{Right.CLERK}, {Right.SUPERVISOR, Right.CLERK}, {Right.DESIGNER}, {Right.OPERATOR}, {Right.WORKER}, set()],
        [(), ("clerks",), ("finance",), ("office",), ("supervision_section", "clerks")],
        [(), ("wang",), ("li",)],
    )
]

PEOPLE = [actor for actor in ACTORS if Right.WORKER not in actor.rights]
"""Those with a desk; a worker is told by its topics."""


def sees_all(actor: Actor) -> bool:
    return bool(actor.rights & {Right.OPERATOR, Right.WORKER})


def oversees(actor: Actor, case: Case) -> bool:
    if Right.SUPERVISOR not in actor.rights:
        return False
    return bool(actor.groups & {"office", "supervision_section"}) or case.unit in actor.groups


def holds_task(actor: Actor, case: Case) -> bool:
    people = {actor.user_id, *actor.stands_in_for}
    offered = {f"user:{user}" for user in people} | {f"group:{group}" for group in actor.groups}
    return case.assignee in people or (not case.done and bool(offered & set(case.offers)))


def may_see_task(actor: Actor, case: Case) -> bool:
    return sees_all(actor) or oversees(actor, case) or holds_task(actor, case)


def may_see_case(actor: Actor, case: Case) -> bool:
    people = {actor.user_id, *actor.stands_in_for}
    return may_see_task(actor, case) or case.starter in people


def _events(case: Case) -> list[events.Event]:
    task = rows.task(
        f"t-{case.id}",
        case.id,
        assignee=case.assignee,
        candidate_users=tuple(o.removeprefix("user:") for o in case.offers if o.startswith("user:")),
        candidate_groups=tuple(o.removeprefix("group:") for o in case.offers if o.startswith("group:")),
    )
    made: list[events.Event] = [
        events.InstanceStarted(rows.instance(case.id, unit=case.unit, started_by=case.starter)),
        rows.activity(f"a-{case.id}", case.id),
        events.UserTaskCreated(task),
        events.ExternalTaskCreated(rows.external_task(f"x-{case.id}", case.id)),
        events.JobCreated(rows.job(f"j-{case.id}", instance_id=case.id)),
        events.IncidentOpened(rows.incident(f"n-{case.id}", instance_id=case.id)),
        events.DeadlineSet(rows.deadline(f"d-{case.id}", case.id)),
        events.OperationLogged("Start", "Instance", case.id, "x", NOW, instance_id=case.id),
        rows.variables(case.id, a=1),
    ]
    return [*made, events.UserTaskEnded(task.id, case.id, NOW, "completed")] if case.done else made


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    folder: Path = tmp_path_factory.mktemp("visible")
    url = None
    if request.param == "postgresql":
        url = request.getfixturevalue("shared_postgres_url")
    store = open_store(folder, url=url)
    with store.transaction() as work:
        work.record(rows.deployed(), *(event for case in CASES for event in _events(case)))
        work.record(events.JobCreated(rows.job("start", instance_id=None)))
    yield store
    store.close()


def test_tasks(office: SqlStore) -> None:
    for actor in ACTORS:
        expected = {f"t-{case.id}" for case in CASES if may_see_task(actor, case)}
        query = TaskQuery(ended=None)
        assert {row.id for row in office.ask(query, actor).rows} == expected, actor
        assert office.ask(Count(query), actor) == len(expected), actor


def test_instances(office: SqlStore) -> None:
    for actor in ACTORS:
        expected = {case.id for case in CASES if may_see_case(actor, case)}
        assert {row.id for row in office.ask(InstanceQuery(), actor).rows} == expected, actor
        assert office.ask(Count(InstanceQuery()), actor) == len(expected), actor


def test_hints_go_to_those_who_see_the_case(office: SqlStore) -> None:
    audience = office.ask(AudienceQuery(instances=frozenset(case.id for case in CASES)), SYSTEM)
    concerns = Concerns(audience.instances)
    assert audience.tasks == ()
    for actor in PEOPLE:
        assert set(concerns.of(actor)) == {case.id for case in CASES if may_see_case(actor, case)}, actor


def test_hints_of_a_task_go_to_those_who_see_it_or_saw_it_while_it_was_open(office: SqlStore) -> None:
    audience = office.ask(AudienceQuery(tasks=frozenset(f"t-{case.id}" for case in CASES)), SYSTEM)
    assert {each.id for each in audience.instances} == {case.id for case in CASES}
    concerns = Concerns(audience.tasks)
    for actor in PEOPLE:
        seen = {f"t-{case.id}" for case in CASES if may_see_task(actor, replace(case, done=False))}
        assert set(concerns.of(actor)) == seen, actor


OF_AN_INSTANCE = (
    ActivityQuery(),
    ExternalTaskQuery(),
    IncidentQuery(),
    DeadlineQuery(),
    VariableQuery(),
    OperationQuery(),
    JobQuery(),
)


@pytest.mark.parametrize("query", OF_AN_INSTANCE, ids=lambda query: type(query).__name__)
def test_everything_else_follows_its_instance(office: SqlStore, query: object) -> None:
    for actor in ACTORS[::5]:
        expected = {case.id for case in CASES if may_see_case(actor, case)}
        found = [row.instance_id for row in office.ask(query, actor).rows]
        assert {one for one in found if one is not None} == expected, actor
        assert (None in found) == (sees_all(actor) and isinstance(query, JobQuery)), actor
        assert office.ask(Count(query), actor) == len(found)
