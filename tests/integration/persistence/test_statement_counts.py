"""The statement budget of the hot path (architecture, section 5)."""

from __future__ import annotations

from typing import Any

from app.domain import events
from app.domain.values import InstanceState
from app.persistence.store import SqlStore
from tests.integration.persistence import rows
from tests.integration.persistence.rows import NOW
from tests.support.database import counted_statements


def ten_variables(shift: int) -> events.VariablesChanged:
    values: dict[str, Any] = {f"v{number}": number + shift for number in range(10)}
    return rows.variables(**values)


def test_completing_a_task_takes_eight_statements(store: SqlStore) -> None:
    offered: dict[str, Any] = {"candidate_groups": ("office", "clerks"), "candidate_users": ("li",)}
    rows.started(
        store, rows.activity("approve:t1", task_id="t1"), events.UserTaskCreated(rows.task(**offered)), ten_variables(0)
    )

    with counted_statements(store) as seen, store.transaction() as work:
        done = work.tasks.get("t1", lock=True)
        current = work.instances.get(done.instance_id, lock=True)
        assert work.variables.load(current.id).find("i1", "v3") is not None
        work.record(
            events.UserTaskEnded("t1", "i1", NOW, "completed", "li"),
            events.ActivityClosed("approve:t1", "i1", NOW),
            events.WaitsEnded("approve:t1", None, "i1"),
            rows.activity("gateway:1", ended_at=NOW),
            rows.activity("approve:t2", task_id="t2"),
            events.UserTaskCreated(rows.task("t2", **offered)),
            ten_variables(1),
            events.InstanceAdvanced("i1", current.version, b"next", NOW),
            events.OperationLogged("Complete", "Task", "t1", "li", NOW, instance_id="i1", task_id="t1"),
        )

    assert len(seen) <= 8, "\n".join(seen)


def test_completing_the_last_task_stays_cheap(store: SqlStore) -> None:
    rows.started(store, rows.activity("approve:t1", task_id="t1"), events.UserTaskCreated(rows.task()))

    with counted_statements(store) as seen, store.transaction() as work:
        work.tasks.get("t1")
        work.variables.load("i1")
        work.record(
            events.UserTaskEnded("t1", "i1", NOW, "completed", "li"),
            events.ActivityClosed("approve:t1", "i1", NOW),
            events.WaitsEnded("approve:t1", None, "i1"),
            ten_variables(1),
            events.InstanceFinished("i1", 1, InstanceState.COMPLETED, NOW),
            events.OperationLogged("Complete", "Task", "t1", "li", NOW, instance_id="i1", task_id="t1"),
        )

    assert len(seen) <= 8, "\n".join(seen)


def test_rows_that_nobody_read_are_loaded_in_one_statement_per_table(store: SqlStore) -> None:
    rows.started(store, *(events.JobCreated(rows.job(f"j{number}")) for number in range(20)))

    with counted_statements(store) as seen, store.transaction() as work:
        work.record(*(events.JobChanged(f"j{number}", {"retries": 1}) for number in range(20)))

    assert len(seen) == 2
