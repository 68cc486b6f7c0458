"""One transaction: what may be read and the one way to write."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from app.domain.events import Event, IdempotencyKept
from app.domain.ports.repositories import (
    BatchRepository,
    DeadlineRepository,
    DefinitionRepository,
    ExternalTaskRepository,
    IncidentRepository,
    InstanceRepository,
    JobRepository,
    SubscriptionRepository,
    TaskRepository,
    VariableRepository,
)


class FileStore(Protocol):
    """Content-addressed files (design rule 17)."""

    def put(self, content: bytes) -> str:
        """Keep the bytes; returns their SHA-256 in hex. Written before commit, orphans are swept."""

    def get(self, sha256: str) -> bytes:
        """The bytes. Raises `NotFound`."""


class UnitOfWork(Protocol):
    """One database transaction. Nobody but the transaction interceptor commits."""

    @property
    def definitions(self) -> DefinitionRepository: ...
    @property
    def instances(self) -> InstanceRepository: ...
    @property
    def variables(self) -> VariableRepository: ...
    @property
    def tasks(self) -> TaskRepository: ...
    @property
    def external_tasks(self) -> ExternalTaskRepository: ...
    @property
    def jobs(self) -> JobRepository: ...
    @property
    def subscriptions(self) -> SubscriptionRepository: ...
    @property
    def incidents(self) -> IncidentRepository: ...
    @property
    def deadlines(self) -> DeadlineRepository: ...
    @property
    def batches(self) -> BatchRepository: ...
    @property
    def files(self) -> FileStore: ...

    def record(self, *events: Event) -> None:
        """Take events; projectors write them, batched by table, at the next read that needs them or at commit."""

    def find_idempotent(self, key: str, actor: str) -> IdempotencyKept | None:
        """The kept answer of a writing call."""

    def after_commit(self, action: Callable[[], None]) -> None:
        """Run `action` once the transaction is durable (wake long polls, job nodes, browsers); lost on rollback."""

    def repository(self, kind: type[Any]) -> Any:
        """The repository of another package's Protocol (office registers, people); see `app.domain.ports.registry`."""


class Snapshot(UnitOfWork, Protocol):
    """One consistent state of the database, to read from: recording fails, and asking for a lock takes none."""

    def ask(self, query: Any, actor: Any) -> Any:
        """Answer a query object from this very state."""


class Store(Protocol):
    """The database as the engine sees it."""

    def transaction(self) -> AbstractContextManager[UnitOfWork]:
        """A new transaction: commits when the block ends well, rolls back on any exception.

        A lost race raises `Conflict`.
        """

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """The last committed state; waits for no writer."""

    def ask(self, query: Any, actor: Any) -> Any:
        """Answer a query object (`app.domain.queries`) for an actor, outside any command."""
