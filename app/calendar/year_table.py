"""One year of the office calendar, prepared so that counting days and minutes is a search, not a walk."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from app.calendar.hours import OfficeHours
from app.domain.calendar_days import CalendarDay


@dataclass(frozen=True, slots=True)
class YearTable:
    """All days of a year, its working days, and the office time before each of them.

    `office_time[i]` is the office time of the year before working day `i`; its last item is that of the whole year.
    """

    days: tuple[CalendarDay, ...]
    working: tuple[date, ...]
    hours: tuple[OfficeHours, ...]
    office_time: tuple[timedelta, ...]

    @property
    def total(self) -> timedelta:
        """Office time of the whole year."""
        return self.office_time[-1]

    def day(self, day: date) -> CalendarDay:
        """What the table says of `day`, a day of this year."""
        return self.days[(day - self.days[0].day).days]

    def worked_until(self, moment: datetime) -> timedelta:
        """Office time of the year before `moment`, a local time of this year."""
        index = bisect_left(self.working, moment.date())
        if index == len(self.working) or self.working[index] != moment.date():
            return self.office_time[index]
        return self.office_time[index] + self.hours[index].worked_before(moment.time())

    def moment_after(self, worked: timedelta) -> datetime:
        """The first local time (naive) at which the year has `worked` (0 < worked <= total) office time behind it."""
        index = bisect_left(self.office_time, worked) - 1
        since_midnight = self.hours[index].moment_after(worked - self.office_time[index])
        return datetime.combine(self.working[index], time()) + since_midnight

    def count_until(self, day: date) -> int:
        """How many working days of the year are `day` or earlier."""
        return bisect_right(self.working, day)

    def count_before(self, day: date) -> int:
        """How many working days of the year are earlier than `day`."""
        return bisect_left(self.working, day)


def build_year(year: int, day_of: Callable[[date], CalendarDay], hours_of: Callable[[date], OfficeHours]) -> YearTable:
    """Ask `day_of` and `hours_of` once for every day of `year`."""
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    days = tuple(day_of(first + timedelta(days=offset)) for offset in range(length))
    working = tuple(entry.day for entry in days if entry.is_working)
    hours = tuple(hours_of(day) for day in working)
    office_time = tuple(accumulate((entry.total for entry in hours), initial=timedelta()))
    return YearTable(days, working, hours, office_time)
