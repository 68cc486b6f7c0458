"""Drives the whole engine in tests, as an office on a simulated clock: `office.start(...)`, `office.complete(...)`.

It runs on SQLite in a file or on PostgreSQL, with the real interpreter and evaluators. With `restart_every_step=True`
everything in memory is thrown away before every call, as after a crash: only the database stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from app.bootstrap import Office as OfficePorts
from app.bootstrap import build_engine
from app.calendar import SHANGHAI
from app.domain.commands import Command
from app.domain.commands.deployment import Deploy, DeployResult
from app.domain.commands.external_task import (
    CompleteExternalTask,
    FetchAndLock,
    LockedTask,
    ReportExternalBpmnError,
    TopicRequest,
)
from app.domain.commands.instance import CorrelateMessage, StartInstance
from app.domain.commands.task import CompleteTask
from app.domain.extension import merged
from app.domain.ports.unit_of_work import UnitOfWork
from app.domain.records import (
    Deadline,
    EventSubscription,
    ExternalTask,
    Incident,
    Job,
    ProcessInstance,
    UserTask,
)
from app.domain.values import SYSTEM, Actor, Right
from app.engine.engine import Engine
from app.engine.handlers import EXTENSION
from app.jobs.notifier import LocalNotifier
from app.jobs.simulation import SimulatedClock, Simulation
from app.persistence.files import FolderFileStore
from app.persistence.store import Registry, SqlStore
from app.persistence.tables import metadata
from tests.support.clock import clock_at

WORKER = Actor("worker", frozenset({Right.WORKER}))
OPERATOR = Actor("operator", frozenset({Right.OPERATOR}))


class BpmnError(Exception):
    """What a worker of `Office.work` raises to end its task in a modelled error."""

    def __init__(self, code: str, message: str | None = None) -> None:
        super().__init__(code)
        self.code, self.message = code, message


@dataclass
class People:
    """An `OrgDirectory` on a few dicts."""

    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Group id -> user ids."""
    stand_ins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Deputy -> principal -> basis."""

    def holders(self, group: str) -> tuple[str, ...]:
        return self.groups.get(group, ())

    def has_group(self, group: str) -> bool:
        return group in self.groups

    def groups_of(self, user_id: str) -> frozenset[str]:
        return frozenset(group for group, users in self.groups.items() if user_id in users)

    def stands_in_for(self, user_id: str, at: datetime) -> frozenset[str]:
        return frozenset(self.stand_ins.get(user_id, {}))

    def stand_in_basis(self, deputy: str, principal: str, at: datetime) -> str | None:
        return self.stand_ins.get(deputy, {}).get(principal)

    def bean(self) -> Mapping[str, Any]:
        return {"holders": lambda group: list(self.holders(group))}


class Office:
    """One office: a database, a clock, and the engine between them."""

    def __init__(
        self,
        folder: Path,
        *,
        url: str | None = None,
        clock: SimulatedClock | None = None,
        people: People | None = None,
        ports: OfficePorts | None = None,
        restart_every_step: bool = False,
        fresh: bool = True,
        zone: tzinfo = SHANGHAI,
    ) -> None:
        self._zone = zone
        self.clock = clock or clock_at()
        self.people = people or People()
        self._folder = folder
        self._url = url or f"sqlite:///{folder}/banli.db"
        self._ports = ports or OfficePorts(org=lambda uow: self.people)
        self._restarts = restart_every_step
        self.store: SqlStore
        self._open()
        if fresh:
            writer = self.store.backend.engines[0]
            metadata.drop_all(writer)
            metadata.create_all(writer)

    # Life

    def restart(self) -> None:
        """Throw away everything in memory, as a crash does."""
        self.store.close()
        self._open()

    def forget(self) -> None:
        """Throw away everything in memory but the connections: much cheaper, and they know nothing of any case."""
        self.notifier = LocalNotifier()
        self.engine: Engine = build_engine(self.store, self.clock, self.notifier, self._ports, zone=self._zone)

    def close(self) -> None:
        """Give the database back."""
        self.store.close()

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Commands

    def execute(self, command: Command, actor: Actor = SYSTEM, key: str | None = None) -> Any:
        """Any command."""
        if self._restarts:
            self.restart()
        return self.engine.execute(command, actor, key)

    def deploy(self, *contents: bytes, forms: Mapping[str, bytes] | None = None, **options: Any) -> DeployResult:
        """Deploy diagrams and tables (recognised by their content), and forms by name."""
        resources = tuple((_resource_name(index, content), content) for index, content in enumerate(contents))
        resources += tuple((forms or {}).items())
        result: DeployResult = self.execute(Deploy(options.pop("name", "test"), resources, **options))
        return result

    def start(self, key: str, business_key: str | None = None, as_: str | None = None, **variables: Any) -> str:
        """Start by key; returns the instance id."""
        actor = self.actor(as_) if as_ else SYSTEM
        instance: ProcessInstance = self.execute(StartInstance(None, key, business_key, variables), actor)
        self.run()
        return instance.id

    def complete(self, element_id: str, as_: str | None = None, instance: str | None = None, **variables: Any) -> None:
        """Complete the one open task at an element."""
        actor = self.actor(as_) if as_ else SYSTEM
        self.execute(CompleteTask(self.task(element_id, instance).id, variables), actor)
        self.run()

    def send(self, name: str, business_key: str | None = None, **variables: Any) -> Any:
        """Correlate a message from outside."""
        results = self.execute(CorrelateMessage(name, business_key, variables=variables))
        self.run()
        return results

    def fetch(self, topic: str, limit: int = 100, lock_ms: int = 60_000, worker: str = "w") -> tuple[LockedTask, ...]:
        """Claim external tasks as a worker."""
        command = FetchAndLock(worker, limit, (TopicRequest(topic, lock_ms),))
        locked: tuple[LockedTask, ...] = self.execute(command, WORKER)
        return locked

    def work(self, topic: str, handler: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None) -> int:
        """Do all work of a topic with a function (variables) -> results; returns how many tasks there were."""
        locked = self.fetch(topic)
        for each in locked:
            values = {name: typed.value for name, typed in each.variables.items()}
            try:
                results = dict(handler(values)) if handler else {}
            except BpmnError as error:
                self.execute(ReportExternalBpmnError(each.task.id, "w", error.code, error.message), WORKER)
                continue
            self.execute(CompleteExternalTask(each.task.id, "w", results, token=each.task.token), WORKER)
        self.run()
        return len(locked)

    def run(self) -> int:
        """Run what is due now."""
        return Simulation(self.engine, self.clock).run_due_jobs()

    def advance_to(self, moment: datetime) -> int:
        """Let time pass; every job runs at its own due time."""
        return Simulation(self.engine, self.clock).advance_to(moment)

    def actor(self, user_id: str, *rights: Right) -> Actor:
        """A person with their groups and those they stand in for."""
        return Actor(
            user_id,
            frozenset(rights or {Right.CLERK}),
            self.people.groups_of(user_id),
            self.people.stands_in_for(user_id, self.clock.now()),
        )

    # What is there

    def task(self, element_id: str, instance: str | None = None) -> UserTask:
        """The one open task at an element."""
        found = [task for task in self.tasks(instance) if task.element_id == element_id]
        assert len(found) == 1, f"{len(found)} open tasks at {element_id}; open: {self.open_elements()}"
        return found[0]

    def tasks(self, instance: str | None = None) -> tuple[UserTask, ...]:
        """Open tasks, oldest first."""
        return self._of_instances(instance, lambda uow, id: uow.tasks.of_instance(id))

    def external_tasks(self, instance: str | None = None) -> tuple[ExternalTask, ...]:
        """Open external tasks."""
        return self._of_instances(instance, lambda uow, id: uow.external_tasks.of_instance(id))

    def jobs(self, instance: str | None = None) -> tuple[Job, ...]:
        """Jobs of running instances."""
        return self._of_instances(instance, lambda uow, id: uow.jobs.of_instance(id))

    def subscriptions(self, instance: str | None = None) -> tuple[EventSubscription, ...]:
        """Subscriptions of running instances."""
        return self._of_instances(instance, lambda uow, id: uow.subscriptions.of_instance(id))

    def incidents(self, instance: str | None = None) -> tuple[Incident, ...]:
        """Open incidents of running instances."""
        return self._of_instances(instance, lambda uow, id: uow.incidents.of_instance(id))

    def deadlines(self, instance: str | None = None) -> tuple[Deadline, ...]:
        """Deadlines of running instances."""
        return self._of_instances(instance, lambda uow, id: uow.deadlines.of_instance(id))

    def open_elements(self, instance: str | None = None) -> list[str]:
        """Element ids of open tasks and external tasks, sorted."""
        waiting: list[UserTask | ExternalTask] = [*self.tasks(instance), *self.external_tasks(instance)]
        return sorted(each.element_id for each in waiting)

    def variables(self, instance: str) -> dict[str, Any]:
        """Plain root variables of a running instance."""
        with self.store.transaction() as uow:
            values = uow.variables.load(instance).values.get(instance, {})
            return {name: typed.value for name, typed in values.items()}

    def running(self) -> tuple[ProcessInstance, ...]:
        """All running instances, oldest first."""
        with self.store.transaction() as uow:
            ids = [id for definition in _all_process_definitions(uow) for id in uow.instances.of_definition(definition)]
            return tuple(uow.instances.get(id) for id in sorted(ids))

    def rows(self, statement: Any) -> list[Mapping[str, Any]]:
        """Rows of any query: for history, which has no repository."""
        with self.store.backend.reading() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def _of_instances(
        self, instance: str | None, read: Callable[[UnitOfWork, str], tuple[Any, ...]]
    ) -> tuple[Any, ...]:
        ids = [instance] if instance else [each.id for each in self.running()]
        with self.store.transaction() as uow:
            return tuple(each for id in ids for each in read(uow, id))

    def _open(self) -> None:
        extension = merged(EXTENSION, *self._ports.extensions)
        files = FolderFileStore(self._folder / "files")
        self.store = SqlStore(self._url, self.clock, files, Registry(extension.repositories, extension.answers))
        self.forget()


def _all_process_definitions(uow: UnitOfWork) -> list[str]:
    return [
        each.id
        for latest in uow.definitions.latest_by_kind("process")
        for version in range(1, latest.version + 1)
        if (each := uow.definitions.by_version("process", latest.key, version)) is not None
    ]


def _resource_name(index: int, content: bytes) -> str:
    if b"decisionTable" in content or b"<decision" in content:
        return f"r{index}.dmn"
    return f"r{index}.bpmn"
