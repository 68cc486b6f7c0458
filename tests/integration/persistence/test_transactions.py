"""A transaction: all or nothing, in order, one winner."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from app.domain import events
from app.domain.errors import Conflict, NotFound
from app.domain.values import InstanceState
from app.persistence.session import Session
from app.persistence.store import Registry, SqlStore
from app.persistence.tables import hi, metadata, ru
from tests.integration.persistence import rows
from tests.integration.persistence.rows import HOUR, NOW
from tests.support.database import open_store


def count_all(store: SqlStore) -> int:
    with store.backend.reading() as connection:
        return sum(connection.execute(select(func.count()).select_from(t)).scalar_one() for t in metadata.sorted_tables)


def test_an_exception_leaves_no_trace_even_after_a_flush(store: SqlStore) -> None:
    before = count_all(store)

    with pytest.raises(ZeroDivisionError), store.transaction() as work:
        work.record(events.InstanceStarted(rows.instance()), events.UserTaskCreated(rows.task()), rows.variables(a=1))
        assert work.tasks.of_instance("i1")
        raise ZeroDivisionError

    assert count_all(store) == before


def test_what_was_recorded_is_read_back_in_the_same_transaction(store: SqlStore) -> None:
    with store.transaction() as work:
        work.record(events.InstanceStarted(rows.instance()), events.UserTaskCreated(rows.task()))
        work.record(events.UserTaskChanged("t1", "i1", {"assignee": "li"}, NOW))

        assert work.tasks.get("t1").assignee == "li"
        assert [task.assignee for task in work.tasks.of_instance("i1")] == ["li"]
        assert work.instances.get("i1") == rows.instance()

        work.record(events.UserTaskEnded("t1", "i1", NOW, "completed"))
        assert work.tasks.find("t1") is None
        with pytest.raises(NotFound):
            work.tasks.get("t1")


def test_a_stale_version_is_a_conflict(store: SqlStore) -> None:
    rows.started(store)

    with store.transaction() as work:
        work.record(events.InstanceAdvanced("i1", 1, b"next", NOW))
    with pytest.raises(Conflict), store.transaction() as work:
        work.record(events.InstanceAdvanced("i1", 1, b"other", NOW))

    with store.transaction() as work:
        advanced = work.instances.get("i1")
    assert (advanced.marking, advanced.version) == (b"next", 2)


def test_two_steps_of_one_instance_in_one_transaction_are_one_update(store: SqlStore) -> None:
    rows.started(store)

    with store.transaction() as work:
        work.record(events.InstanceAdvanced("i1", 1, b"a", NOW), events.InstanceAdvanced("i1", 2, b"b", NOW))

    with store.transaction() as work:
        assert work.instances.get("i1").version == 3
        assert work.instances.get("i1").marking == b"b"


@pytest.mark.postgres
def test_of_two_who_advance_at_once_one_wins(shared_postgres_url: str, tmp_path) -> None:  # type: ignore[no-untyped-def] # pytest's own
    store = open_store(tmp_path, url=shared_postgres_url)
    with store.transaction() as work:
        work.record(rows.deployed(), events.InstanceStarted(rows.instance()))
    both_read = threading.Barrier(2)
    outcomes: list[str] = []

    def advance(marking: bytes) -> None:
        try:
            with store.transaction() as work:
                work.instances.get("i1")
                both_read.wait(10)
                work.record(events.InstanceAdvanced("i1", 1, marking, NOW))
            outcomes.append("won")
        except Conflict:
            outcomes.append("lost")

    threads = [threading.Thread(target=advance, args=(marking,)) for marking in (b"a", b"b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    store.close()

    assert sorted(outcomes) == ["lost", "won"]


@pytest.mark.postgres
def test_of_two_who_claim_a_task_at_once_one_wins(shared_postgres_url: str, tmp_path) -> None:  # type: ignore[no-untyped-def] # pytest's own
    store = open_store(tmp_path, url=shared_postgres_url)
    with store.transaction() as work:
        work.record(rows.deployed(), events.InstanceStarted(rows.instance()), events.UserTaskCreated(rows.task()))

    with pytest.raises(Conflict), store.transaction() as slow:
        slow.tasks.get("t1")
        with store.transaction() as quick:
            quick.tasks.get("t1")
            quick.record(events.UserTaskChanged("t1", "i1", {"assignee": "wang"}, NOW))
        slow.record(events.UserTaskChanged("t1", "i1", {"assignee": "li"}, NOW))

    with store.transaction() as work:
        assert work.tasks.get("t1").assignee == "wang"
    store.close()


def test_many_threads_each_get_their_turn(store: SqlStore) -> None:
    rows.started(store)
    failed: list[BaseException] = []

    def advance_five_times() -> None:
        done = 0
        while done < 5:
            try:
                with store.transaction() as work:
                    current = work.instances.get("i1", lock=True)
                    work.record(events.InstanceAdvanced("i1", current.version, b"m", NOW))
                done += 1
            except Conflict:
                continue
            except BaseException as error:
                failed.append(error)
                return

    threads = [threading.Thread(target=advance_five_times) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    with store.transaction() as work:
        assert work.instances.get("i1").version == 41
    assert failed == []


def test_a_key_is_kept_once(store: SqlStore) -> None:
    kept = events.IdempotencyKept("key", "li", "hash", {"id": "i1"}, NOW)
    with store.transaction() as work:
        assert work.find_idempotent("key", "li") is None
        work.record(kept)
    with store.transaction() as work:
        assert work.find_idempotent("key", "li") == kept
        assert work.find_idempotent("key", "wang") is None

    with pytest.raises(Conflict), store.transaction() as work:
        work.record(kept)


def test_actions_run_after_the_commit_and_only_then(store: SqlStore) -> None:
    seen: list[str] = []

    def look() -> None:
        with store.transaction() as other:
            seen.append(other.instances.get("i1").id)

    with store.transaction() as work:
        work.record(events.InstanceStarted(rows.instance()))
        work.after_commit(look)
        assert seen == []
    with pytest.raises(ZeroDivisionError), store.transaction() as work:
        work.after_commit(look)
        raise ZeroDivisionError

    assert seen == ["i1"]


def test_a_failing_action_does_not_undo_the_commit(store: SqlStore, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError("nobody listens")

    with store.transaction() as work:
        work.record(events.InstanceStarted(rows.instance()))
        work.after_commit(fail)

    with store.transaction() as work:
        assert work.instances.find("i1") is not None
    assert "after-commit" in caplog.text


class Notes:
    """A register of another package."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, task_id: str, fields: dict[str, str]) -> None:
        row = {"task_id": task_id, "user_id": "li", "fields": fields, "saved_at": NOW}
        self._session.execute(ru.draft.insert(), [row])


def test_registers_write_their_own_rows_in_the_same_transaction(store_url: str, tmp_path) -> None:  # type: ignore[no-untyped-def] # pytest's own
    store = open_store(tmp_path, url=store_url, registry=Registry(repositories={Notes: Notes}))
    with store.transaction() as work:
        work.record(rows.deployed(), events.InstanceStarted(rows.instance()), events.UserTaskCreated(rows.task()))
        work.repository(Notes).add("t1", {"opinion": "同意"})
        assert work.repository(Notes) is work.repository(Notes)

    with store.transaction() as work:
        assert work.tasks.draft("t1", "li") == {"opinion": "同意"}
    with pytest.raises(LookupError), store.transaction() as work:
        work.repository(str)
    store.close()


def test_closing_an_activity_that_never_began_is_refused(store: SqlStore) -> None:
    rows.started(store)

    with pytest.raises(Conflict), store.transaction() as work:
        work.record(events.ActivityClosed("ghost", "i1", NOW))

    with store.backend.reading() as connection:
        assert connection.execute(select(func.count()).select_from(hi.activity)).scalar_one() == 0


def test_a_finished_instance_leaves_history_and_deliveries_only(store: SqlStore) -> None:
    from app.domain.values import JobKind

    rows.started(
        store,
        rows.activity("approve:t1", task_id="t1"),
        events.UserTaskCreated(rows.task(candidate_groups=("clerks",))),
        events.ExternalTaskCreated(rows.external_task()),
        events.JobCreated(rows.job("timer")),
        events.JobCreated(rows.job("message", kind=JobKind.DELIVER_MESSAGE)),
        events.SubscriptionAdded(rows.subscription()),
        events.IncidentOpened(rows.incident()),
        rows.variables(amount=3),
    )

    with store.transaction() as work:
        work.record(events.InstanceFinished("i1", 1, InstanceState.COMPLETED, NOW + HOUR, "end"))

    with store.transaction() as work:
        assert work.instances.find("i1") is None
        assert work.tasks.of_instance("i1") == ()
        assert work.external_tasks.of_instance("i1") == ()
        assert work.subscriptions.of_instance("i1") == ()
        assert work.incidents.of_instance("i1") == ()
        assert [job.id for job in work.jobs.of_instance("i1")] == ["message"]
    with store.backend.reading() as connection:
        ended = connection.execute(select(ru.instance.c.ended_at, ru.instance.c.state)).one()
        assert tuple(ended) == (NOW + HOUR, "COMPLETED")
        assert connection.execute(select(hi.activity.c.ended_at, hi.activity.c.canceled)).one() == (NOW + HOUR, True)
        assert connection.execute(select(ru.candidate.c.is_open)).scalars().all() == [False]


def test_suspension_reaches_everything_that_waits(store: SqlStore) -> None:
    rows.started(
        store,
        events.UserTaskCreated(rows.task()),
        events.ExternalTaskCreated(rows.external_task()),
        events.JobCreated(rows.job()),
    )

    with store.transaction() as work:
        work.record(events.InstanceStateChanged("i1", 1, InstanceState.SUSPENDED, NOW))

    with store.transaction() as work:
        assert work.instances.get("i1").state is InstanceState.SUSPENDED
        assert work.tasks.get("t1").suspended
        assert work.external_tasks.fetch({"document.render": 1000}, NOW, 5, True) == ()
        assert work.jobs.claim(NOW, 5) == ()
        work.record(events.InstanceStateChanged("i1", 2, InstanceState.ACTIVE, NOW))
    with store.transaction() as work:
        assert not work.tasks.get("t1").suspended
        assert len(work.jobs.claim(NOW, 5)) == 1


def test_what_waits_follows_the_business_key(store: SqlStore) -> None:
    rows.started(
        store,
        events.UserTaskCreated(rows.task(business_key="BK-1")),
        events.SubscriptionAdded(rows.subscription(business_key="BK-1")),
    )

    with store.transaction() as work:
        work.record(events.InstanceDescribed("i1", {"business_key": "BK-9", "title": "T", "unit": "finance"}, NOW))
        assert work.tasks.get("t1").business_key == "BK-9"

    with store.transaction() as work:
        found = work.instances.by_business_key("BK-9", "leave")
        assert [(one.unit, one.version) for one in found] == [("finance", 1)]
        assert [s.business_key for s in work.subscriptions.of_instance("i1")] == ["BK-9"]


def test_removing_a_deployment_with_cascade_removes_its_cases(store: SqlStore) -> None:
    rows.started(store, rows.activity("approve:t1"), events.UserTaskCreated(rows.task()), rows.variables(a=1))
    rows.started(store, id="child", definition_id="other:1", root_id="i1", parent_id="i1")

    with store.transaction() as work:
        work.record(events.DeploymentRemoved("dep1", cascade=True))
        assert work.definitions.latest("process", "leave") is None

    assert count_all(store) == 0


def test_a_row_of_a_vanished_job_is_not_written_again(store: SqlStore) -> None:
    rows.started(store, events.JobCreated(rows.job()))

    with store.transaction() as work:
        work.record(events.JobEnded("j1"))
    with pytest.raises(Conflict), store.transaction() as work:
        work.record(events.JobChanged("j1", {"retries": 2}))


def test_waits_of_an_activity_end_together(store: SqlStore) -> None:
    waits = {"activity_instance_id": "approve:t1"}
    rows.started(
        store,
        events.JobCreated(rows.job("a", element_id="timer", **waits)),
        events.JobCreated(rows.job("b", element_id="other", **waits)),
        events.SubscriptionAdded(rows.subscription(**waits)),
    )

    with store.transaction() as work:
        work.record(events.WaitsEnded("approve:t1", "timer", "i1"))
        assert [job.id for job in work.jobs.of_instance("i1")] == ["b"]
        work.record(events.JobCreated(rows.job("c", **waits)), events.WaitsEnded("approve:t1"))
        assert work.jobs.of_instance("i1") == ()
        assert work.subscriptions.of_instance("i1") == ()


def test_records_come_back_as_they_were(store: SqlStore) -> None:
    full_task = rows.task(
        candidate_users=("li",), candidate_groups=("a", "b"), due_at=NOW, deadline_id="DL", form_key="f", priority=7
    )
    full_job = rows.job(payload={"文": [1, None]}, repeat="R3/PT1H", error_message="x", locked_until=NOW)
    rows.started(
        store,
        events.UserTaskCreated(full_task),
        events.ExternalTaskCreated(rows.external_task(retries=3)),
        events.JobCreated(full_job),
        events.SubscriptionAdded(rows.subscription()),
        events.IncidentOpened(rows.incident()),
        events.DeadlineSet(rows.deadline(count=2)),
    )

    with store.transaction() as work:
        assert work.tasks.get("t1", lock=True) == full_task
        assert work.external_tasks.of_activity("render:x1") == rows.external_task(retries=3)
        assert work.jobs.get("j1", lock=True) == full_job
        assert work.subscriptions.get("s1") == rows.subscription()
        assert work.incidents.get("n1") == rows.incident()
        assert work.deadlines.open() == (rows.deadline(count=2),)
        work.record(events.DeadlineChanged("d1", {"state": "met"}, NOW))
        assert work.deadlines.open() == ()
        assert work.deadlines.of_instance("i1") == (replace(rows.deadline(count=2), state="met"),)
