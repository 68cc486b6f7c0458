"""External tasks: Camunda's contract, and the token by which our own workers are fenced off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.commands.external_task import (
    CompleteExternalTask,
    ExtendLock,
    FailExternalTask,
    FetchAndLock,
    SetExternalTaskRetries,
    TopicRequest,
    UnlockExternalTask,
)
from app.domain.commands.instance import SuspendInstance
from app.domain.errors import InvalidInput, LockLost, NotAllowed, NotFound, Suspended
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    chain,
    error,
    extension,
    flow,
    inputs,
    properties,
    retry_cycle,
    service,
    start,
    user,
)
from tests.support.clock import MONDAY
from tests.support.engine_driver import OPERATOR, WORKER, Office

MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path) as office:
        office.deploy(
            bpmn(
                "p",
                start("s"),
                service("w", inputs(own="${x + 1}"), properties(kind="urgent"), topic="t", task_priority="${prio}"),
                user("a"),
                *chain("s", "w", "a"),
            )
        )
        yield office


def test_a_worker_gets_what_it_asked_for(office: Office) -> None:
    office.start("p", "B-1", x=1, prio=5)
    office.start("p", "B-2", x=2, prio=9)
    first, second = office.fetch("t")
    assert [each.task.business_key for each in (first, second)] == ["B-2", "B-1"]
    assert {name: typed.value for name, typed in first.variables.items()} == {"x": 2, "prio": 9, "own": 3}
    assert (first.properties, first.task.token, first.task.locked_until) == ({"kind": "urgent"}, 1, MONDAY + MINUTE)
    office.clock.advance(MINUTE)
    command = FetchAndLock("w", 5, (TopicRequest("t", 1000, variables=("x", "no"), business_key="B-1"),))
    (again,) = office.execute(command, WORKER)
    assert (list(again.variables), again.task.token) == (["x"], 2)
    local = FetchAndLock("w", 5, (TopicRequest("t", 1000, local_variables=True, business_key="B-2"),))
    assert [list(each.variables) for each in office.execute(local, WORKER)] == [["own"]]


def test_a_late_worker_is_fenced_off_by_its_token(office: Office) -> None:
    office.start("p", x=1, prio=1)
    (first,) = office.fetch("t")
    office.clock.advance(2 * MINUTE)
    (second,) = office.fetch("t")
    with pytest.raises(LockLost):
        office.execute(CompleteExternalTask(first.task.id, "w", token=first.task.token), WORKER)
    with pytest.raises(LockLost):
        office.execute(CompleteExternalTask(first.task.id, "other"), WORKER)
    office.execute(CompleteExternalTask(second.task.id, "w", token=second.task.token), WORKER)
    assert office.open_elements() == ["a"]
    with pytest.raises(NotFound):
        office.execute(CompleteExternalTask(second.task.id, "w", token=second.task.token), WORKER)


def test_a_camunda_client_may_complete_after_its_lease_while_nobody_else_has_it(office: Office) -> None:
    office.start("p", x=1, prio=1)
    (locked,) = office.fetch("t")
    office.clock.advance(10 * MINUTE)
    office.execute(CompleteExternalTask(locked.task.id, "w", {"x": 7}), WORKER)
    assert office.open_elements() == ["a"]


def test_failures_rest_and_become_an_incident_at_zero(office: Office) -> None:
    instance = office.start("p", x=1, prio=1)
    (locked,) = office.fetch("t")
    office.execute(FailExternalTask(locked.task.id, "w", "x" * 700, "trace", 1, 60_000), WORKER)
    (task,) = office.external_tasks(instance)
    assert (task.retries, task.worker_id, len(task.error_message or ""), task.error_details) == (1, "w", 666, "trace")
    assert office.fetch("t") == ()
    office.clock.advance(MINUTE)
    (locked,) = office.fetch("t")
    office.execute(FailExternalTask(locked.task.id, "w", "again", None, 0), WORKER)
    (incident,) = office.incidents(instance)
    assert (incident.kind, incident.configuration, incident.element_id) == ("failedExternalTask", task.id, "w")
    office.clock.advance(10 * MINUTE)
    assert office.fetch("t") == ()
    office.execute(SetExternalTaskRetries((task.id,), 3, "mended"), OPERATOR)
    assert office.incidents(instance) == ()
    assert len(office.fetch("t")) == 1


def test_a_worker_that_names_no_retries_gets_the_model_s(office: Office) -> None:
    office.deploy(bpmn("q", start("s"), service("w", retry_cycle("R2/PT5M"), topic="q"), *chain("s", "w")), name="q")
    instance = office.start("q")
    (locked,) = office.fetch("q")
    office.execute(FailExternalTask(locked.task.id, "w", "no"), WORKER)
    (task,) = office.external_tasks(instance)
    assert (task.retries, task.locked_until) == (1, MONDAY + 5 * MINUTE)
    office.clock.advance(5 * MINUTE)
    (locked,) = office.fetch("q")
    office.execute(FailExternalTask(locked.task.id, "w", "no"), WORKER)
    assert office.incidents(instance) != ()


def test_a_lease_is_lengthened_while_it_lasts_and_given_back_at_any_time(office: Office) -> None:
    office.start("p", x=1, prio=1)
    (locked,) = office.fetch("t")
    id = locked.task.id
    office.execute(ExtendLock(id, "w", 120_000, locked.task.token), WORKER)
    office.clock.advance(1.5 * MINUTE)
    assert office.fetch("t") == ()
    with pytest.raises(InvalidInput):
        office.execute(ExtendLock(id, "w", 0), WORKER)
    office.clock.advance(MINUTE)
    with pytest.raises(LockLost):
        office.execute(ExtendLock(id, "w", 1000), WORKER)
    office.fetch("t")
    office.execute(UnlockExternalTask(id), WORKER)
    assert office.fetch("t")[0].task.token == 3


def test_people_are_no_workers_and_a_suspended_case_has_no_work(office: Office) -> None:
    instance = office.start("p", x=1, prio=1)
    with pytest.raises(NotAllowed):
        office.execute(FetchAndLock("w", 1, (TopicRequest("t", 1),)), office.actor("zhao"))
    (locked,) = office.fetch("t")
    office.execute(SuspendInstance(instance, "audit"), OPERATOR)
    office.clock.advance(2 * MINUTE)
    assert office.fetch("t") == ()
    with pytest.raises(Suspended):
        office.execute(CompleteExternalTask(locked.task.id, "w"), WORKER)
    for bad in (TopicRequest("t", 0), TopicRequest("", 1)):
        with pytest.raises(InvalidInput):
            office.execute(FetchAndLock("w", 1, (bad,)), WORKER)


REFUSED = extension(
    '<camunda:errorEventDefinition errorRef="error_REFUSED" expression="${verdict == \'no\'}"/>'
    '<camunda:errorEventDefinition errorRef="error_GONE" expression="${externalTask.getErrorMessage() == \'gone\'}"/>'
)


@pytest.fixture
def judged(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path) as office:
        office.deploy(
            bpmn(
                "p",
                start("s"),
                service("w", REFUSED, topic="judge"),
                boundary("no", "w", error("REFUSED")),
                boundary("gone", "w", error("GONE")),
                user("fine"),
                user("refused"),
                user("lost"),
                *chain("s", "w", "fine"),
                flow("no", "refused"),
                flow("gone", "lost"),
            )
        )
        office.start("p", verdict=None)
        yield office


@pytest.mark.parametrize(("verdict", "reached"), [("no", "refused"), ("yes", "fine")])
def test_a_result_the_diagram_declares_an_error_is_one(judged: Office, verdict: str, reached: str) -> None:
    judged.work("judge", lambda values: {"verdict": verdict})
    assert judged.open_elements() == [reached]


@pytest.mark.parametrize(("message", "reached"), [("gone", "lost"), ("busy", "w")])
def test_a_failure_the_diagram_declares_an_error_is_one(judged: Office, message: str, reached: str) -> None:
    (locked,) = judged.fetch("judge")
    judged.execute(FailExternalTask(locked.task.id, "w", message, retries=0), WORKER)
    assert judged.open_elements() == [reached]
    assert len(judged.incidents()) == (1 if reached == "w" else 0)
