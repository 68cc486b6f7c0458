"""Open human tasks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, select

from app.domain.errors import NotFound
from app.domain.records import DoneTask, UserTask
from app.persistence.dialects import Backend
from app.persistence.repositories.instance import COLUMNS, FACTS, know_instance
from app.persistence.repositories.lookup import Lookup
from app.persistence.session import Session
from app.persistence.tables import hi, ru

_COLUMNS = tuple(ru.task.c)
_NAMES = tuple(column.name for column in _COLUMNS)

_WITH_INSTANCE = (
    select(*_COLUMNS, *COLUMNS, *FACTS)
    .join_from(ru.task, ru.instance, ru.instance.c.id == ru.task.c.instance_id)
    .where(ru.task.c.id == bindparam("wanted"), ru.task.c.ended_at.is_(None))
)

_activity, _body = hi.activity.alias("activity"), hi.activity.alias("body")
_scope = func.coalesce(_body.c.parent_id, _activity.c.parent_id)
_DONE = (
    select(
        *(ru.task.c[name] for name in ("id", "instance_id", "element_id", "name", "activity_instance_id", "assignee")),
        *(ru.task.c[name] for name in ("ended_at", "ended_by", "ended_for")),
        _scope.label("scope_id"),
        _body.c.id.is_not(None).label("is_multi_instance"),
        func.row_number()
        .over(partition_by=(ru.task.c.element_id, _scope), order_by=(ru.task.c.ended_at.desc(), ru.task.c.id))
        .label("nth"),
    )
    .join_from(ru.task, _activity, _activity.c.id == ru.task.c.activity_instance_id)
    .outerjoin(_body, and_(_body.c.id == _activity.c.parent_id, _body.c.kind == "multiInstanceBody"))
    .where(ru.task.c.end_reason == "completed")
)
"""Completed tasks; one instance of a multi-instance activity stands in the body, which stands in the scope."""


def _done(row: Mapping[Any, Any]) -> DoneTask:
    values = {name: row[name] for name in DoneTask.__dataclass_fields__}
    return DoneTask(**values | {"is_multi_instance": bool(row["is_multi_instance"])})


class SqlTasks:
    """`TaskRepository`. A task brings its instance along: whoever asks for the one needs the other next."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lookup = Lookup(session, session.tasks, UserTask, ("任务", "Task"), "ended_at")

    def get(self, task_id: str, *, lock: bool = False) -> UserTask:
        """An open task; `lock` locks its instance as well. Raises `NotFound`."""
        found = self._find(task_id, lock=lock)
        if found is None:
            raise NotFound(f"任务不存在：{task_id}", f"Task {task_id} does not exist")
        return found

    def find(self, task_id: str) -> UserTask | None:
        """An open task, or None."""
        return self._find(task_id, lock=False)

    def of_instance(self, instance_id: str) -> tuple[UserTask, ...]:
        """The open tasks of an instance, oldest first."""
        return self._lookup.list(ru.task.c.instance_id == instance_id, order=(ru.task.c.created_at, ru.task.c.id))

    def of_activity(self, activity_instance_id: str) -> UserTask | None:
        """The open task of an activity instance."""
        found = self._lookup.list(ru.task.c.activity_instance_id == activity_instance_id)
        return found[0] if found else None

    def done(self, task_id: str) -> DoneTask:
        """A completed task. Raises `NotFound`."""
        found = self._session.read(_DONE.where(ru.task.c.id == task_id))
        if not found:
            raise NotFound(f"没有已办结的任务：{task_id}", f"There is no completed task {task_id}")
        return _done(found[0])

    def done_of(self, instance_id: str) -> tuple[DoneTask, ...]:
        """The last completed task of each element in each scope, newest first."""
        numbered = _DONE.where(ru.task.c.instance_id == instance_id).subquery()
        last = select(numbered).where(numbered.c.nth == 1).order_by(numbered.c.ended_at.desc(), numbered.c.id)
        return tuple(_done(row) for row in self._session.read(last))

    def assigned_to(self, user_id: str) -> tuple[UserTask, ...]:
        """The open tasks a person holds."""
        return self._lookup.list(ru.task.c.assignee == user_id)

    def draft(self, task_id: str, user_id: str) -> Mapping[str, Any] | None:
        """What a person had typed into a task's form."""
        wanted = select(ru.draft.c.fields).where(ru.draft.c.task_id == task_id, ru.draft.c.user_id == user_id)
        found = self._session.read(wanted)
        return found[0]["fields"] if found else None

    def _find(self, task_id: str, *, lock: bool) -> UserTask | None:
        row = self._lookup.known(task_id, lock=lock)
        if row is None:
            self._session.flush()
            statement = _wanted(type(self._session.backend), lock=lock and self._session.locks)
            values = self._session.connection.execute(statement, {"wanted": task_id}).first()
            if values is None:
                return None
            know_instance(self._session, values[len(_NAMES) :], locked=lock)
            row = self._session.tasks.know(dict(zip(_NAMES, values, strict=False)), locked=lock)
        return self._lookup.record(row)


@cache
def _wanted(backend: type[Backend], *, lock: bool) -> Select[Any]:
    """Made once: making a statement and its cache key costs more than running it."""
    return backend.locking(_WITH_INSTANCE, ru.task, ru.instance) if lock else _WITH_INSTANCE
