"""The week, month or quarter a day lies in."""

from __future__ import annotations

from datetime import date, timedelta

from app.domain.errors import InvalidInput


def period_of(period: str, day: date) -> tuple[date, date]:
    """First and last day of the ISO `week`, `month` or `quarter` of `day`; `InvalidInput` for any other word."""
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if period == "month":
        return _months(day.year, day.month, 1)
    if period == "quarter":
        return _months(day.year, (day.month - 1) // 3 * 3 + 1, 3)
    raise InvalidInput(
        f"周期只能是 week、month 或 quarter:{period!r}", f"a period is week, month or quarter: {period!r}", "period"
    )


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    years, next_month = divmod(month - 1 + count, 12)
    return date(year, month, 1), date(year + years, next_month + 1, 1) - timedelta(days=1)
