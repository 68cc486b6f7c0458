"""Jobs: leases, failures with a rest, incidents, urging, and two engines on one database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.commands.instance import ActivateInstance, CancelInstance, SetVariables, SuspendInstance
from app.domain.commands.job import ClaimJobs, ExecuteJob, FailJob, SetJobDueDate, SetJobRetries
from app.domain.errors import InvalidInput, LimitExceeded, LockLost, NotAllowed, NotFound, Suspended
from app.domain.values import Right
from app.jobs.executor import JobExecutor
from tests.support.bpmn_builder import (
    bpmn,
    call,
    catch,
    chain,
    end,
    exclusive,
    flow,
    message,
    properties,
    retry_cycle,
    service,
    start,
    throw,
    timer,
    user,
)
from tests.support.clock import MONDAY
from tests.support.engine_driver import OPERATOR, Office

MINUTE_MS = 60_000


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def two_engines(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    """Two engines with memories of their own on one database, under one clock."""
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with Office(tmp_path, url=url) as first, Office(tmp_path, url=url, clock=first.clock, fresh=False) as second:
        yield first, second


def test_a_failed_job_rests_and_becomes_an_incident_at_zero(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            user("a", retry_cycle("R2/PT10M"), async_before=True, assignee="${missing}"),
            *chain("s", "a"),
        )
    )
    instance = office.start("p")
    (job,) = office.jobs(instance)
    assert (job.retries, job.due_at) == (1, MONDAY + timedelta(minutes=10))
    assert job.error_message is not None and "missing" in job.error_message
    assert office.incidents(instance) == ()
    office.advance_to(MONDAY + timedelta(minutes=10))
    (incident,) = office.incidents(instance)
    assert (incident.kind, incident.configuration, office.jobs(instance)[0].retries) == ("failedJob", job.id, 0)
    office.advance_to(MONDAY + timedelta(days=10))
    assert office.open_elements(instance) == []

    office.execute(SetVariables(instance, {"missing": "zhao"}, reason="mended"), OPERATOR)
    with pytest.raises(InvalidInput):
        office.execute(SetJobRetries(job.id, 1), OPERATOR)
    office.execute(SetJobRetries(job.id, 1, "mended"), OPERATOR)
    office.run()
    assert office.open_elements(instance) == ["a"]
    assert office.incidents(instance) == ()


def test_a_loop_without_a_wait_becomes_an_incident_and_never_a_hang(office: Office) -> None:
    office.deploy(
        bpmn(
            "p",
            start("s"),
            user("a"),
            exclusive("x"),
            exclusive("y", default="y_x"),
            end("e"),
            *chain("s", "a", "x", "y"),
            flow("y", "x", id="y_x"),
            flow("y", "e", "${false}"),
        )
    )
    instance = office.start("p")
    with pytest.raises(LimitExceeded):
        office.complete("a")
    assert office.open_elements(instance) == ["a"]
    (incident,) = office.incidents(instance)
    assert incident.kind == "limit_exceeded"


def test_no_job_is_handed_out_twice_within_its_lease(two_engines: tuple[Office, Office]) -> None:
    first, second = two_engines
    first.deploy(bpmn("p", start("s"), catch("t", timer(duration="PT1H")), user("a"), *chain("s", "t", "a")))
    for _ in range(7):
        first.start("p")
    first.clock.advance(timedelta(hours=1))
    mine = first.execute(ClaimJobs("first", MINUTE_MS, 4))
    theirs = second.execute(ClaimJobs("second", MINUTE_MS, 10))
    assert len({job.id for job in (*mine, *theirs)}) == len(mine) + len(theirs) == 7
    assert second.execute(ClaimJobs("second", MINUTE_MS, 10)) == ()

    first.clock.advance(timedelta(minutes=2))
    again = second.execute(ClaimJobs("second", MINUTE_MS, 10))
    assert {job.id for job in again} == {job.id for job in (*mine, *theirs)}
    with pytest.raises(LockLost):
        first.execute(ExecuteJob(mine[0].id, mine[0].token))
    with pytest.raises(LockLost):
        first.execute(FailJob(mine[0].id, mine[0].token, "late"))
    for job in again:
        second.execute(ExecuteJob(job.id, job.token))
    assert len(first.tasks()) == 7


def test_no_external_task_is_handed_out_twice_within_its_lease(two_engines: tuple[Office, Office]) -> None:
    first, second = two_engines
    first.deploy(bpmn("p", start("s"), service("w", topic="t"), *chain("s", "w")))
    for _ in range(5):
        first.start("p")
    mine = first.fetch("t", limit=2, worker="first")
    theirs = second.fetch("t", worker="second")
    assert len({each.task.id for each in (*mine, *theirs)}) == 5
    assert second.fetch("t", worker="second") == ()


def test_two_executors_fire_every_timer_once(two_engines: tuple[Office, Office]) -> None:
    first, second = two_engines
    first.deploy(bpmn("p", start("s"), catch("t", timer(duration="PT1H")), user("a"), *chain("s", "t", "a")))
    for _ in range(12):
        first.start("p")
    first.clock.advance(timedelta(hours=1))
    executors = [JobExecutor(office.engine, name, batch=2) for office, name in ((first, "1"), (second, "2"))]
    while sum(executor.run_due() for executor in executors):
        pass
    assert len(first.tasks()) == 12
    assert first.jobs() == ()


def test_a_suspended_case_keeps_its_timers(office: Office) -> None:
    office.deploy(bpmn("p", start("s"), catch("t", timer(duration="PT1H")), user("a"), *chain("s", "t", "a")))
    instance = office.start("p")
    (job,) = office.jobs(instance)
    office.execute(SuspendInstance(instance, "audit"), OPERATOR)
    office.advance_to(MONDAY + timedelta(days=1))
    with pytest.raises(Suspended):
        office.execute(ExecuteJob(job.id), OPERATOR)
    assert office.open_elements(instance) == []
    office.execute(ActivateInstance(instance, "done"), OPERATOR)
    office.run()
    assert office.open_elements(instance) == ["a"]


def test_a_job_is_run_or_moved_by_hand(office: Office) -> None:
    office.deploy(bpmn("p", start("s"), catch("t", timer(duration="P1Y")), user("a"), *chain("s", "t", "a")))
    first, second = office.start("p"), office.start("p")
    office.execute(ExecuteJob(office.jobs(first)[0].id), OPERATOR)
    assert office.open_elements(first) == ["a"]
    office.execute(SetJobDueDate(office.jobs(second)[0].id, None, "now"), OPERATOR)
    office.run()
    assert office.open_elements(second) == ["a"]
    with pytest.raises(NotAllowed):
        office.execute(ClaimJobs("me", MINUTE_MS, 1), office.actor("x", Right.OPERATOR))


def test_a_message_nobody_ever_receives_becomes_an_incident(office: Office) -> None:
    office.deploy(
        bpmn(
            "p",
            start("s"),
            throw("m", message("LOST"), properties(correlation="K", expires="P2D")),
            end("e"),
            *chain("s", "m", "e"),
        )
    )
    office.start("p")
    office.advance_to(MONDAY + timedelta(days=3))
    with office.store.transaction() as uow:
        definition = uow.definitions.latest("process", "p")
        assert definition is not None
        jobs = uow.jobs.of_definition(definition.id)
        (incident,) = uow.incidents.of_configuration(jobs[0].id)
    assert incident.kind == "undeliveredMessage"
    assert "LOST" in incident.message
    office.deploy(bpmn("r", start("s", message("LOST")), user("a"), *chain("s", "a")), name="r")
    office.execute(SetJobRetries(jobs[0].id, 1, "receiver deployed"), OPERATOR)
    office.run()
    assert office.open_elements() == ["a"]


def test_a_job_that_calls_what_is_not_there_fails_like_any_other(office: Office) -> None:
    called = call("c", "nowhere", retry_cycle("R1/PT10M"), async_before=True)
    office.deploy(bpmn("p", start("s"), called, *chain("s", "c")))
    instance = office.start("p")
    (incident,) = office.incidents(instance)
    assert "nowhere" in incident.message


def test_a_cancelled_case_leaves_nothing_that_waits(any_office: Office) -> None:
    office = any_office
    office.deploy(
        bpmn(
            "p",
            start("s"),
            user("a"),
            service("w", topic="t"),
            catch("t", timer(duration="P1D")),
            catch("m", message("M")),
            *chain("s", "a"),
            *chain("s", "w"),
            *chain("s", "t"),
            *chain("s", "m"),
        )
    )
    instance = office.start("p")
    with pytest.raises(InvalidInput):
        office.execute(CancelInstance(instance, " "), OPERATOR)
    office.execute(CancelInstance(instance, "withdrawn"), OPERATOR)
    assert office.running() == ()
    for waiting in (office.tasks, office.external_tasks, office.jobs, office.subscriptions):
        assert waiting(instance) == ()
    with pytest.raises(NotFound):
        office.execute(CancelInstance(instance, "again"), OPERATOR)
