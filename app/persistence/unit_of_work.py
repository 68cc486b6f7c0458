"""One database transaction: its repositories, and `record` as the one way to write engine tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from app.domain.events import Event, IdempotencyKept
from app.domain.ports.unit_of_work import FileStore
from app.persistence.projectors import project
from app.persistence.repositories.batch import SqlBatches
from app.persistence.repositories.care import SqlDeadlines, SqlIncidents
from app.persistence.repositories.definition import SqlDefinitions
from app.persistence.repositories.instance import SqlInstances
from app.persistence.repositories.task import SqlTasks
from app.persistence.repositories.variable import SqlVariables
from app.persistence.repositories.waiting import SqlExternalTasks, SqlJobs, SqlSubscriptions
from app.persistence.session import Session
from app.persistence.tables import ru

RepositoryFactory = Callable[[Session], Any]
"""Makes another package's repository for one transaction; writes its rows through `Session.execute`."""


class SqlUnitOfWork:
    """`UnitOfWork` over one session; made by `SqlStore.transaction`, used by one thread."""

    def __init__(self, session: Session, files: FileStore, factories: Mapping[type[Any], RepositoryFactory]) -> None:
        self._session = session
        self._factories = factories
        self._made: dict[type[Any], Any] = {}
        self.files = files
        self.actions: list[Callable[[], None]] = []
        self.definitions = SqlDefinitions(session)
        self.instances = SqlInstances(session)
        self.variables = SqlVariables(session)
        self.tasks = SqlTasks(session)
        self.external_tasks = SqlExternalTasks(session)
        self.jobs = SqlJobs(session)
        self.subscriptions = SqlSubscriptions(session)
        self.incidents = SqlIncidents(session)
        self.deadlines = SqlDeadlines(session)
        self.batches = SqlBatches(session)

    def record(self, *events: Event) -> None:
        """Take events: applied in memory at once, in order; written at the next list read, or at commit."""
        project(self._session, events)

    def find_idempotent(self, key: str, actor: str) -> IdempotencyKept | None:
        """The kept answer of a writing call."""
        kept = ru.idempotency.c
        found = self._session.read(select(ru.idempotency).where(kept.actor == actor, kept.key == key))
        if not found:
            return None
        row = found[0]
        return IdempotencyKept(row["key"], row["actor"], row["request_hash"], row["answer"], row["at"])

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run `action` once the transaction is durable."""
        self.actions.append(action)

    def repository(self, kind: type[Any]) -> Any:
        """The repository of another package's Protocol. Raises `LookupError` where none is registered."""
        if kind not in self._made:
            factory = self._factories.get(kind)
            if factory is None:
                raise LookupError(f"no repository is registered for {kind.__name__}")
            self._made[kind] = factory(self._session)
        return self._made[kind]


class SqlSnapshot(SqlUnitOfWork):
    """`Snapshot` over one reading session; made by `SqlStore.snapshot`."""

    def __init__(
        self,
        session: Session,
        files: FileStore,
        factories: Mapping[type[Any], RepositoryFactory],
        ask: Callable[[Any, Any], Any],
    ) -> None:
        super().__init__(session, files, factories)
        self.ask = ask

    def record(self, *events: Event) -> None:
        """Nothing can be recorded. Raises RuntimeError."""
        raise RuntimeError("a query may not change anything")
