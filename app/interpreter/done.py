"""What was completed in a scope and can still be undone, in order, at a size that regular loops do not change.

What repeats is kept once with its number of times, whatever its period up to `MAX_PERIOD`: a loop around three
activities with handlers leaves three entries after ten thousand turns. Only what differs from turn to turn takes room:
a sub-process, or an instance of a multi-instance activity, that keeps variables of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

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


class DoneLog:
    """The entries of one scope, oldest first; saved ones are read only when somebody asks for them."""

    __slots__ = ("_parts", "_rows")

    def __init__(self, rows: list[Any] | None = None) -> None:
        self._rows = rows
        self._parts: list[Part] = []

    @property
    def parts(self) -> list[Part]:
        """The entries, what repeats folded."""
        if self._rows is not None:
            self._parts, self._rows = [_read(row) for row in self._rows], None
        return self._parts

    def rows(self) -> list[Any]:
        """The entries as JSON: a text is an activity, a list a scope or an activity that keeps variables.

        What repeats is a list with the number of times in front.
        """
        return self._rows if self._rows is not None else [_row(part) for part in self._parts]

    def __bool__(self) -> bool:
        return bool(self._parts if self._rows is None else self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DoneLog) and self.rows() == other.rows()

    __hash__ = None  # type: ignore[assignment]  # it changes

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


def _row(part: Part) -> Any:
    if isinstance(part, Repeated):
        return [part.times, [_row(each) for each in part.parts]]
    if part.kept is None and part.inside is None:
        return part.element
    return [part.element, part.kept, None if part.inside is None else part.inside.rows()]


def _read(row: Any) -> Part:
    if isinstance(row, str):
        return Done(row)
    if isinstance(row[0], int):
        return Repeated(tuple(_read(each) for each in row[1]), row[0])
    element, kept, inside = row
    return Done(element, kept, None if inside is None else DoneLog(inside))
