"""The stage of a play: people at their desks, a clock that somebody sets, workers who are never late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.commands.instance import StartInstance
from app.domain.commands.task import CompleteTask
from app.domain.errors import NotFound
from app.domain.ports.door import Door
from app.domain.queries.common import Sort
from app.domain.queries.deadline import DeadlineQuery
from app.domain.queries.runtime import TaskFormQuery
from app.domain.queries.task import TaskQuery, TaskView
from app.domain.records import Deadline, ProcessInstance
from app.domain.values import SYSTEM, Actor
from app.jobs.simulation import SimulatedClock, Simulation


@dataclass(frozen=True, slots=True)
class Deed:
    """One task that a person finished."""

    at: datetime
    user_id: str
    task: TaskView
    rule: str | None
    """The deadline its due time comes from, ``DL-27``."""


class Stage:
    """What a play needs of the house; every act is a command of the person who acts, checked like any other."""

    def __init__(
        self,
        engine: Door,
        clock: SimulatedClock,
        actor: Callable[[str], Actor],
        work: Callable[[], int],
        keep_file: Callable[[bytes], str],
    ) -> None:
        self.engine = engine
        self.clock = clock
        self.deeds: list[Deed] = []
        self.watcher: Callable[[Deed], None] = lambda deed: None
        self._actor = actor
        self._keep_file = keep_file
        self._simulation = Simulation(engine, clock, "stage", work)

    def actor(self, user_id: str) -> Actor:
        """The person with the rights, posts and absent colleagues of this minute."""
        return self._actor(user_id)

    # Time

    def settle(self) -> None:
        """Let timers, messages and workers do what is due now."""
        self._simulation.run_due_jobs()

    def go_to(self, moment: datetime) -> None:
        """Let time pass; everything happens at its own due time."""
        self._simulation.advance_to(moment)

    # Acts

    def start(self, user_id: str, key: str, **values: Any) -> ProcessInstance:
        """A person starts a process by its form, where it has one."""
        command = StartInstance(key=key, variables=values, check_form=bool(values))
        instance: ProcessInstance = self.engine.execute(command, self.actor(user_id))
        self.settle()
        return instance

    def act(self, user_id: str, element_id: str, case: str | None = None, **values: Any) -> TaskView:
        """A person finishes the task at an element (of the business key `case`), with the form's own check.

        Raises `NotFound` where the person has no such task, and what `CompleteTask` raises.
        """
        actor = self.actor(user_id)
        task = self.task(user_id, element_id, case)
        self.engine.execute(CompleteTask(task.id, values, check_form=True), actor)
        deed = Deed(self.clock.now(), user_id, task, self._rule(task))
        self.deeds.append(deed)
        self.watcher(deed)
        self.settle()
        return task

    def paper(self, name: str, text: str) -> list[dict[str, Any]]:
        """The value of a file field: one uploaded text."""
        content = text.encode()
        sha256 = self._keep_file(content)
        return [{"sha256": sha256, "name": name, "media_type": "text/plain", "size": len(content)}]

    # What there is to do

    def tasks(self, element_id: str, case: str | None = None, user_id: str | None = None) -> tuple[TaskView, ...]:
        """Open tasks at an element that a person sees, oldest first; without a person, all of them."""
        query = TaskQuery(element_ids=(element_id,), business_keys=(case,) if case else ())
        found: tuple[TaskView, ...] = self.engine.ask(query, self.actor(user_id) if user_id else SYSTEM).rows
        return found

    def task(self, user_id: str, element_id: str, case: str | None = None) -> TaskView:
        """The first of these tasks. Raises `NotFound`."""
        found = self.tasks(element_id, case, user_id)
        if not found:
            raise NotFound(f"{user_id} 没有任务 {element_id}", f"{user_id} has no task at {element_id}: {self.open()}")
        return found[0]

    def form(self, user_id: str, element_id: str, case: str | None = None) -> Mapping[str, Any]:
        """What the form of a task shows to the person."""
        task = self.task(user_id, element_id, case)
        data: Mapping[str, Any] = self.engine.ask(TaskFormQuery(task.id), self.actor(user_id)).data
        return data

    def open(self) -> list[str]:
        """Element ids of all open tasks, sorted."""
        return sorted(task.element_id for task in self.engine.ask(TaskQuery(), SYSTEM).rows)

    def deadlines(self, *rules: str) -> tuple[Deadline, ...]:
        """Every deadline of these rules, met or not, in the order of their due times; without a rule, all."""
        query = DeadlineQuery(deadline_ids=rules, sort=(Sort("due"),))
        found: tuple[Deadline, ...] = self.engine.ask(query, SYSTEM).rows
        return found

    def _rule(self, task: TaskView) -> str | None:
        if task.deadline_id is None:
            return None
        found = self.engine.ask(DeadlineQuery(ids=(task.deadline_id,)), SYSTEM).rows
        return str(found[0].deadline_id) if found else None
