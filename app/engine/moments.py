"""Times, durations and cycles as models and requests write them: ISO 8601 and cron."""

from __future__ import annotations

import calendar as gregorian
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from app.domain.errors import EvaluationFailed
from app.domain.values import DueTime

_DURATION = re.compile(
    r"^(?P<sign>[+-])?P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?$"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """An ISO 8601 duration: months by the calendar, the rest by the clock."""

    months: int
    rest: timedelta

    def after(self, start: datetime) -> datetime:
        """`start` plus the duration; the 31st becomes the last day of a shorter month."""
        if self.months:
            whole = start.month - 1 + self.months
            year, month = start.year + whole // 12, whole % 12 + 1
            start = start.replace(year=year, month=month, day=min(start.day, gregorian.monthrange(year, month)[1]))
        return start + self.rest


def duration(text: str) -> Duration:
    """Parse ``PT5M``, ``P1DT2H``, ``P2W``, ``P1M``. Raises `EvaluationFailed`."""
    match = _DURATION.match(text.strip())
    if match is None or text.strip().endswith(("P", "T")):
        raise EvaluationFailed(f"不是 ISO 8601 时长：{text}", f"no ISO 8601 duration: {text}")
    part = {
        name: float((value or "0").replace(",", ".")) for name, value in match.groupdict().items() if name != "sign"
    }
    sign = -1 if match["sign"] == "-" else 1
    rest = timedelta(
        weeks=part["weeks"],
        days=part["days"],
        hours=part["hours"],
        minutes=part["minutes"],
        seconds=part["seconds"],
    )
    return Duration(sign * int(12 * part["years"] + part["months"]), sign * rest)


def moment(value: Any, zone: tzinfo) -> datetime | None:
    """A time from a variable: aware datetime, date or ISO text; without an offset it is the office's local time.

    None and empty text are None. Raises `EvaluationFailed` for anything else.
    """
    if value is None or value == "":
        return None
    if isinstance(value, DueTime):
        return value.at
    if isinstance(value, str):
        value = _parsed(value.strip())
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    raise EvaluationFailed(f"不是时间：{value!r}", f"no time: {value!r}")


def _parsed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise EvaluationFailed(f"不是 ISO 8601 时间：{text}", f"no ISO 8601 time: {text}") from None
