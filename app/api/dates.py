"""Dates as Camunda writes them: `2026-01-01T10:00:00.000+0000`, milliseconds always, an offset without colon."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_DATE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:(Z)|([+\- ])(\d\d):?(\d\d))", re.ASCII
)


def write_date(moment: datetime | None) -> str | None:
    """A moment in UTC; None stays None."""
    if moment is None:
        return None
    moment = moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}+0000"


def read_date(text: str) -> datetime:
    """An aware moment. Raises `ValueError` for anything but Camunda's form.

    More lenient than Camunda where clients are: the offset may have a colon or be `Z`, the fraction may be missing,
    and a plus that a query string turned into a space is a plus.
    """
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not of the form yyyy-MM-dd'T'HH:mm:ss.SSSZ")
    *numbers, fraction, zulu, sign, hours, minutes = found.groups()
    year, month, day, hour, minute, second = map(int, numbers)
    zone: timezone = UTC
    if not zulu:
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        zone = timezone(-offset if sign == "-" else offset)
    return datetime(year, month, day, hour, minute, second, int((fraction or "0").ljust(6, "0")), zone)
