"""The office's own days and uploads: reads and writes inside a transaction."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, delete

from app.domain.calendar_days import DayOverride
from app.domain.values import FileRef
from app.persistence.answers.desk import load_days
from app.persistence.session import Session
from app.persistence.tables import desk as t


class SqlDays:
    """`DayTable`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def load(self) -> tuple[DayOverride, ...]:
        """All overrides, by day."""
        return load_days(self._session.read)

    def put(self, override: DayOverride) -> None:
        """Write an override."""
        row = {"day": override.day.isoformat(), "is_working": override.is_working, "name": override.name}
        _upsert(self._session, t.day, row)

    def remove(self, day: date) -> None:
        """Remove an override."""
        self._session.execute(delete(t.day).where(t.day.c.day == day.isoformat()))


class SqlUploads:
    """`UploadTable`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, file: FileRef, user_id: str, at: datetime) -> None:
        """Note an upload."""
        row = {
            "sha256": file.sha256,
            "user_id": user_id,
            "name": file.name,
            "media_type": file.media_type,
            "size": file.size,
            "at": at,
        }
        _upsert(self._session, t.upload, row)


def _upsert(session: Session, table: Table, row: dict[str, Any]) -> None:
    statement = session.backend.insert(table)
    keys = [column.name for column in table.primary_key]
    changing = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changing), [row])
