"""The calendar as the override table makes it: the same table, the same calendar object."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo

from app.calendar.office_calendar import OfficeCalendar
from app.domain.calendar_days import CalendarDay, DayOverride
from app.domain.lazy import LazyBean
from app.domain.ports.clock import Bean, BusinessCalendar, Clock
from app.domain.ports.days import DayTable
from app.domain.ports.unit_of_work import UnitOfWork
from app.domain.values import DueTime

Overrides = tuple[DayOverride, ...]


class CalendarMemory:
    """Keeps the last calendar that was made: its year tables are worth keeping, its overrides change rarely."""

    def __init__(self, make: Callable[[Overrides], OfficeCalendar]) -> None:
        self._make = make
        self._last: tuple[Overrides, OfficeCalendar] = ((), make(()))

    def of(self, overrides: Overrides) -> OfficeCalendar:
        """The calendar of these overrides."""
        kept, calendar = self._last
        if kept != overrides:
            calendar = self._make(overrides)
            self._last = (overrides, calendar)
        return calendar

    def of_transaction(self, uow: UnitOfWork) -> BusinessCalendar:
        """The calendar as one transaction sees it; the table is read when a time is first computed."""

        def load() -> OfficeCalendar:
            table: DayTable = uow.repository(DayTable)
            return self.of(table.load())

        return LazyCalendar(load, self.of(()).zone)


class LazyCalendar:
    """`BusinessCalendar` that is made on first use: most commands compute no time and then read nothing."""

    def __init__(self, load: Callable[[], BusinessCalendar], zone: tzinfo) -> None:
        self._load = load
        self._zone = zone
        self._loaded: BusinessCalendar | None = None

    @property
    def version(self) -> str:
        """Changes whenever a computed time could change."""
        return self._calendar().version

    @property
    def zone(self) -> tzinfo:
        """The zone of office hours."""
        return self._zone

    def wd(self, start: datetime, days: int) -> DueTime:
        """Close of office on the n-th working day after."""
        return self._calendar().wd(start, days)

    def wdb(self, moment: datetime, days: int) -> DueTime:
        """Close of office on the n-th working day before."""
        return self._calendar().wdb(moment, days)

    def wm(self, start: datetime, minutes: int) -> DueTime:
        """Plus office minutes."""
        return self._calendar().wm(start, minutes)

    def eod(self, start: datetime) -> DueTime:
        """Close of office of the same day."""
        return self._calendar().eod(start)

    def clock(self, start: datetime, minutes: int) -> DueTime:
        """Plus wall-clock minutes."""
        return self._calendar().clock(start, minutes)

    def lastwd(self, period: str, moment: datetime) -> DueTime | None:
        """Close of office on the last working day of a period."""
        return self._calendar().lastwd(period, moment)

    def is_working_day(self, day: date) -> bool:
        """Whether the office works that day."""
        return self._calendar().is_working_day(day)

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole office minutes between two times."""
        return self._calendar().working_minutes_between(start, end)

    def next_opening(self, moment: datetime) -> datetime:
        """When the office opens next."""
        return self._calendar().next_opening(moment)

    def days(self, first: date, last: date) -> tuple[CalendarDay, ...]:
        """Every day between two days."""
        return self._calendar().days(first, last)

    def bean(self, clock: Clock) -> Bean:
        """The functions as an expression sees them."""
        return LazyBean(lambda: self._calendar().bean(clock))

    def _calendar(self) -> BusinessCalendar:
        if self._loaded is None:
            self._loaded = self._load()
        return self._loaded
