"""The rows one transaction knows and will write; shared by its repositories and projectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, RowMapping

from app.persistence.dialects import Backend
from app.persistence.tables import hi, re, ru
from app.persistence.writes import AppendedRows, KeyedRows, TrackedRows


@dataclass(slots=True)
class Facts:
    """What hung on an instance when this transaction first saw it; spares statements that would find nothing.

    Holds as long as the instance's row version does: whoever hangs something on an instance also advances it.
    """

    jobs: bool = False
    subscriptions: bool = False
    external_tasks: bool = False
    incidents: bool = False
    open_tasks: int = 0


class Session:
    """One transaction's connection with its write buffers, in the order in which they must be written."""

    def __init__(self, connection: Connection, backend: Backend, *, locks: bool = True) -> None:
        self.connection = connection
        self.backend = backend
        self.locks = locks
        """Whether rows are locked where that is asked for; not in a snapshot, which nobody can write from."""
        self.deployments = AppendedRows(re.deployment)
        self.resources = AppendedRows(re.resource)
        self.definitions = TrackedRows(re.definition)
        self.instances = TrackedRows(ru.instance, guard="version")
        self.activities = KeyedRows(hi.activity, kept=_ACTIVITY_KEPT)
        self.tasks = TrackedRows(ru.task, guard="version", stays=True)
        self.candidates = KeyedRows(ru.candidate)
        self.drafts = KeyedRows(ru.draft)
        self.variables = KeyedRows(
            ru.variable,
            kept=frozenset({"created_at", "instance_id"}),
            closing="deleted_at",
            kept_when_closed=_VALUE_COLUMNS,
        )
        self.external_tasks = TrackedRows(ru.external_task)
        self.jobs = TrackedRows(ru.job)
        self.subscriptions = TrackedRows(ru.subscription)
        self.incidents = TrackedRows(ru.incident)
        self.deadlines = TrackedRows(ru.deadline)
        self.batches = TrackedRows(ru.batch)
        self.batch_items = AppendedRows(ru.batch_item)
        self.decisions = AppendedRows(hi.decision)
        self.details = AppendedRows(hi.detail)
        self.idempotency = AppendedRows(ru.idempotency)
        self.facts: dict[str, Facts] = {}
        self._buffers = (
            self.deployments, self.resources, self.definitions, self.instances, self.activities, self.tasks,
            self.candidates, self.drafts, self.variables, self.external_tasks, self.jobs, self.subscriptions,
            self.incidents, self.deadlines, self.batches, self.batch_items, self.decisions, self.details,
            self.idempotency,
        )  # fmt: skip
        self._afterwards: list[Executable] = []

    def flush(self) -> None:
        """Write what is buffered, one batch per table. Raises `Conflict` on a lost race."""
        for buffer in self._buffers:
            if buffer.pending:
                buffer.flush(self.connection, self.backend)
        for statement in self._afterwards:
            self.connection.execute(statement)
        self._afterwards = []

    def log(self, **columns: Any) -> None:
        """Append to the operation and variable log."""
        self.details.append({**_NO_DETAIL, **columns})

    def afterwards(self, statement: Executable) -> None:
        """Run a statement at the end of the next flush."""
        self._afterwards.append(statement)

    def read(self, statement: Executable, values: Mapping[str, Any] | None = None) -> Sequence[RowMapping]:
        """Rows of a query that must see everything recorded so far; `values` are those of its bound names."""
        self.flush()
        return self.connection.execute(statement, values).mappings().all()

    def execute(self, statement: Executable, rows: Sequence[dict[str, Any]] | None = None) -> CursorResult[Any]:
        """Run a statement of a register's own repository inside this transaction, after what was recorded so far."""
        self.flush()
        result: CursorResult[Any] = self.connection.execute(statement, rows)
        return result


_ACTIVITY_KEPT = frozenset(c.name for c in hi.activity.c) - {"id", "ended_at", "canceled"}
"""An activity is written when it begins; only its end is added later."""

_VALUE_COLUMNS = frozenset({"type", "text_value", "number_value", "bytes_value", "value_info"})
"""History shows the last value a variable had before it was removed."""

_NO_DETAIL: dict[str, Any] = {c.name: None for c in hi.detail.c if c.name != "seq"}
