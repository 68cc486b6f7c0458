"""The calendar as expressions see it: ``${calendar.workdays(received_at, 3)}``."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.errors import InvalidInput
from app.domain.ports.clock import BusinessCalendar, Clock


class CalendarBean(Mapping[str, Callable[..., Any]]):
    """Function names -> functions that take what variables hold and return plain aware datetimes.

    Times may be aware datetimes or ISO 8601 texts with a zone. Where only the day matters (`wd`, `wdb`, `eod`,
    `lastwd`, `is_working_day`) a date, or its ISO text, will do and stands for that day in the office's zone. Counts
    may be whole numbers of any numeric type. Everything else is `InvalidInput`.
    """

    def __init__(self, calendar: BusinessCalendar, clock: Clock, zone: ZoneInfo) -> None:
        self._calendar = calendar
        self._clock = clock
        self._zone = zone
        self._functions: dict[str, Callable[..., Any]] = {
            "wd": self._wd,
            "workdays": self._wd,
            "wdb": self._wdb,
            "wm": self._wm,
            "eod": self._eod,
            "clock": self._clock_minutes,
            "lastwd": self._lastwd,
            "is_working_day": self._is_working_day,
            "now": self._now,
        }

    def __getitem__(self, name: str) -> Callable[..., Any]:
        return self._functions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._functions)

    def __len__(self) -> int:
        return len(self._functions)

    def _wd(self, start: Any, days: Any) -> datetime:
        return self._calendar.wd(self._day_or_time(start, "start"), _whole(days, "days")).at

    def _wdb(self, moment: Any, days: Any) -> datetime:
        return self._calendar.wdb(self._day_or_time(moment, "moment"), _whole(days, "days")).at

    def _wm(self, start: Any, minutes: Any) -> datetime:
        return self._calendar.wm(_time(start, "start"), _whole(minutes, "minutes")).at

    def _eod(self, start: Any) -> datetime:
        return self._calendar.eod(self._day_or_time(start, "start")).at

    def _clock_minutes(self, start: Any, minutes: Any) -> datetime:
        return self._calendar.clock(_time(start, "start"), _whole(minutes, "minutes")).at

    def _lastwd(self, period: Any, moment: Any) -> datetime | None:
        due = self._calendar.lastwd(period, self._day_or_time(moment, "moment"))
        return due.at if due is not None else None

    def _is_working_day(self, day: Any) -> bool:
        return self._calendar.is_working_day(self._day_or_time(day, "day"))

    def _now(self) -> datetime:
        return self._clock.now().astimezone(self._zone)

    def _day_or_time(self, value: Any, field: str) -> datetime:
        parsed = _parsed(value, field)
        return parsed if isinstance(parsed, datetime) else datetime.combine(parsed, time(), self._zone)


def _time(value: Any, field: str) -> datetime:
    parsed = _parsed(value, field)
    if not isinstance(parsed, datetime):
        raise InvalidInput(f"只有日期,缺少时刻:{parsed}", f"a date without a time of day: {parsed}", field)
    return parsed


def _parsed(value: Any, field: str) -> date:
    """A date, or a datetime; whether it carries a zone is the calendar's question."""
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        text = value.strip()
        for read in (date.fromisoformat, datetime.fromisoformat):
            try:
                return read(text)
            except ValueError:
                continue
    raise InvalidInput(f"不是时间:{value!r}", f"not a time: {value!r}", field)


def _whole(value: Any, field: str) -> int:
    """An int out of any whole number; decision tables and FEEL calculate with decimals."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float | Decimal) and math.isfinite(value) and value == int(value):
        return int(value)
    raise InvalidInput(f"不是整数:{value!r}", f"not a whole number: {value!r}", field)
