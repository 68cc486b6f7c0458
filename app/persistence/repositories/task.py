"""Open human tasks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from app.domain.errors import NotFound
from app.domain.records import UserTask
from app.persistence.dialects import Backend
from app.persistence.repositories.instance import COLUMNS, FACTS, know_instance
from app.persistence.repositories.lookup import Lookup
from app.persistence.session import Session
from app.persistence.tables import ru

_COLUMNS = tuple(ru.task.c)
_NAMES = tuple(column.name for column in _COLUMNS)

_WITH_INSTANCE = (
    select(*_COLUMNS, *COLUMNS, *FACTS)
    .join_from(ru.task, ru.instance, ru.instance.c.id == ru.task.c.instance_id)
    .where(ru.task.c.id == bindparam("wanted"), ru.task.c.ended_at.is_(None))
)


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
            statement = _wanted(type(self._session.backend), lock=lock)
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
