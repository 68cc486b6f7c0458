"""FEEL's functions that make and look at dates, times and durations (DMN 1.3, 10.3.4.1 and 10.3.4.8)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import ROUND_FLOOR, Decimal

from app.expressions import temporal
from app.expressions.comparison import equal
from app.expressions.errors import ExpressionFailed
from app.expressions.feel_signature import signature
from app.expressions.runtime import GLOBAL_BEAN, Run, Value
from app.expressions.values import YearMonthDuration, as_integer, kind_of, zoned_text

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _date(run: Run, value: Value) -> date | None:
    if isinstance(value, str):
        return temporal.parse_date(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _date_of(run: Run, year: Decimal, month: Decimal, day: Decimal) -> date | None:
    numbers = as_integer(year), as_integer(month), as_integer(day)
    if numbers[0] is None or numbers[1] is None or numbers[2] is None:
        return None
    return temporal.make_date(numbers[0], numbers[1], numbers[2])


def _time(run: Run, value: Value) -> time | None:
    if isinstance(value, str):
        return temporal.parse_time(value)
    if isinstance(value, datetime):
        return value.timetz()
    if isinstance(value, date):
        return time(tzinfo=UTC)  # DMN: midnight UTC of a date without time
    return value if isinstance(value, time) else None


def _time_of(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: Value) -> time | None:
    whole = second.to_integral_value(ROUND_FLOOR)
    numbers = as_integer(hour), as_integer(minute), as_integer(whole)
    if numbers[0] is None or numbers[1] is None or numbers[2] is None:
        return None
    if not (offset is None or isinstance(offset, timedelta)):
        return None
    try:
        fraction = int((second - whole).scaleb(6))
        return time(numbers[0], numbers[1], numbers[2], fraction, tzinfo=None if offset is None else timezone(offset))
    except (ValueError, OverflowError):
        return None


def _moment(run: Run, value: Value) -> datetime | None:
    if isinstance(value, str):
        return temporal.parse_moment(value)
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time()) if isinstance(value, date) else None


def _moment_of(run: Run, day: Value, clock: Value) -> datetime | None:
    if not isinstance(day, date) or not isinstance(clock, time):
        return None
    return datetime.combine(day.date() if isinstance(day, datetime) else day, clock)


def _duration(run: Run, text: str) -> Value:
    return temporal.parse_duration(text)


def _months(run: Run, start: Value, end: Value) -> YearMonthDuration | None:
    if not isinstance(start, date) or not isinstance(end, date):
        return None
    return temporal.months_between(start, end)


def _day_of_year(run: Run, day: Value) -> Decimal | None:
    return Decimal(day.timetuple().tm_yday) if isinstance(day, date) else None


def _day_of_week(run: Run, day: Value) -> str | None:
    return _DAYS[day.weekday()] if isinstance(day, date) else None


def _month_of_year(run: Run, day: Value) -> str | None:
    return _MONTHS[day.month - 1] if isinstance(day, date) else None


def _week_of_year(run: Run, day: Value) -> Decimal | None:
    return Decimal(day.isocalendar().week) if isinstance(day, date) else None


def _is(run: Run, one: Value, two: Value) -> bool:
    """Whether two values are the same element of the semantic domain: also of one type, offset and zone."""
    if kind_of(one) != kind_of(two):
        return False
    if isinstance(one, (datetime, time)):
        return zoned_text(one) == zoned_text(two)
    return equal(run, one, two) is True


def _now(run: Run) -> datetime:
    """The time of the command in hand, in the run's zone; the house's clock is a function of its beans."""
    bean = run.beans.get(GLOBAL_BEAN, {})
    if "now" not in bean:
        raise ExpressionFailed("此处没有时钟, now 与 today 不可用", "there is no clock for now and today here")
    moment: datetime = bean["now"]()
    return moment.astimezone(run.options.zone)


SIGNATURES = (
    signature("now", "", _now),
    signature("today", "", lambda run: _now(run).date()),
    signature("date", "from: any", _date),
    signature("date", "year: number, month: number, day: number", _date_of),
    signature("time", "from: any", _time),
    signature("time", "hour: number, minute: number, second: number, offset: any?", _time_of),
    signature("date and time", "from: any", _moment),
    signature("date and time", "date: any, time: any", _moment_of),
    signature("duration", "from: string", _duration),
    signature("years and months duration", "from: any, to: any", _months),
    signature("day of year", "date: any", _day_of_year),
    signature("day of week", "date: any", _day_of_week),
    signature("month of year", "date: any", _month_of_year),
    signature("week of year", "date: any", _week_of_year),
    signature("is", "value1: any, value2: any", _is),
)
