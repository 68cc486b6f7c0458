"""Running process instances."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select

from app.domain.errors import NotFound
from app.domain.records import PastActivity, ProcessInstance
from app.persistence.dialects import Backend
from app.persistence.repositories.lookup import Lookup
from app.persistence.rows import to_record
from app.persistence.session import Facts, Session
from app.persistence.tables import hi, ru

COLUMNS = tuple(ru.instance.c)
NAMES = tuple(column.name for column in COLUMNS)


def _hangs(table: Any, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(1).where(table.c.instance_id == ru.instance.c.id, *conditions).correlate(ru.instance))


_open_task = ru.task.alias("open_task")

FACTS: tuple[ColumnElement[Any], ...] = (
    _hangs(ru.job).label("has_jobs"),
    _hangs(ru.subscription).label("has_subscriptions"),
    _hangs(ru.external_task).label("has_external_tasks"),
    _hangs(ru.incident, ru.incident.c.closed_at.is_(None)).label("has_incidents"),
    select(func.count(_open_task.c.id))
    .where(_open_task.c.instance_id == ru.instance.c.id, _open_task.c.ended_at.is_(None))
    .correlate(ru.instance)
    .scalar_subquery()
    .label("open_tasks"),
)
"""What hangs on an instance, asked along with it (see `Facts`)."""


def know_instance(session: Session, values: Sequence[Any], *, locked: bool) -> dict[str, Any] | None:
    """Remember an instance read as `COLUMNS` followed by `FACTS`."""
    row = dict(zip(NAMES, values, strict=False))
    session.facts.setdefault(row["id"], Facts(*values[len(NAMES) :]))
    return session.instances.know(row, locked=locked)


class SqlInstances:
    """`InstanceRepository`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lookup = Lookup(session, session.instances, ProcessInstance, ("流程实例", "Process instance"), "ended_at")

    def get(self, instance_id: str, *, lock: bool = False) -> ProcessInstance:
        """A running instance. Raises `NotFound`."""
        found = self._find(instance_id, lock=lock)
        if found is None:
            raise NotFound(f"流程实例不存在：{instance_id}", f"Process instance {instance_id} does not exist")
        return found

    def find(self, instance_id: str) -> ProcessInstance | None:
        """A running instance, or None."""
        return self._find(instance_id, lock=False)

    def children(self, instance_id: str) -> tuple[ProcessInstance, ...]:
        """Running instances called by an instance."""
        return self._lookup.list(ru.instance.c.parent_id == instance_id)

    def child_of(self, activity_instance_id: str) -> ProcessInstance | None:
        """The running instance a call activity waits for."""
        found = self._lookup.list(ru.instance.c.parent_activity_instance_id == activity_instance_id)
        return found[0] if found else None

    def of_definition(self, definition_id: str) -> tuple[str, ...]:
        """Ids of the running instances of a definition."""
        running = select(ru.instance.c.id).where(
            ru.instance.c.definition_id == definition_id, ru.instance.c.ended_at.is_(None)
        )
        return tuple(row["id"] for row in self._session.read(running))

    def by_business_key(self, business_key: str, key: str | None = None) -> tuple[ProcessInstance, ...]:
        """Running instances of a business key, of any process or of `key`."""
        conditions: list[ColumnElement[bool]] = [ru.instance.c.business_key == business_key]
        if key is not None:
            conditions.append(ru.instance.c.definition_key == key)
        return self._lookup.list(*conditions)

    def ended(self, instance_id: str) -> ProcessInstance | None:
        """An instance that has ended, with an empty marking; None where it runs, or there is none."""
        columns = [ru.instance.c[name] for name in ProcessInstance.__dataclass_fields__ if name != "marking"]
        wanted = select(*columns).where(ru.instance.c.id == instance_id, ru.instance.c.ended_at.is_not(None))
        found = self._session.read(wanted)
        return to_record(ProcessInstance, {**found[0], "marking": b""}) if found else None

    def activities_since(self, instance_id: str, at: datetime) -> tuple[PastActivity, ...]:
        """The activity instances that began at `at` or later."""
        columns = [hi.activity.c[name] for name in PastActivity.__dataclass_fields__]
        wanted = select(*columns).where(hi.activity.c.instance_id == instance_id, hi.activity.c.started_at >= at)
        return tuple(PastActivity(**row) for row in self._session.read(wanted))

    def _find(self, instance_id: str, *, lock: bool) -> ProcessInstance | None:
        row = self._lookup.known(instance_id, lock=lock)
        if row is None:
            self._session.flush()
            statement = _wanted(type(self._session.backend), lock=lock and self._session.locks)
            values = self._session.connection.execute(statement, {"wanted": instance_id}).first()
            row = know_instance(self._session, values, locked=lock) if values is not None else None
        return self._lookup.record(row)


_ONE = select(*COLUMNS, *FACTS).where(ru.instance.c.id == bindparam("wanted"), ru.instance.c.ended_at.is_(None))


@cache
def _wanted(backend: type[Backend], *, lock: bool) -> Select[Any]:
    """Made once: making a statement and its cache key costs more than running it."""
    return backend.locking(_ONE, ru.instance) if lock else _ONE
