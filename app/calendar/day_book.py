"""What each day is: the office's override, else the national data, else the weekday and what the law fixes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from app.calendar.estimate import ESTIMATE_FINGERPRINT, statutory_days
from app.calendar.national import NationalData
from app.domain.calendar_days import CalendarDay, DayKind, DayOverride, DaySource
from app.domain.errors import InvalidInput
from app.domain.text import Text

_SATURDAY = 5


class DayBook:
    """Looks up single days; `fingerprint` changes whenever a day does, or whether it is estimated."""

    def __init__(
        self, national: NationalData, overrides: Iterable[DayOverride], confirmed_years: Iterable[int]
    ) -> None:
        self._national = national
        self._overrides = _by_day(overrides)
        self._known_years = national.years | frozenset(confirmed_years)

    @property
    def fingerprint(self) -> str:
        """Names are left out: no due time depends on them."""
        overrides = [(day.isoformat(), entry.is_working) for day, entry in sorted(self._overrides.items())]
        text = f"{self._national.fingerprint}|{ESTIMATE_FINGERPRINT}|{sorted(self._known_years)}|{overrides}"
        return hashlib.sha256(text.encode()).hexdigest()

    def day(self, day: date) -> CalendarDay:
        """Kind, name and source of `day`."""
        override = self._overrides.get(day)
        if override is not None:
            name = Text(override.name, override.name)
            return CalendarDay(day, _kind(day, override.is_working), DaySource.OFFICE, name)
        if day.year in self._national.years:
            return self._national_day(day)
        return self._estimated_day(day)

    def is_estimated(self, first: date, last: date) -> bool:
        """Whether a day from `first` to `last` is only estimated."""
        day = first
        while day <= last:
            if day.year in self._known_years:
                day = date(day.year + 1, 1, 1)
            elif day in self._overrides:
                day += timedelta(days=1)
            else:
                return True
        return False

    def _national_day(self, day: date) -> CalendarDay:
        make_up = self._national.make_up_days.get(day)
        if make_up is not None:
            return CalendarDay(day, DayKind.MAKE_UP, DaySource.NATIONAL, make_up)
        holiday = self._national.holidays.get(day)
        if holiday is not None:
            return CalendarDay(day, DayKind.HOLIDAY, DaySource.NATIONAL, holiday)
        return CalendarDay(day, _kind_of_weekday(day), DaySource.WEEKDAY_RULE)

    def _estimated_day(self, day: date) -> CalendarDay:
        estimated = day.year not in self._known_years
        holiday = _statutory_days(day.year).get(day)
        if holiday is not None:
            return CalendarDay(day, DayKind.HOLIDAY, DaySource.ESTIMATE, holiday, estimated)
        return CalendarDay(day, _kind_of_weekday(day), DaySource.WEEKDAY_RULE, None, estimated)


@lru_cache(maxsize=64)
def _statutory_days(year: int) -> dict[date, Text]:
    return statutory_days(year)


def _by_day(overrides: Iterable[DayOverride]) -> dict[date, DayOverride]:
    found: dict[date, DayOverride] = {}
    for override in overrides:
        if override.day in found:
            raise InvalidInput(
                f"同一天有两条调整记录:{override.day}", f"two overrides for one day: {override.day}", "overrides"
            )
        found[override.day] = override
    return found


def _kind_of_weekday(day: date) -> DayKind:
    return DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.WORKDAY


def _kind(day: date, is_working: bool) -> DayKind:
    if not is_working:
        return DayKind.HOLIDAY
    return DayKind.MAKE_UP if day.weekday() >= _SATURDAY else DayKind.WORKDAY
