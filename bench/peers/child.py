"""A Python engine under measurement: does what standard input says, line by line, and answers with a count.

Words (the JVM's Main.java knows the same): ``deploy``; ``start <key> <cases>``; ``find`` the open user tasks of the
cases started last; ``complete`` what was found; ``work <tasks>``: lock and complete external tasks until so many are
done; ``drain <key>``: run the timers that are due until the cases have ended; ``rest``: stop the job executor where one
runs by itself. The controller holds the watch.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from bench.peers.workloads import VALUES

S = TypeVar("S")
T = TypeVar("T")


@dataclass
class Share:
    """What the threads of one child divide among themselves."""

    topic: str
    left: int
    """External tasks that are not done yet."""
    instances: deque[str]
    """Cases nobody has taken, for engines whose work is found case by case."""
    changes: dict[str, str]
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def done(self, count: int) -> None:
        """So many tasks less."""
        with self._lock:
            self.left -= count

    def take(self) -> str | None:
        """The next case; None when all are taken."""
        with self._lock:
            return self.instances.popleft() if self.instances else None


class Engine(Protocol):
    """What the workloads need of an engine."""

    def deploy(self, files: Sequence[Path]) -> None:
        """Make the models known; called in one child, before any start."""

    def start(self, key: str, variables: dict[str, str]) -> str:
        """Start a case; its id."""

    def open_tasks(self, instance: str) -> list[str]:
        """The open user tasks of a case."""

    def complete(self, instance: str, task: str, changes: dict[str, str]) -> None:
        """Complete a user task."""

    def work(self, worker: str, share: Share) -> int:
        """One thread: external tasks until none is left; how many were done."""

    def drain(self, worker: str, share: Share) -> int:
        """One thread: timers until none is due; how many fired."""


class Child:
    """The words."""

    def __init__(self, engine: Engine, models: Path, threads: int, number: int) -> None:
        self._engine = engine
        self._models = models
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads)
        self._topic = f"bench-{number}"
        self._instances: list[str] = []
        self._found: list[tuple[str, list[str]]] = []
        self._round = 0

    def obey(self, word: str, *arguments: str) -> int:
        """Do one line."""
        words: dict[str, Callable[..., int]] = {
            "deploy": self._deploy,
            "start": self._start,
            "find": self._find,
            "complete": self._complete,
            "work": self._work,
            "drain": self._drain,
            "rest": lambda: 0,
        }
        return words[word](*arguments)

    def _deploy(self) -> int:
        files = sorted(self._models.glob("*.bpmn"))
        self._engine.deploy(files)
        return len(files)

    def _start(self, key: str, count: str) -> int:
        values = {**VALUES, "topic": self._topic}
        self._instances = self._all(lambda _: self._engine.start(key, values), range(int(count)))
        return len(self._instances)

    def _find(self) -> int:
        self._found = self._all(lambda instance: (instance, self._engine.open_tasks(instance)), self._instances)
        return sum(len(tasks) for _, tasks in self._found)

    def _complete(self) -> int:
        changes = self._changes()

        def complete(found: tuple[str, list[str]]) -> int:
            instance, tasks = found
            for task in tasks:
                self._engine.complete(instance, task, changes)
            return len(tasks)

        return sum(self._all(complete, self._found))

    def _work(self, expected: str) -> int:
        share = Share(self._topic, int(expected), deque(self._instances), self._changes())

        def work(number: int) -> int:
            try:
                return self._engine.work(f"worker-{number}", share)
            finally:
                share.done(share.left)  # when one fails the others stop too

        return sum(self._all(work, range(self._threads)))

    def _drain(self, key: str) -> int:
        share = Share(key, 0, deque(self._instances), {})
        return sum(self._all(lambda number: self._engine.drain(f"{self._topic}-{number}", share), range(self._threads)))

    def _changes(self) -> dict[str, str]:
        self._round += 1
        return {"v1": f"changed {self._round}", "v2": f"again {self._round}"}

    def _all(self, act: Callable[[S], T], items: Iterable[S]) -> list[T]:
        return list(self._pool.map(act, items))


def serve(opened: AbstractContextManager[Engine], arguments: Sequence[str]) -> None:
    """Answer until standard input ends. Arguments: folder of the models, threads, number of this child."""
    models, threads, number = arguments
    with opened as engine:
        child = Child(engine, Path(models), int(threads), int(number))
        print("ready", flush=True)
        for line in sys.stdin:
            print(child.obey(*line.split()), flush=True)
