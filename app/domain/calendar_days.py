"""What a calendar page and the override table say about single days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.text import Text


class DayKind(StrEnum):
    """What a day is to the office."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    """The office rests for a reason that has a name."""
    MAKE_UP = "make_up"
    """A Saturday or Sunday on which the office works (调休)."""


class DaySource(StrEnum):
    """Who says so; a later one in this list goes before the earlier ones."""

    WEEKDAY_RULE = "weekday_rule"
    ESTIMATE = "estimate"
    """A statutory holiday known by law while the year's notice of the State Council is not yet in the data."""
    NATIONAL = "national"
    OFFICE = "office"
    """The office's own override table."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the office calendar.

    `estimated` while the year has no national data and no override settles the day.
    """

    day: date
    kind: DayKind
    source: DaySource
    name: Text | None = None
    estimated: bool = False

    @property
    def is_working(self) -> bool:
        """Whether the office works that day."""
        return self.kind in (DayKind.WORKDAY, DayKind.MAKE_UP)


@dataclass(frozen=True, slots=True)
class DayOverride:
    """The office's own word on one day: a local holiday, flood duty, or a notice that the data does not have yet."""

    day: date
    is_working: bool
    name: str
