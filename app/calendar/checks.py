"""Refuses what a calendar cannot count with: naive times, counts that are not whole, years out of range."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from app.domain.errors import InvalidInput

FIRST_YEAR = 1900
LAST_YEAR = 2199
"""Bounds of the calendar; they also bound every search, so that no count can make one run away."""


def local_time(moment: datetime, zone: tzinfo, field: str) -> datetime:
    """`moment` in `zone`; `InvalidInput` for a naive time and outside the years the calendar covers."""
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        raise InvalidInput(
            f"必须是带时区的时间:{_shown(moment)}", f"must be a time that carries its zone: {_shown(moment)}", field
        )
    try:
        local = moment.astimezone(zone)
    except OverflowError:
        raise out_of_range(field) from None
    check_year(local.year, field)
    return local


def working_days(count: int) -> int:
    """`count` if it is a whole number of at least 1, else `InvalidInput`."""
    if not _is_whole(count) or count < 1:
        raise InvalidInput(
            f"工作日数必须是不小于 1 的整数:{count!r}", f"days must be a whole number of at least 1: {count!r}", "days"
        )
    return count


def minutes(count: int) -> timedelta:
    """`count` minutes as a duration; `InvalidInput` when it is not whole or too large for any calendar."""
    if not _is_whole(count):
        raise InvalidInput(f"分钟数必须是整数:{count!r}", f"minutes must be a whole number: {count!r}", "minutes")
    try:
        return timedelta(minutes=count)
    except OverflowError:
        raise out_of_range("minutes") from None


def office_minutes(count: int) -> timedelta:
    """`minutes`, but never negative: office time is only counted forward."""
    duration = minutes(count)
    if duration < timedelta():
        raise InvalidInput(f"分钟数不得为负:{count}", f"minutes must not be negative: {count}", "minutes")
    return duration


def check_year(year: int, field: str | None = None) -> None:
    """`InvalidInput` when the calendar does not cover `year`."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise out_of_range(field)


def out_of_range(field: str | None = None) -> InvalidInput:
    """The error for a time no calendar table reaches."""
    return InvalidInput(
        f"日历只覆盖 {FIRST_YEAR} 年至 {LAST_YEAR} 年",
        f"the calendar covers the years {FIRST_YEAR} to {LAST_YEAR} only",
        field,
    )


def _is_whole(count: object) -> bool:
    return isinstance(count, int) and not isinstance(count, bool)


def _shown(moment: object) -> str:
    return moment.isoformat() if isinstance(moment, datetime) else repr(moment)
