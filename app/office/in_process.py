"""Workers in the server's own process: the SDK's transport straight to the engine, woken by commits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from app.domain.commands.external_task import (
    CompleteExternalTask,
    FailExternalTask,
    FetchAndLock,
    LockedTask,
    ReportExternalBpmnError,
    TopicRequest,
)
from app.domain.errors import BanliError, Conflict, LockLost, NotFound, Unavailable
from app.domain.ports.door import Door
from app.domain.ports.notifier import Changes, Notifier
from app.domain.ports.unit_of_work import FileStore
from app.domain.values import FileRef
from app.office.calls import WORKER_ACTOR, office_command, office_query
from app.worker_sdk import BpmnError, ClaimedTask, Refused, TaskLost, TransportDown

LOOK_EVERY_S = 2.0
"""A commit of another node, or a lease that ran out, tells nobody here: therefore a look now and then."""


class InProcessTransport:
    """`Transport` on the engine of this process."""

    def __init__(self, engine: Door, files: FileStore, notifier: Notifier | None = None) -> None:
        self._engine = engine
        self._files = files
        self._changed = threading.Condition()
        self._generation = 0
        self._stopped = False
        self._leave: Callable[[], None] = notifier.subscribe(self._heard) if notifier is not None else lambda: None

    def claim(self, worker_id: str, topics: Mapping[str, int], limit: int, wait_s: float) -> tuple[ClaimedTask, ...]:
        """Ask at once, then whenever a commit made work, and now and then."""
        end = time.monotonic() + wait_s
        requests = tuple(TopicRequest(name, lease) for name, lease in topics.items())
        while not self._stopped:
            seen = self._generation
            with _sdk_errors():
                locked = self._engine.execute(FetchAndLock(worker_id, limit, requests), WORKER_ACTOR)
            left = end - time.monotonic()
            if locked or left <= 0:
                return tuple(_claimed(each) for each in locked)
            with self._changed:
                if self._generation == seen:
                    self._changed.wait(min(LOOK_EVERY_S, left))
        return ()

    def complete(self, worker_id: str, task: ClaimedTask, variables: Mapping[str, Any]) -> None:
        """The work is done."""
        self._report(CompleteExternalTask(task.id, worker_id, variables, token=task.token))

    def fail(self, worker_id: str, task: ClaimedTask, message: str, details: str, retries: int, wait_ms: int) -> None:
        """It failed."""
        self._report(FailExternalTask(task.id, worker_id, message, details, retries, wait_ms, task.token))

    def throw(self, worker_id: str, task: ClaimedTask, error: BpmnError) -> None:
        """It ended in a modelled error."""
        code, message = error.code, error.message
        self._report(ReportExternalBpmnError(task.id, worker_id, code, message, error.variables, task.token))

    def wake(self) -> None:
        """Let every waiting claim return; no more are granted."""
        self._stopped = True
        self._leave()
        self._notify()

    def command(self, task_id: str, name: str, arguments: Mapping[str, Any]) -> Any:
        """A command of the office."""
        with _sdk_errors():
            return office_command(self._engine, WORKER_ACTOR, task_id, name, arguments)

    def query(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """A query of the office."""
        with _sdk_errors():
            return office_query(self._engine, WORKER_ACTOR, name, arguments)

    def file(self, sha256: str) -> bytes:
        """A stored file."""
        with _sdk_errors():
            return self._files.get(sha256)

    def _report(self, command: Any) -> None:
        with _sdk_errors():
            try:
                self._engine.execute(command, WORKER_ACTOR)
            except (LockLost, NotFound) as gone:
                raise TaskLost(str(gone)) from gone

    def _heard(self, changes: Changes) -> None:
        if changes.topics:
            self._notify()

    def _notify(self) -> None:
        with self._changed:
            self._generation += 1
            self._changed.notify_all()


@contextmanager
def _sdk_errors() -> Iterator[None]:
    """The house's errors in the SDK's words."""
    try:
        yield
    except (Conflict, Unavailable) as down:
        raise TransportDown(str(down)) from down
    except BanliError as refused:
        raise Refused(refused.code, refused.text.zh) from refused


def _claimed(locked: LockedTask) -> ClaimedTask:
    task = locked.task
    return ClaimedTask(
        task.id,
        task.topic,
        task.token,
        {name: _plain(typed.value) for name, typed in locked.variables.items()},
        task.retries,
        task.business_key,
        task.instance_id,
        task.element_id,
        locked.properties,
    )


def _plain(value: Any) -> Any:
    """A file variable as the mapping that forms use; everything else is plain already."""
    return asdict(value) if isinstance(value, FileRef) else value
