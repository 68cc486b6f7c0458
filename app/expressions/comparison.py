"""Equality and order of values, the same for both languages.

"Not comparable" is None; each language says what that means.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from app.expressions.runtime import Run, Value, too_complex
from app.expressions.values import Range, as_decimal, is_number, kind_of

_ORDERED = frozenset(
    {"number", "string", "date", "time", "date and time", "days and time duration", "years and months duration"}
)
_MAX_DEPTH = 100
_SOME_DAY = date(2000, 1, 1)


def equal(run: Run, left: Value, right: Value, depth: int = 0) -> bool | None:
    """Whether two values are the same; None where their types cannot be compared. Null equals only null."""
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind != kind_of(right) or kind == "foreign":
        return None
    if kind in {"list", "context", "range"}:
        if depth > _MAX_DEPTH:
            raise too_complex("嵌套层数", "levels of data", _MAX_DEPTH)
        return _equal_parts(run, kind, left, right, depth + 1)
    left, right = _aligned(run, kind, left, right)
    return bool(left == right)


def _equal_parts(run: Run, kind: str, left: Any, right: Any, depth: int) -> bool:
    if kind == "range":
        return _equal_ranges(run, left, right, depth)
    run.spend(10 + min(len(left), len(right)))
    if len(left) != len(right):
        return False
    if kind == "list":
        return all(equal(run, one, two, depth) is True for one, two in zip(left, right, strict=True))
    return all(key in right and equal(run, left[key], right[key], depth) is True for key in left)


def _equal_ranges(run: Run, left: Range, right: Range, depth: int) -> bool:
    shape = (left.start_included, left.end_included, left.outside)
    included = shape == (right.start_included, right.end_included, right.outside)
    starts, ends = equal(run, left.start, right.start, depth), equal(run, left.end, right.end, depth)
    return included and starts is True and ends is True


def compare(run: Run, left: Value, right: Value) -> int | None:
    """Negative, zero or positive as left is before, equal to or after right; None where there is no order."""
    kind = kind_of(left)
    if kind not in _ORDERED or kind != kind_of(right):
        return None
    left, right = _aligned(run, kind, left, right)
    return int(left > right) - int(left < right)


def _aligned(run: Run, kind: str, left: Any, right: Any) -> tuple[Any, Any]:
    """Both in one form: numbers as Decimals unless both are ints, moments without offset in the run's zone."""
    if kind == "number":
        return (left, right) if type(left) is type(right) is int else (as_decimal(left), as_decimal(right))
    if kind == "string":
        run.spend((len(left) + len(right)) // 1000)
    if kind == "date and time" and (left.tzinfo is None) != (right.tzinfo is None):
        return in_zone(run, left), in_zone(run, right)
    if kind == "time" and (left.tzinfo is not None or right.tzinfo is not None):
        return _since_midnight(run, left), _since_midnight(run, right)
    return left, right


def _since_midnight(run: Run, clock: time) -> timedelta:
    """A time of day in UTC. Python orders no times whose offset depends on the day, so the first of 2000 decides."""
    moment = in_zone(run, datetime.combine(_SOME_DAY, clock))
    offset = moment.utcoffset() or timedelta(0)
    return moment.replace(tzinfo=None) - datetime.combine(_SOME_DAY, time()) - offset


def in_zone(run: Run, moment: datetime) -> datetime:
    """A moment without offset is one of the run's zone."""
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=run.options.zone)


def contains(run: Run, container: Range, value: Value) -> bool | None:
    """Whether a range holds a value; None where the value has no order with its ends."""
    if container.outside:
        same = equal(run, value, container.start)
        return None if same is None else not same
    low = container.start is None or _beyond(compare(run, value, container.start), container.start_included)
    high = container.end is None or _beyond(compare(run, container.end, value), container.end_included)
    if low is False or high is False:
        return False
    return None if low is None or high is None else True


def _beyond(order: int | None, included: bool) -> bool | None:
    if order is None:
        return None
    return order > 0 or (included and order == 0)


def numbers(values: list[Value]) -> list[Decimal] | None:
    """All values as Decimals, or None where one is no number."""
    return [as_decimal(value) for value in values] if all(is_number(value) for value in values) else None
