"""SQLite: one writer connection behind a queue, readers beside it, everything durable at commit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Select, Table, create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.pool import QueuePool

from app.domain.errors import Conflict, Unavailable
from app.persistence.dialects.base import Backend
from app.persistence.dialects.turns import Turns

_BUSY_MS = 5_000
_TURN_SECONDS = 60.0
_READERS = 8


class SqliteBackend(Backend):
    """A database file in WAL mode. One process holds it at a time (`app.persistence.server_lock`)."""

    name = "sqlite"

    def __init__(self, url: URL) -> None:
        if not url.database or url.database == ":memory:":
            raise ValueError("Banli needs a SQLite file, not a database in memory")
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        self.url = url
        self._turns = Turns(_TURN_SECONDS)
        self._writer = _engine(url, size=1, read_only=False)
        self._reader = _engine(url, size=_READERS, read_only=True)

    @property
    def engines(self) -> tuple[Engine, ...]:
        """Writer and readers."""
        return self._writer, self._reader

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """BEGIN IMMEDIATE on the one writer connection, in turn."""
        with self._turns.turn(), _translated(), self._writer.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A snapshot of the last commit; never waits for the writer."""
        with _translated(), self._reader.connect() as connection, connection.begin():
            yield connection

    @staticmethod
    def insert(table: Table) -> Any:
        """SQLite's INSERT ... ON CONFLICT."""
        return insert(table)

    @staticmethod
    def locking(statement: Select[Any], *tables: Table, skip: bool = False) -> Select[Any]:
        """Nothing to add: the writer is alone."""
        return statement

    def now(self, connection: Connection) -> datetime:
        """The process's time: there is no other machine."""
        return datetime.now(UTC)

    def check_durable(self) -> None:
        """Nothing to ask: every connection sets `synchronous = FULL`."""


def _engine(url: URL, *, size: int, read_only: bool) -> Engine:
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=_TURN_SECONDS,
        connect_args={"check_same_thread": False, "timeout": _BUSY_MS / 1000},
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: Any) -> None:
        # None: the driver opens no transaction of its own; BEGIN is ours.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute(f"PRAGMA query_only = {'ON' if read_only else 'OFF'}")
        # Only the writer checkpoints (WAL-reset bug of SQLite before 3.51.3).
        connection.execute(f"PRAGMA wal_autocheckpoint = {0 if read_only else 1000}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy what this dialect always has
        raw.execute("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def _translated() -> Iterator[None]:
    """Say a lost race and a busy file in Banli's words."""
    try:
        yield
    except IntegrityError as error:
        if any(word in str(error.orig) for word in ("UNIQUE", "FOREIGN KEY")):
            raise Conflict("数据已被他人更改，请刷新后重试", f"lost a race: {error.orig}") from error
        raise
    except sqlite3.OperationalError as error:
        # BEGIN IMMEDIATE bypasses SQLAlchemy, so its error arrives bare.
        raise Unavailable("数据库正被另一个进程占用", f"the database is held by another process: {error}") from error
    except OperationalError as error:
        if "locked" in str(error.orig) or "busy" in str(error.orig):
            raise Unavailable("数据库繁忙，请稍后重试", f"the database is busy: {error.orig}") from error
        if "full" in str(error.orig):
            raise Unavailable("磁盘空间不足", f"no space left for the database: {error.orig}") from error
        raise
