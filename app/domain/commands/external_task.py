"""What workers do (Camunda's external task contract, plus a fencing token for our own SDK)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.commands import Command
from app.domain.records import ExternalTask
from app.domain.values import TypedValue


@dataclass(frozen=True, slots=True)
class TopicRequest:
    """One topic a worker asks for."""

    name: str
    lock_ms: int
    variables: tuple[str, ...] | None = None
    business_key: str | None = None
    definition_keys: tuple[str, ...] = ()
    definition_ids: tuple[str, ...] = ()
    version_tag: str | None = None
    process_variables: Mapping[str, Any] = field(default_factory=dict)
    """Values that variables of the instance itself must have."""
    local_variables: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether some tasks of the topic are not for this worker."""
        asked = (self.business_key, self.version_tag)
        return any(each is not None for each in asked) or bool(
            self.definition_keys or self.definition_ids or self.process_variables
        )


@dataclass(frozen=True, slots=True)
class FetchAndLock(Command):
    """Claim up to `max_tasks`. Returns a tuple of `LockedTask`."""

    worker_id: str
    max_tasks: int
    topics: tuple[TopicRequest, ...]
    use_priority: bool = True
    newest_first: bool = False
    """Among tasks of one priority; else the oldest come first."""


@dataclass(frozen=True, slots=True)
class LockedTask:
    """A claimed task with the variables its topic request asked for."""

    task: ExternalTask
    variables: Mapping[str, TypedValue]
    properties: Mapping[str, str] = field(default_factory=dict)
    """`camunda:property` of the element."""
    version_tag: str | None = None


@dataclass(frozen=True, slots=True)
class CompleteExternalTask(Command):
    """The work is done. `token` (our SDK only) fences off a worker whose lease was given to somebody else."""

    task_id: str
    worker_id: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    local_variables: Mapping[str, Any] = field(default_factory=dict)
    token: int | None = None


@dataclass(frozen=True, slots=True)
class FailExternalTask(Command):
    """The work failed technically: retries and back-off as the worker says; an incident at zero."""

    task_id: str
    worker_id: str
    error_message: str
    error_details: str | None = None
    retries: int | None = None
    retry_timeout_ms: int = 0
    token: int | None = None


@dataclass(frozen=True, slots=True)
class ReportExternalBpmnError(Command):
    """The work ended in a modelled error."""

    task_id: str
    worker_id: str
    error_code: str
    error_message: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    token: int | None = None


@dataclass(frozen=True, slots=True)
class ExtendLock(Command):
    """Lengthen a lease from now on."""

    task_id: str
    worker_id: str
    duration_ms: int
    token: int | None = None


@dataclass(frozen=True, slots=True)
class UnlockExternalTask(Command):
    """Give a task back before its lease ends."""

    task_id: str


@dataclass(frozen=True, slots=True)
class SetExternalTaskRetries(Command):
    """Let a stuck task be tried again (operator); closes its incident."""

    task_ids: tuple[str, ...]
    retries: int
    reason: str | None = None
