"""ISO 8601 text to dates, times and durations, and the arithmetic FEEL does with them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.expressions.comparison import in_zone
from app.expressions.runtime import Run, Value
from app.expressions.values import NUMBERS, YearMonthDuration, as_decimal, is_number

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?"
    r"(Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?|@[A-Za-z][A-Za-z0-9_+-]{0,30}(?:/[A-Za-z0-9_+-]{1,30}){0,2})?"
)
_DAYS = re.compile(
    r"(-)?P(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,12})(?:\.([0-9]{0,9}))?S)?)?"
)
MAX_OFFSET = 18 * 3600
"""Seconds; no place on earth is farther from UTC."""
_MONTHS = re.compile(r"(-)?P(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?")


def parse_date(text: str) -> date | None:
    """`2026-10-01`, or None."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    return make_date(year, month, day)


def make_date(year: int, month: int, day: int) -> date | None:
    """A date of the years 1 to 9999, or None."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def parse_time(text: str) -> time | None:
    """`08:30:00`, with fraction, offset, `Z` or `@Asia/Shanghai`; or None."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute, second, fraction, zone = match.groups()
    try:
        offset = _zone(zone)
        return time(int(hour), int(minute), int(second), _microseconds(fraction), tzinfo=offset)
    except (ValueError, ZoneInfoNotFoundError):
        return None


def _microseconds(fraction: str | None) -> int:
    return int((fraction or "0")[:6].ljust(6, "0"))


def _zone(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text == "Z":
        return UTC
    if text.startswith("@"):
        return ZoneInfo(text[1:])
    seconds = int(text[1:3]) * 3600 + int(text[4:6]) * 60 + int(text[7:] or 0)
    if seconds > MAX_OFFSET:
        raise ValueError(text)
    return timezone(timedelta(seconds=-seconds if text[0] == "-" else seconds))


def parse_moment(text: str) -> datetime | None:
    """`2026-10-01T08:30:00`, with what a time may have, or a date alone for its midnight; or None.

    `24:00:00` is the midnight that ends the day.
    """
    day_text, separator, time_text = text.partition("T")
    day = parse_date(day_text)
    midnight = time_text.startswith("24:00:00")
    clock = parse_time("00" + time_text[2:] if midnight else time_text) if separator else time()
    if day is None or clock is None or (midnight and clock.replace(tzinfo=None) != time()):
        return None
    moment = datetime.combine(day, clock)
    return add(moment, timedelta(days=1)) if midnight else moment


def parse_duration(text: str) -> timedelta | YearMonthDuration | None:
    """`P3DT4H` or `P1Y2M`, with an optional leading minus; or None."""
    match = _MONTHS.fullmatch(text)
    if match is not None and (match[2] or match[3]):
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearMonthDuration(-months if match[1] else months)
    match = _DAYS.fullmatch(text)
    if match is None or text.endswith(("P", "T")):
        return None
    _, days, hours, minutes, seconds, fraction = match.groups()
    try:
        value = timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=int(seconds or 0),
            microseconds=_microseconds(fraction),
        )
        return -value if match[1] else value
    except OverflowError:
        return None


def parse_any(text: str) -> Value:
    """The text of an at-literal: whichever of the kinds above it is, else None."""
    for parse in (parse_date, parse_time, parse_duration, parse_moment):
        value = parse(text)
        if value is not None:
            return value
    return None


def add_months(day: date, months: int) -> date | None:
    """The same day of a later (earlier) month, or that month's last day; None outside the years 1 to 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def add(left: Value, right: Value, sign: int = 1) -> Value:
    """`moment ± duration` and `duration ± duration`; None where that has no meaning or no result."""
    try:
        return _add(left, right, sign)
    except OverflowError:
        return None


def _add(left: Value, right: Value, sign: int) -> Value:
    if isinstance(left, YearMonthDuration) and isinstance(right, YearMonthDuration):
        return YearMonthDuration(left.months + sign * right.months)
    if isinstance(left, date) and isinstance(right, YearMonthDuration):
        return add_months(left, sign * right.months)
    if not isinstance(right, timedelta):
        return None
    if isinstance(left, (datetime, timedelta)):
        return left + sign * right
    if isinstance(left, date):
        moment = datetime.combine(left, time()) + sign * right
        return moment.date()
    if isinstance(left, time):
        moment = datetime.combine(date(2000, 1, 1), left.replace(tzinfo=None)) + sign * right
        return moment.time().replace(tzinfo=left.tzinfo)
    return None


def difference(run: Run, left: Value, right: Value) -> timedelta | None:
    """`moment - moment` as days and time duration; None where the two do not go together."""
    one, two = _moment(run, left), _moment(run, right)
    if one is None or two is None or isinstance(left, time) != isinstance(right, time):
        return None
    return one - two


def _moment(run: Run, value: Value) -> datetime | None:
    if isinstance(value, time):
        value = datetime.combine(date(2000, 1, 1), value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return in_zone(run, value) if isinstance(value, datetime) else None


def scale(duration: Value, factor: Decimal) -> Value:
    """A duration times a number; None beyond its range."""
    if isinstance(duration, YearMonthDuration):
        months = int(NUMBERS.multiply(Decimal(duration.months), factor))
        return YearMonthDuration(months) if abs(months) < 10**9 * 12 else None
    seconds = NUMBERS.multiply(total_seconds(duration), factor)
    return from_seconds(seconds)


def total_seconds(duration: timedelta) -> Decimal:
    """The exact length in seconds."""
    return Decimal(duration.days * 86_400 + duration.seconds) + Decimal(duration.microseconds).scaleb(-6)


def from_seconds(seconds: Decimal) -> timedelta | None:
    """A duration of so many seconds, to the microsecond; None beyond its range."""
    if seconds.adjusted() > 13:
        return None
    try:
        return timedelta(microseconds=int(seconds.scaleb(6)))
    except OverflowError:
        return None


def months_between(start: date, end: date) -> YearMonthDuration:
    """The whole months from one date to another; the time of day does not count."""
    forwards = start.timetuple()[:3] <= end.timetuple()[:3]
    sign, first, last = (1, start, end) if forwards else (-1, end, start)
    months = (last.year - first.year) * 12 + last.month - first.month
    return YearMonthDuration(sign * (months - (last.day < first.day)))


def component(value: Value, name: str) -> Value:
    """`date.year`, `time.hour`, `duration.days` and the like; None for an unknown name."""
    if isinstance(value, YearMonthDuration):
        parts = {"years": int(value.months / 12), "months": value.months - 12 * int(value.months / 12)}
        return parts.get(name)
    if isinstance(value, timedelta):
        return _duration_part(value, name)
    if isinstance(value, date) and name in {"year", "month", "day"}:
        return {"year": value.year, "month": value.month, "day": value.day}[name]
    if isinstance(value, date) and name == "weekday":
        return value.isoweekday()
    return _clock_part(value, name) if isinstance(value, (datetime, time)) else None


def _clock_part(value: datetime | time, name: str) -> Value:
    if name in {"hour", "minute", "second"}:
        return {"hour": value.hour, "minute": value.minute, "second": value.second}[name]
    if name == "time offset":
        return value.utcoffset()
    if name == "timezone":
        return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None
    return None


def _duration_part(value: timedelta, name: str) -> int | None:
    sign, length = (-1, -value) if value < timedelta(0) else (1, value)
    parts = {
        "days": length.days,
        "hours": length.seconds // 3600,
        "minutes": length.seconds // 60 % 60,
        "seconds": length.seconds % 60,
    }
    return sign * parts[name] if name in parts else None


def ratio(left: Value, right: Value) -> Value:
    """`duration / number` and `duration / duration`; None where that has no meaning."""
    if is_number(right):
        divisor = as_decimal(right)
        return scale(left, NUMBERS.divide(Decimal(1), divisor)) if divisor else None
    if isinstance(left, timedelta) and isinstance(right, timedelta) and right:
        return NUMBERS.divide(total_seconds(left), total_seconds(right))
    if isinstance(left, YearMonthDuration) and isinstance(right, YearMonthDuration) and right.months:
        return NUMBERS.divide(Decimal(left.months), Decimal(right.months))
    return None
