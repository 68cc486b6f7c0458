"""Statutory holidays that can be known before the State Council's notice for a year is out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

from app.calendar.national import tomb_sweeping_day
from app.domain.text import Text

NEW_YEAR = Text("元旦", "New Year's Day")
SPRING_FESTIVAL = Text("春节", "Spring Festival")
TOMB_SWEEPING = Text("清明", "Tomb-sweeping Day")
LABOUR_DAY = Text("劳动节", "Labour Day")
DRAGON_BOAT = Text("端午", "Dragon Boat Festival")
MID_AUTUMN = Text("中秋", "Mid-autumn Festival")
NATIONAL_DAY = Text("国庆节", "National Day")

FIXED_DAYS = (
    (1, 1, NEW_YEAR),
    (5, 1, LABOUR_DAY),
    (5, 2, LABOUR_DAY),
    (10, 1, NATIONAL_DAY),
    (10, 2, NATIONAL_DAY),
    (10, 3, NATIONAL_DAY),
)
"""《全国年节及纪念日放假办法》, State Council decree 795, in force since 2025."""

# Lunar 1-1, 5-5 and 8-15 as (month, day). Two independent lunar calendars (the PyPI packages lunardate and
# holidays) agree on every row, and the notices for 2025 and 2026 confirm theirs. Years that are not in the table
# are estimated without the lunar festivals.
LUNAR_FESTIVALS: dict[int, tuple[tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    2025: ((1, 29), (5, 31), (10, 6)),
    2026: ((2, 17), (6, 19), (9, 25)),
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
    2036: ((1, 28), (5, 30), (10, 4)),
    2037: ((2, 15), (6, 18), (9, 24)),
    2038: ((2, 4), (6, 7), (9, 13)),
    2039: ((1, 24), (5, 27), (10, 2)),
    2040: ((2, 12), (6, 14), (9, 20)),
    2041: ((2, 1), (6, 3), (9, 10)),
    2042: ((1, 22), (6, 22), (9, 28)),
    2043: ((2, 10), (6, 11), (9, 17)),
    2044: ((1, 30), (5, 31), (10, 5)),
    2045: ((2, 17), (6, 19), (9, 25)),
    2046: ((2, 6), (6, 8), (9, 15)),
    2047: ((1, 26), (5, 29), (10, 4)),
    2048: ((2, 14), (6, 15), (9, 22)),
    2049: ((2, 2), (6, 4), (9, 11)),
    2050: ((1, 23), (6, 23), (9, 30)),
}

# Eve to third day: the eve became a day off with decree 795.
_SPRING_FESTIVAL_OFFSETS = range(-1, 3)


def statutory_days(year: int) -> dict[date, Text]:
    """The days off by law in `year`, as far as they can be known.

    Exchanged days (调休) are not among them: only the notice names those.
    """
    return dict(_statutory_days(year))


def _statutory_days(year: int) -> Iterator[tuple[date, Text]]:
    for month, day, name in FIXED_DAYS:
        yield date(year, month, day), name
    tomb_sweeping = tomb_sweeping_day(year)
    if tomb_sweeping:
        yield tomb_sweeping, TOMB_SWEEPING
    if year in LUNAR_FESTIVALS:
        new_year, dragon_boat, mid_autumn = (date(year, *day) for day in LUNAR_FESTIVALS[year])
        yield dragon_boat, DRAGON_BOAT
        yield mid_autumn, MID_AUTUMN
        for offset in _SPRING_FESTIVAL_OFFSETS:
            yield new_year + timedelta(days=offset), SPRING_FESTIVAL


def _fingerprint() -> str:
    rules = (sorted(LUNAR_FESTIVALS.items()), [(month, day) for month, day, _ in FIXED_DAYS], _SPRING_FESTIVAL_OFFSETS)
    return hashlib.sha256(repr(rules).encode()).hexdigest()


ESTIMATE_FINGERPRINT = _fingerprint()
"""Changes whenever an estimated day could change; part of the calendar's version."""
