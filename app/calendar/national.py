"""The State Council's holidays and make-up working days; the only module that imports chinesecalendar."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import chinese_calendar

from app.domain.text import Text


@dataclass(frozen=True, slots=True)
class NationalData:
    """Days off (`holidays`) and days worked in exchange (`make_up_days`), complete for `years` and for no other.

    `fingerprint` changes whenever a day does; names do not count, because no due time depends on them.
    """

    holidays: Mapping[date, Text]
    make_up_days: Mapping[date, Text]
    years: frozenset[int]
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        parts = (sorted(self.holidays), sorted(self.make_up_days), sorted(self.years))
        text = "|".join(",".join(str(item) for item in part) for part in parts)
        object.__setattr__(self, "fingerprint", hashlib.sha256(text.encode()).hexdigest())


@lru_cache(maxsize=1)
def national_data() -> NationalData:
    """All that the installed chinesecalendar knows.

    A year counts as known once its National Day is in the data: the notice for a year's New Year may list
    days of the year before, and such a stray day must not make a whole year look known.
    """
    names = {item.value: Text(item.chinese, item.value) for item in chinese_calendar.Holiday}
    years = {day.year for day in chinese_calendar.holidays if (day.month, day.day) == (10, 1)}
    return NationalData(
        MappingProxyType({day: names[name] for day, name in chinese_calendar.holidays.items()}),
        MappingProxyType({day: names[name] for day, name in chinese_calendar.workdays.items()}),
        frozenset(years),
    )


def tomb_sweeping_day(year: int) -> date | None:
    """清明 of `year` by the solar-term formula, which holds from 1900 to 2100; None outside."""
    if not 1900 <= year <= 2100:
        return None
    terms = chinese_calendar.get_solar_terms(date(year, 4, 1), date(year, 4, 30))
    return next((day for day, name in terms if name == "清明"), None)
