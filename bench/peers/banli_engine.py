"""Banli under measurement, in a process of its own: arguments are the database's address and those of `child.serve`."""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.bootstrap import House
from app.domain.commands.deployment import Deploy
from app.domain.commands.external_task import CompleteExternalTask, FetchAndLock, TopicRequest
from app.domain.commands.instance import StartInstance
from app.domain.commands.task import CompleteTask
from app.domain.queries.task import TaskQuery
from app.domain.values import SYSTEM
from app.jobs.executor import JobExecutor
from bench.office import house_on
from bench.peers.child import Share, serve
from bench.peers.workloads import EXTERNAL_BATCH

LOCK_MS = 60_000
PAUSE_S = 0.002
"""Between two looks for external tasks when there was none, as in Main.java."""


class Banli:
    """The engine's own commands, without HTTP."""

    def __init__(self, house: House) -> None:
        self._engine = house.engine

    def deploy(self, files: Sequence[Path]) -> None:
        """One deployment."""
        self._engine.execute(Deploy("peers", tuple((file.name, file.read_bytes()) for file in files)), SYSTEM)

    def start(self, key: str, variables: dict[str, str]) -> str:
        """The newest version."""
        started: str = self._engine.execute(StartInstance(key=key, variables=variables), SYSTEM).id
        return started

    def open_tasks(self, instance: str) -> list[str]:
        """By the task query."""
        return [task.id for task in self._engine.ask(TaskQuery(instance_ids=(instance,), ended=False), SYSTEM).rows]

    def complete(self, instance: str, task: str, changes: dict[str, str]) -> None:
        """As a client does."""
        self._engine.execute(CompleteTask(task, changes), SYSTEM)

    def work(self, worker: str, share: Share) -> int:
        """Lock up to ten, complete them, look again."""
        done = 0
        asked = (TopicRequest(share.topic, LOCK_MS),)
        while share.left > 0:
            locked = self._engine.execute(FetchAndLock(worker, EXTERNAL_BATCH, asked), SYSTEM)
            for each in locked:
                self._engine.execute(CompleteExternalTask(each.task.id, worker, share.changes), SYSTEM)
            share.done(len(locked))
            done += len(locked)
            if not locked:
                time.sleep(PAUSE_S)
        return done

    def drain(self, worker: str, share: Share) -> int:
        """The job executor as the server runs it, one for each thread."""
        return JobExecutor(self._engine, worker).run_until_idle()


@contextmanager
def opened(url: str) -> Iterator[Banli]:
    """A whole house without background threads."""
    with tempfile.TemporaryDirectory(prefix="banli-peers-") as folder, house_on(url, Path(folder)) as house:
        gc.collect()
        gc.freeze()  # As `banli serve` does.
        yield Banli(house)


if __name__ == "__main__":
    serve(opened(sys.argv[1]), sys.argv[2:])
