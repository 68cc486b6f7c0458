"""A unit of work that notes what its events touch, so that waiters are told after the commit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.domain import events as ev
from app.domain.operation_events import InstanceMigrated
from app.domain.ports.notifier import Changes
from app.domain.ports.unit_of_work import UnitOfWork


class ObservedUnitOfWork:
    """The same transaction, watched."""

    def __init__(self, inner: UnitOfWork, now: datetime) -> None:
        self._inner = inner
        self._now = now
        self._jobs_due = False
        self._touched: dict[str, set[str]] = {"topics": set(), "tasks": set(), "instances": set(), "deployments": set()}
        self.definitions = inner.definitions
        self.instances = inner.instances
        self.variables = inner.variables
        self.tasks = inner.tasks
        self.external_tasks = inner.external_tasks
        self.jobs = inner.jobs
        self.subscriptions = inner.subscriptions
        self.incidents = inner.incidents
        self.deadlines = inner.deadlines
        self.batches = inner.batches
        self.files = inner.files

    def record(self, *events: ev.Event) -> None:
        """Note and hand on."""
        for event in events:
            self._note(event)
        self._inner.record(*events)

    def find_idempotent(self, key: str, actor: str) -> ev.IdempotencyKept | None:
        """As the transaction has it."""
        return self._inner.find_idempotent(key, actor)

    def after_commit(self, action: Callable[[], None]) -> None:
        """As the transaction has it."""
        self._inner.after_commit(action)

    def repository(self, kind: type[Any]) -> Any:
        """As the transaction has it."""
        return self._inner.repository(kind)

    def changes(self) -> Changes:
        """What was touched so far."""
        topics, tasks, instances, deployments = (frozenset(ids) for ids in self._touched.values())
        return Changes(self._jobs_due, topics, tasks, instances, deployments)

    def _note(self, event: ev.Event) -> None:
        match event:
            case ev.JobCreated(job=job):
                self._jobs_due |= job.due_at <= self._now
            case ev.JobChanged(changes=changes):
                self._jobs_due |= changes.get("due_at", datetime.max.replace(tzinfo=self._now.tzinfo)) <= self._now
            case ev.ExternalTaskCreated(task=task):
                self._touched["topics"].add(task.topic)
            case ev.DeploymentAdded(deployment=deployment):
                self._touched["deployments"].add(deployment.id)
            case ev.DeploymentRemoved(deployment_id=deployment_id):
                self._touched["deployments"].add(deployment_id)
            case _:
                self._note_work(event)

    def _note_work(self, event: ev.Event) -> None:
        match event:
            case ev.UserTaskCreated(task=task):
                self._touched["tasks"].add(task.id)
                self._touched["instances"].add(task.instance_id)
            case ev.UserTaskChanged(task_id=task_id) | ev.UserTaskEnded(task_id=task_id):
                self._touched["tasks"].add(task_id)
            case ev.OperationLogged(task_id=str(task_id)):
                # An urge leaves the task as it is; whoever has its page open must see it all the same.
                self._touched["tasks"].add(task_id)
            case ev.InstanceStarted(instance=instance):
                self._touched["instances"].add(instance.id)
            case (
                ev.InstanceAdvanced(instance_id=instance_id)
                | InstanceMigrated(instance_id=instance_id)
                | ev.InstanceStateChanged(instance_id=instance_id)
                | ev.InstanceFinished(instance_id=instance_id)
            ):
                self._touched["instances"].add(instance_id)
            case _:
                pass
