"""Quartz-style cron texts, as Camunda's timeCycle knows them: seconds first, `?`, names, `L`, `W` and `#`."""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache

from app.domain.errors import EvaluationFailed

_MONTHS = {name: index for index, name in enumerate(gregorian.month_abbr) if name}
_DAYS = {"SUN": 1, "MON": 2, "TUE": 3, "WED": 4, "THU": 5, "FRI": 6, "SAT": 7}
_YEARS_AHEAD = 8
"""How far a next time is looked for: covers every 29 February."""
DayRule = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Cron:
    """A parsed text; days match when day of month and day of week both agree (`?` and `*` always do)."""

    text: str
    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[DayRule, ...]
    months: frozenset[int]
    years: frozenset[int] | None

    def after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """The first time strictly after `moment`, by the clock of `zone`; None where there is none any more."""
        local = moment.astimezone(zone)
        for day in self._matching_days(local.date()):
            for hour in self.hours:
                for minute in self.minutes:
                    for second in self.seconds:
                        found = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
                        if found > local:
                            return found
        return None

    def _matching_days(self, start: date) -> Iterator[date]:
        for offset in range(366 * _YEARS_AHEAD):
            day = start + timedelta(days=offset)
            if day.month not in self.months or (self.years is not None and day.year not in self.years):
                continue
            if all(rule(day) for rule in self.days):
                yield day


@lru_cache(maxsize=256)
def cron(text: str) -> Cron:
    """Parse ``0 0 9 ? * MON-FRI`` (six or seven fields) or the five of Unix. Raises `EvaluationFailed`."""
    fields = text.upper().split()
    unix = len(fields) == 5
    if unix:
        fields = ["0", *fields]
    if len(fields) not in (6, 7):
        raise EvaluationFailed(f"不是 cron 表达式：{text}", f"no cron text: {text}")
    try:
        return Cron(
            text,
            tuple(sorted(_numbers(fields[0], 0, 59))),
            tuple(sorted(_numbers(fields[1], 0, 59))),
            tuple(sorted(_numbers(fields[2], 0, 23))),
            (_day_of_month(fields[3]), _day_of_week(fields[5], unix)),
            frozenset(_numbers(fields[4], 1, 12, {name.upper(): number for name, number in _MONTHS.items()})),
            None if len(fields) == 6 or fields[6] == "*" else frozenset(_numbers(fields[6], 1970, 2199)),
        )
    except ValueError:
        raise EvaluationFailed(f"不是 cron 表达式：{text}", f"no cron text: {text}") from None


def _numbers(field: str, low: int, high: int, names: dict[str, int] | None = None) -> set[int]:
    """The numbers of one field: lists of `*`, `a`, `a-b`, each with `/step`."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        if span in ("*", "?"):
            first, last = low, high
        else:
            first_text, dash, last_text = span.partition("-")
            first = _number(first_text, names)
            last = _number(last_text, names) if dash else high if step else first
        if not low <= first <= high or not low <= last <= high:
            raise ValueError(field)
        every = int(step) if step else 1
        found.update(range(first, last + 1, every) if first <= last else [])
        if first > last:
            found.update([*range(first, high + 1, every), *range(low, last + 1, every)])
    return found


def _number(text: str, names: dict[str, int] | None) -> int:
    return names[text] if names and text in names else int(text)


def _day_of_month(field: str) -> DayRule:
    if field in ("*", "?"):
        return lambda day: True
    if field in ("L", "LW"):
        return lambda day: day == _last(day) if field == "L" else day == _nearest_weekday(_last(day))
    if field.endswith("W"):
        target = int(field[:-1])
        return lambda day: target <= _last(day).day and day == _nearest_weekday(day.replace(day=target))
    numbers = _numbers(field, 1, 31)
    return lambda day: day.day in numbers


def _day_of_week(field: str, unix: bool) -> DayRule:
    if field in ("*", "?"):
        return lambda day: True
    if "#" in field:
        name, _, count = field.partition("#")
        wanted, nth = _number(name, _DAYS), int(count)
        return lambda day: _quartz(day) == wanted and (day.day - 1) // 7 + 1 == nth
    if field.endswith("L") and field != "L":
        wanted_last = _number(field[:-1], _DAYS)
        return lambda day: _quartz(day) == wanted_last and (day + timedelta(days=7)).month != day.month
    numbers = {7} if field == "L" else _weekdays(field, unix)
    return lambda day: _quartz(day) in numbers


def _weekdays(field: str, unix: bool) -> set[int]:
    """Quartz counts 1 = Sunday, Unix 0 or 7 = Sunday."""
    if not unix:
        return _numbers(field, 1, 7, _DAYS)
    names = {name: number - 1 for name, number in _DAYS.items()}
    return {number % 7 + 1 for number in _numbers(field, 0, 7, names)}


def _quartz(day: date) -> int:
    return day.isoweekday() % 7 + 1


def _last(day: date) -> date:
    return day.replace(day=gregorian.monthrange(day.year, day.month)[1])


def _nearest_weekday(day: date) -> date:
    """The weekday nearest to `day` within its month."""
    if day.isoweekday() == 6:
        return day - timedelta(days=1) if day.day > 1 else day + timedelta(days=2)
    if day.isoweekday() == 7:
        return day + timedelta(days=1) if day != _last(day) else day - timedelta(days=2)
    return day
