"""The office calendar: the time functions of the process catalogue on top of day data and office hours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.calendar import checks
from app.calendar.bean import CalendarBean
from app.calendar.day_book import DayBook
from app.calendar.hours import DEFAULT_HOURS, OfficeHours, Season
from app.calendar.national import NationalData, national_data
from app.calendar.periods import period_of
from app.calendar.year_table import YearTable, build_year
from app.domain.calendar_days import CalendarDay, DayOverride
from app.domain.ports.clock import Clock
from app.domain.values import DueTime

SHANGHAI = ZoneInfo("Asia/Shanghai")


class OfficeCalendar:
    """Working days and office hours of one office; implements `app.domain.ports.clock.BusinessCalendar`.

    A value: nothing in it can be changed, two calendars are equal when their versions are, and a new override table
    makes a new calendar. Every time given must be aware, in any zone (`InvalidInput` otherwise, and for counts that
    are not whole or out of range, and for results outside 1900-2199); every time returned is in the office's zone.

    `confirmed_years` are years without national data whose notice the office has entered as overrides: their days are
    counted the same way but are no longer *estimated*.
    """

    def __init__(
        self,
        *,
        hours: OfficeHours = DEFAULT_HOURS,
        seasons: tuple[Season, ...] = (),
        overrides: Iterable[DayOverride] = (),
        confirmed_years: Iterable[int] = (),
        national: NationalData | None = None,
        zone: ZoneInfo = SHANGHAI,
    ) -> None:
        self._hours = hours
        self._seasons = seasons
        self._zone = zone
        self._book = DayBook(national or national_data(), overrides, confirmed_years)
        # Filled on first use of a year. Two threads may build the same table; both get the same result.
        self._years: dict[int, YearTable] = {}
        self._version = self._fingerprint()

    @property
    def version(self) -> str:
        """Sixteen hex digits over day data, overrides, hours and zone; changes whenever a computed time could."""
        return self._version

    @property
    def zone(self) -> ZoneInfo:
        """The zone of office hours and of every returned time."""
        return self._zone

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OfficeCalendar) and self._version == other._version

    def __hash__(self) -> int:
        return hash(self._version)

    def __repr__(self) -> str:
        return f"OfficeCalendar(version={self._version!r})"

    # -- the catalogue's functions

    def wd(self, start: datetime, days: int) -> DueTime:
        """Close of office on the `days`-th (>= 1) working day after the calendar day of `start`."""
        day = self._local(start, "start").date()
        due = self._working_day_after(day, checks.working_days(days))
        return self._due_at_close(due, day + timedelta(days=1), due)

    def wdb(self, moment: datetime, days: int) -> DueTime:
        """Close of office on the `days`-th (>= 1) working day before the calendar day of `moment`."""
        day = self._local(moment, "moment").date()
        due = self._working_day_before(day, checks.working_days(days))
        return self._due_at_close(due, due, day - timedelta(days=1))

    def wm(self, start: datetime, minutes: int) -> DueTime:
        """`start` plus `minutes` (>= 0) of office time: the instant at which the last of them is used up.

        Zero minutes give `start` itself. A result at the end of a session is its close, not the next opening.
        """
        local = self._local(start, "start")
        needed = checks.office_minutes(minutes)
        if not needed:
            return DueTime(local, calendar_version=self._version)
        year, table = local.year, self._year(local.year)
        needed += table.worked_until(local)
        while needed > table.total:
            needed -= table.total
            year += 1
            table = self._year(year)
        end = table.moment_after(needed).replace(tzinfo=self._zone)
        return self._due(end, local.date(), end.date())

    def eod(self, start: datetime) -> DueTime:
        """当日: close of office on the day of `start`.

        At or after close, and on a day off, that of the next working day, flagged `rolled`.
        """
        local = self._local(start, "start")
        day = local.date()
        if self.is_working_day(day) and local.time() < self._hours_of(day).close:
            return self._due_at_close(day, day, day)
        due = self._working_day_after(day, 1)
        return self._due_at_close(due, day, due, rolled=True)

    def clock(self, start: datetime, minutes: int) -> DueTime:
        """`start` plus `minutes` of wall-clock time, 24 x 7; minutes may be negative ("30 minutes before")."""
        moment = self._local(start, "start").astimezone(UTC)
        try:
            end = moment + checks.minutes(minutes)
        except OverflowError:
            raise checks.out_of_range("minutes") from None
        return DueTime(self._local(end, "minutes"), calendar_version=self._version)

    def lastwd(self, period: str, moment: datetime) -> DueTime | None:
        """Close of office on the last working day of the ISO `week`, `month` or `quarter` of `moment`; None without."""
        first, last = period_of(period, self._local(moment, "moment").date())
        due = self._working_day_before(last + timedelta(days=1), 1)
        return self._due_at_close(due, due, last) if due >= first else None

    # -- what else is asked of a calendar

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on `day`; an aware datetime stands for its day in the office's zone."""
        if isinstance(day, datetime):
            day = self._local(day, "day").date()
        return self._day(day).is_working

    def working_minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole office minutes from `start` to `end`; negative when `end` is the earlier one."""
        first, last = self._local(start, "start"), self._local(end, "end")
        if first > last:
            return -self.working_minutes_between(last, first)
        worked = self._year(last.year).worked_until(last) - self._year(first.year).worked_until(first)
        worked += sum((self._year(year).total for year in range(first.year, last.year)), timedelta())
        return worked // timedelta(minutes=1)

    def next_opening(self, moment: datetime) -> datetime:
        """`moment` itself while the office is open, else the next time it opens."""
        local = self._local(moment, "moment")
        day = local.date()
        if self.is_working_day(day):
            opening = self._hours_of(day).opening_from(local.time())
            if opening is not None:
                return datetime.combine(day, opening, self._zone)
        day = self._working_day_after(day, 1)
        return datetime.combine(day, self._hours_of(day).sessions[0][0], self._zone)

    def days(self, first: date, last: date) -> tuple[CalendarDay, ...]:
        """Every day from `first` to `last`, both included, with kind, name and source; empty when `last` is earlier."""
        count = (last - first).days + 1
        return tuple(self._day(first + timedelta(days=offset)) for offset in range(count))

    def bean(self, clock: Clock) -> CalendarBean:
        """The functions as an expression sees them, under `calendar`."""
        return CalendarBean(self, clock, self._zone)

    # -- inside

    def _fingerprint(self) -> str:
        text = f"{self._zone.key}|{self._hours!r}|{self._seasons!r}|{self._book.fingerprint}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _local(self, moment: datetime, field: str) -> datetime:
        return checks.local_time(moment, self._zone, field)

    def _hours_of(self, day: date) -> OfficeHours:
        return next((season.hours for season in self._seasons if season.covers(day)), self._hours)

    def _year(self, year: int) -> YearTable:
        table = self._years.get(year)
        if table is None:
            checks.check_year(year)
            table = self._years[year] = build_year(year, self._book.day, self._hours_of)
        return table

    def _day(self, day: date) -> CalendarDay:
        return self._year(day.year).day(day)

    def _working_day_after(self, day: date, count: int) -> date:
        year, table = day.year, self._year(day.year)
        index = table.count_until(day) + count - 1
        while index >= len(table.working):
            index -= len(table.working)
            year += 1
            table = self._year(year)
        return table.working[index]

    def _working_day_before(self, day: date, count: int) -> date:
        year, table = day.year, self._year(day.year)
        index = table.count_before(day) - count
        while index < 0:
            year -= 1
            table = self._year(year)
            index += len(table.working)
        return table.working[index]

    def _due_at_close(self, day: date, first: date, last: date, *, rolled: bool = False) -> DueTime:
        return self._due(datetime.combine(day, self._hours_of(day).close, self._zone), first, last, rolled=rolled)

    def _due(self, at: datetime, first: date, last: date, *, rolled: bool = False) -> DueTime:
        """`first` to `last` are the days that were looked at: one of them estimated makes the result estimated."""
        return DueTime(at, rolled, self._book.is_estimated(first, last), self._version)
