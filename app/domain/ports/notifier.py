"""Telling those who wait in this process that a transaction changed something: a hint only, polling stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Changes:
    """What one committed transaction touched."""

    jobs_due: bool = False
    """A job may run now."""
    topics: frozenset[str] = frozenset()
    """Topics with a new or freed external task."""
    tasks: frozenset[str] = frozenset()
    instances: frozenset[str] = frozenset()
    deployments: frozenset[str] = frozenset()
    people: bool = False
    """Posts, rights or absences: who sees which task may be different now."""
    closing: bool = False
    """The process is about to stop: whoever waits goes home."""

    def __bool__(self) -> bool:
        flags = self.jobs_due or self.people or self.closing
        return flags or any((self.topics, self.tasks, self.instances, self.deployments))


Listener = Callable[[Changes], None]


class Notifier(Protocol):
    """Hands changes on to long polls, job executor, in-process workers and browsers."""

    def publish(self, changes: Changes) -> None:
        """Tell every listener; called after commit, on the committing thread. Never raises."""

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Listen until the returned function is called; a listener must return at once."""
