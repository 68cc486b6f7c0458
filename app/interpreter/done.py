"""What was completed in a scope and can still be undone, in order, at a size that regular loops do not change.

What repeats is kept once with its number of times, whatever its period up to `MAX_PERIOD`: a loop around three
activities with handlers leaves three entries after ten thousand turns. Only what differs from turn to turn takes room:
a sub-process, or an instance of a multi-instance activity, that keeps variables of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

MAX_PERIOD = 16
"""The most entries per turn of a loop that are still found to repeat."""


@dataclass(frozen=True, slots=True)
class Done:
    """One completed activity that has a handler or, with `inside`, one completed scope with what was done in it."""

    element: str
    kept: str | None = None
    """The scope under which those of its variables stay that its undoing will see."""
    inside: DoneLog | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same once more, and again."""

    parts: tuple[Part, ...]
    times: int


Part = Done | Repeated


@dataclass(slots=True)
class DoneLog:
    """The entries of one scope, oldest first."""

    parts: list[Part] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __iter__(self) -> Iterator[Done]:
        return _all(self.parts)

    def add(self, done: Done) -> None:
        """Remember one more."""
        self.parts.append(done)
        while any(self._fold(period) for period in range(1, MAX_PERIOD + 1)):
            pass

    def take(self, is_wanted: Callable[[Done], bool]) -> list[Done]:
        """Remove and return those that are wanted, oldest first."""
        everything = list(self)
        wanted = [done for done in everything if is_wanted(done)]
        self.parts.clear()
        if len(wanted) < len(everything):
            for done in everything:
                if not is_wanted(done):
                    self.add(done)
        return wanted

    def _fold(self, period: int) -> bool:
        """Let the last parts join what stands before them, where that is the same."""
        parts = self.parts
        tail = tuple(parts[-period:])
        before = parts[-period - 1] if len(parts) > period else None
        if isinstance(before, Repeated) and before.parts == tail:
            parts[-period - 1 :] = [Repeated(tail, before.times + 1)]
            return True
        if len(parts) >= 2 * period and tuple(parts[-2 * period : -period]) == tail:
            parts[-2 * period :] = [Repeated(tail, 2)]
            return True
        return False


def _all(parts: list[Part] | tuple[Part, ...]) -> Iterator[Done]:
    for part in parts:
        if isinstance(part, Done):
            yield part
            continue
        for _ in range(part.times):
            yield from _all(part.parts)
