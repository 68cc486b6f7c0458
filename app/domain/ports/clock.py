"""Time and identity: both come from outside, so that a whole office can run on a simulated clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from typing import Any, Protocol

from app.domain.calendar_days import CalendarDay
from app.domain.values import DueTime

Bean = Mapping[str, Callable[..., Any] | Any]
"""What an expression may reach under one name: functions and values by name, nothing else."""


class Clock(Protocol):
    """The one source of time."""

    def now(self) -> datetime:
        """The current time, aware, in UTC."""


class IdGenerator(Protocol):
    """The one source of ids."""

    def new(self) -> str:
        """A new id, unique for ever, sortable by time of creation (UUID version 7 text)."""


class BusinessCalendar(Protocol):
    """Office hours and working days (catalogue, time functions)."""

    @property
    def version(self) -> str:
        """Changes whenever a computed time could change."""

    @property
    def zone(self) -> tzinfo:
        """The zone of office hours and of every returned time."""

    def wd(self, start: datetime, days: int) -> DueTime:
        """Close of office on the n-th working day after the day of `start`."""

    def wdb(self, moment: datetime, days: int) -> DueTime:
        """Close of office on the n-th working day before the day of `moment`."""

    def wm(self, start: datetime, minutes: int) -> DueTime:
        """`start` plus office minutes."""

    def eod(self, start: datetime) -> DueTime:
        """Close of office of the same day, rolled to the next working day where that is past."""

    def clock(self, start: datetime, minutes: int) -> DueTime:
        """`start` plus minutes of wall-clock time."""

    def lastwd(self, period: str, moment: datetime) -> DueTime | None:
        """Close of office on the last working day of the week, month or quarter of `moment`; None where it has none."""

    def is_working_day(self, day: date) -> bool:
        """Whether the office works that day."""

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole office minutes from `start` to `end`; negative when `end` is the earlier one."""

    def next_opening(self, moment: datetime) -> datetime:
        """`moment` itself while the office is open, else the next time it opens."""

    def days(self, first: date, last: date) -> tuple[CalendarDay, ...]:
        """Every day from `first` to `last`, both included, with kind, name and source."""

    def bean(self, clock: Clock) -> Bean:
        """The functions as an expression sees them."""
