"""Claiming work: nothing twice, nothing locked away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.domain import events
from app.domain.values import JobKind
from app.persistence.store import SqlStore
from tests.integration.persistence import rows
from tests.integration.persistence.rows import HOUR, NOW
from tests.support.database import open_store

TOPICS = {"document.render": 1000}


def test_free_tasks_come_by_priority_or_by_age(store: SqlStore) -> None:
    tasks = [
        rows.external_task("old", created_at=NOW - HOUR),
        rows.external_task("urgent", priority=9),
        rows.external_task("leased", locked_until=NOW + HOUR, worker_id="w"),
        rows.external_task("expired", locked_until=NOW, worker_id="w"),
        rows.external_task("spent", retries=0),
        rows.external_task("suspended", suspended=True),
        rows.external_task("other", topic="other"),
    ]
    rows.started(store, *(events.ExternalTaskCreated(task) for task in tasks))

    with store.transaction() as work:
        by_priority = [task.id for task in work.external_tasks.fetch(TOPICS, NOW, 10, use_priority=True)]
    with store.transaction() as work:
        by_age = [task.id for task in work.external_tasks.fetch(TOPICS, NOW, 2, use_priority=False)]

    assert by_priority == ["urgent", "old", "expired"]
    assert by_age == ["old", "expired"]


def test_a_claim_is_kept_by_its_events(store: SqlStore) -> None:
    rows.started(store, events.ExternalTaskCreated(rows.external_task()))

    with store.transaction() as work:
        (task,) = work.external_tasks.fetch(TOPICS, NOW, 1, True)
        changes = {"worker_id": "w1", "locked_until": NOW + HOUR, "token": task.token + 1}
        work.record(events.ExternalTaskChanged(task.id, changes))
    with store.transaction() as work:
        assert work.external_tasks.fetch(TOPICS, NOW, 1, True) == ()
        held = work.external_tasks.get("x1", lock=True)
        assert (held.worker_id, held.token) == ("w1", 1)
        work.record(events.ExternalTaskEnded("x1"))
        assert work.external_tasks.find("x1") is None


def test_of_an_instance_one_exclusive_job_runs_at_a_time(store: SqlStore) -> None:
    jobs = [
        rows.job("a"),
        rows.job("b", due_at=NOW - HOUR),
        rows.job("c", exclusive=False),
        rows.job("later", due_at=NOW + HOUR),
        rows.job("spent", retries=0),
        rows.job("start", instance_id=None, kind=JobKind.TIMER_START),
        rows.job("start2", instance_id=None, kind=JobKind.TIMER_START),
    ]
    rows.started(store, *(events.JobCreated(job) for job in jobs))

    with store.transaction() as work:
        claimed = work.jobs.claim(NOW, 10)
        assert [job.id for job in claimed] == ["b", "c", "start", "start2"]
        work.record(events.JobChanged("b", {"owner": "node", "locked_until": NOW + HOUR, "token": 1}))
    with store.transaction() as work:
        assert [job.id for job in work.jobs.claim(NOW, 10)] == ["c", "start", "start2"]
        assert [job.id for job in work.jobs.claim(NOW, 10, [JobKind.TIMER_START])] == ["start", "start2"]
        assert [job.id for job in work.jobs.claim(NOW + 2 * HOUR, 1)] == ["b"]


def test_the_next_job_is_known(store: SqlStore) -> None:
    with store.transaction() as work:
        assert work.jobs.next_due(NOW) is None
    soon = NOW + timedelta(minutes=5)
    rows.started(
        store,
        events.JobCreated(rows.job("a", due_at=NOW + HOUR)),
        events.JobCreated(rows.job("b", locked_until=soon, owner="node")),
        events.JobCreated(rows.job("c", retries=0)),
    )

    with store.transaction() as work:
        assert work.jobs.next_due(NOW) == soon


@pytest.mark.postgres
def test_two_connections_never_claim_the_same_work(shared_postgres_url: str, tmp_path: Path) -> None:
    store = open_store(tmp_path, url=shared_postgres_url)
    with store.transaction() as work:
        work.record(rows.deployed(), events.InstanceStarted(rows.instance()))
        work.record(*(events.ExternalTaskCreated(rows.external_task(f"x{n}")) for n in range(4)))
        work.record(*(events.JobCreated(rows.job(f"j{n}", exclusive=False)) for n in range(4)))

    with store.transaction() as one, store.transaction() as two:
        first = {task.id for task in one.external_tasks.fetch(TOPICS, NOW, 2, True)}
        second = {task.id for task in two.external_tasks.fetch(TOPICS, NOW, 4, True)}
        jobs_of_one = {job.id for job in one.jobs.claim(NOW, 1)}
        jobs_of_two = {job.id for job in two.jobs.claim(NOW, 4)}

    assert (len(first), len(second)) == (2, 2)
    assert first & second == set()
    assert jobs_of_one & jobs_of_two == set()
    store.close()


def test_subscriptions_are_found_by_what_they_wait_for(store: SqlStore) -> None:
    from app.domain.values import SubscriptionKind

    found = [
        rows.subscription("a", business_key="BK-1"),
        rows.subscription("b", business_key="BK-2"),
        rows.subscription("start", instance_id=None, definition_id="leave:1"),
        rows.subscription("signal", kind=SubscriptionKind.SIGNAL),
        rows.subscription("other", name="other"),
    ]
    rows.started(store, *(events.SubscriptionAdded(subscription) for subscription in found))

    with store.transaction() as work:
        matching = work.subscriptions.matching
        assert [s.id for s in matching(SubscriptionKind.MESSAGE, "approved")] == ["a", "b", "start"]
        assert [s.id for s in matching(SubscriptionKind.MESSAGE, "approved", "BK-2")] == ["b", "start"]
        assert [s.id for s in matching(SubscriptionKind.MESSAGE, "approved", instance_id="i1")] == ["a", "b"]
        assert [s.id for s in work.subscriptions.starts_of_definition("leave:1")] == ["start"]
        assert [s.id for s in work.subscriptions.starts_of_kind(SubscriptionKind.MESSAGE)] == ["start"]
        assert work.subscriptions.starts_of_kind(SubscriptionKind.CONDITION) == ()
        work.record(events.SubscriptionRemoved("a"))
        assert [s.id for s in work.subscriptions.of_instance("i1")] == ["b", "other", "signal"]
