"""Bare SpiffWorkflow under measurement: each step loads the whole case, moves it and saves everything again.

With the stock parser, the stock script engine and the stock serializer; one row of text for each case. It has no
history besides what the saved tree holds. Arguments are libpq's address and those of `child.serve`.
"""

from __future__ import annotations

import sys
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default import BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.specs.defaults import ServiceTask
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from bench.peers.child import Share, serve
from bench.peers.workloads import MODELS

TABLE = """CREATE TABLE IF NOT EXISTS workflow (
    id text PRIMARY KEY, key text NOT NULL, finished boolean NOT NULL, state text NOT NULL)"""
DURATION = {"PT1S": "PT1S"}
"""The stock timer reads its duration as Python; a variable of that name lets it read the shared model."""

SERIALIZED = {**DEFAULT_CONFIG, ServiceTask: BpmnTaskSpecConverter}
"""The stock serializer refuses service tasks; every application adds its own."""


class Bare:
    """What one writes first with SpiffWorkflow and a database."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._local = threading.local()
        parser = BpmnParser()
        parser.add_bpmn_files([str(file) for file in sorted(MODELS.glob("*.bpmn"))])
        self._specs = {file.stem: parser.get_spec(file.stem) for file in MODELS.glob("*.bpmn")}

    def deploy(self, files: Sequence[Path]) -> None:
        """The models are in every process; only the table is made."""
        self._connection().execute(TABLE)
        self._connection().commit()

    def start(self, key: str, variables: dict[str, str]) -> str:
        """A new row."""
        workflow = BpmnWorkflow(self._specs[key])
        workflow.get_next_task(state=TaskState.READY).set_data(**variables, **DURATION)
        workflow.do_engine_steps()
        id = str(uuid.uuid4())
        row = (id, key, workflow.completed, self._serializer().serialize_json(workflow))
        with self._connection().transaction():
            self._connection().execute("INSERT INTO workflow VALUES (%s, %s, %s, %s)", row)
        return id

    def open_tasks(self, instance: str) -> list[str]:
        """Those that are ready."""
        with self._connection().transaction():
            return [str(task.id) for task in self._load(instance).get_tasks(state=TaskState.READY, manual=True)]

    def complete(self, instance: str, task: str, changes: dict[str, str]) -> None:
        """Load, complete, save."""

        def act(workflow: Any) -> None:
            ready = workflow.get_task_from_id(uuid.UUID(task))
            ready.set_data(**changes)
            ready.run()

        self._step(instance, act)

    def work(self, worker: str, share: Share) -> int:
        """Service tasks stay started until somebody completes them; there is no list of them, so case by case."""

        def act(workflow: Any) -> None:
            started = workflow.get_next_task(state=TaskState.STARTED)
            started.set_data(**share.changes)
            started.complete()

        done = 0
        while (instance := share.take()) is not None:
            done += 1
            while not self._step(instance, act):
                done += 1
        return done

    def drain(self, worker: str, share: Share) -> int:
        """There is no list of timers, so every case is loaded and asked."""
        fired = 0
        while (instance := share.take()) is not None:
            fired += self._step(instance, lambda workflow: workflow.refresh_waiting_tasks())
        return fired

    def _step(self, instance: str, act: Callable[[Any], None]) -> bool:
        with self._connection().transaction():
            workflow = self._load(instance)
            act(workflow)
            workflow.do_engine_steps()
            finished: bool = workflow.completed
            row = (finished, self._serializer().serialize_json(workflow), instance)
            self._connection().execute("UPDATE workflow SET finished = %s, state = %s WHERE id = %s", row)
        return finished

    def _load(self, instance: str) -> Any:
        query = "SELECT state FROM workflow WHERE id = %s FOR UPDATE"
        row = self._connection().execute(query, (instance,)).fetchone()
        if row is None:
            raise KeyError(instance)
        return self._serializer().deserialize_json(row[0])

    def _connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        if not hasattr(self._local, "connection"):
            self._local.connection = psycopg.connect(self._dsn)
        connection: psycopg.Connection[tuple[Any, ...]] = self._local.connection
        return connection

    def _serializer(self) -> Any:
        """One for each thread: it keeps a state while it writes."""
        if not hasattr(self._local, "serializer"):
            self._local.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SERIALIZED))
        return self._local.serializer


@contextmanager
def opened(dsn: str) -> Iterator[Bare]:
    """Its connections end with the process."""
    yield Bare(dsn)


if __name__ == "__main__":
    serve(opened(sys.argv[1]), sys.argv[2:])
