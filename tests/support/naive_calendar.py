"""A second office calendar, as dull as possible: walks day by day and minute by minute over hand-copied notices.

It shares nothing with `app.calendar`; where the two agree, neither the data nor the arithmetic is likely to be wrong.
Times are naive local times of the office on whole minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
CLOSE = time(18, 0)


def _span(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += DAY


# Copied from the notices of the State Council for 2025 and 2026 (国办发明电).
DAYS_OFF = frozenset(
    day
    for first, last in (
        (date(2025, 1, 1), date(2025, 1, 1)),
        (date(2025, 1, 28), date(2025, 2, 4)),
        (date(2025, 4, 4), date(2025, 4, 6)),
        (date(2025, 5, 1), date(2025, 5, 5)),
        (date(2025, 5, 31), date(2025, 6, 2)),
        (date(2025, 10, 1), date(2025, 10, 8)),
        (date(2026, 1, 1), date(2026, 1, 3)),
        (date(2026, 2, 15), date(2026, 2, 23)),
        (date(2026, 4, 4), date(2026, 4, 6)),
        (date(2026, 5, 1), date(2026, 5, 5)),
        (date(2026, 6, 19), date(2026, 6, 21)),
        (date(2026, 9, 25), date(2026, 9, 27)),
        (date(2026, 10, 1), date(2026, 10, 7)),
    )
    for day in _span(first, last)
)
MAKE_UP_DAYS = frozenset(
    {
        date(2025, 1, 26),
        date(2025, 2, 8),
        date(2025, 4, 27),
        date(2025, 9, 28),
        date(2025, 10, 11),
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    }
)


def works_on(day: date) -> bool:
    return day in MAKE_UP_DAYS or (day.weekday() < 5 and day not in DAYS_OFF)


def is_open(moment: datetime) -> bool:
    """Whether the minute that begins at `moment` is office time."""
    clock = moment.hour * 60 + moment.minute
    return works_on(moment.date()) and (510 <= clock < 720 or 870 <= clock < 1080)


def wd(start: datetime, days: int) -> datetime:
    return _step_days(start.date(), days, DAY)


def wdb(moment: datetime, days: int) -> datetime:
    return _step_days(moment.date(), days, -DAY)


def wm(start: datetime, minutes: int) -> datetime:
    moment = start
    while minutes:
        if is_open(moment):
            minutes -= 1
        moment += MINUTE
    return moment


def eod(start: datetime) -> tuple[datetime, bool]:
    if works_on(start.date()) and start.time() < CLOSE:
        return datetime.combine(start.date(), CLOSE), False
    return wd(start, 1), True


def last_in_week(moment: datetime) -> datetime | None:
    monday = moment.date() - moment.weekday() * DAY
    return _last([day for day in _span(monday, monday + 6 * DAY) if works_on(day)])


def last_in_month(moment: datetime) -> datetime | None:
    first = moment.date().replace(day=1)
    return _last([day for day in _span(first, first + 31 * DAY) if day.month == first.month and works_on(day)])


def minutes_between(start: datetime, end: datetime) -> int:
    count = 0
    while start < end:
        count += is_open(start)
        start += MINUTE
    return count


def next_opening(moment: datetime) -> datetime:
    while not is_open(moment):
        moment += MINUTE
    return moment


def _step_days(day: date, count: int, step: timedelta) -> datetime:
    while count:
        day += step
        count -= works_on(day)
    return datetime.combine(day, CLOSE)


def _last(days: list[date]) -> datetime | None:
    return datetime.combine(days[-1], CLOSE) if days else None
