"""Stores for tests: a fresh database with all tables, and a counter of driver statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, inspect

from app.domain.ports.clock import Clock
from app.persistence.files import FolderFileStore
from app.persistence.store import Registry, SqlStore
from app.persistence.tables import metadata


class WallClock:
    """The machine's own time, for tests that do not care about it."""

    def now(self) -> datetime:
        return datetime.now(UTC)


def open_store(
    folder: Path, *, url: str | None = None, clock: Clock | None = None, registry: Registry | None = None
) -> SqlStore:
    """A store with empty tables, on a fresh SQLite file in `folder` or on `url`."""
    target = url or f"sqlite:///{folder}/banli.db"
    store = SqlStore(target, clock or WallClock(), FolderFileStore(folder / "files"), registry)
    _empty(store.backend.engines[0])
    return store


def _empty(engine: Engine) -> None:
    """Make the tables, or where a test before made them take their rows away: much quicker on PostgreSQL."""
    there = set(inspect(engine).get_table_names())
    if not set(metadata.tables) <= there:
        metadata.drop_all(engine)
        metadata.create_all(engine)
        return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE")
        else:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())


@contextmanager
def counted_statements(store: SqlStore) -> Iterator[list[str]]:
    """The statements the driver was given inside the block; one executemany counts once, BEGIN and COMMIT do not."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    for engine in store.backend.engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in store.backend.engines:
            event.remove(engine, "before_cursor_execute", note)
