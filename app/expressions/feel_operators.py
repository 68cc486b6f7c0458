"""What the operators of FEEL mean: DMN 1.3 section 10.3.2, three-valued, null instead of errors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Context, Decimal, DecimalException

from app.expressions import temporal
from app.expressions.comparison import compare, contains, equal
from app.expressions.runtime import Run, Value
from app.expressions.values import NUMBERS, Range, YearMonthDuration, as_decimal, is_number

Operator = Callable[[Run, Value, Value], Value]

_DURATIONS = (timedelta, YearMonthDuration)
_TEMPORAL = (date, time, *_DURATIONS)


def _calculate(operation: Callable[[Context, Decimal, Decimal], Decimal], left: Value, right: Value) -> Value:
    """Decimal arithmetic; null where it has no result."""
    try:
        return operation(NUMBERS, as_decimal(left), as_decimal(right))
    except DecimalException:
        return None


def add(run: Run, left: Value, right: Value) -> Value:
    """Numbers, strings, and moments or durations with durations."""
    if is_number(left) and is_number(right):
        return _calculate(Context.add, left, right)
    if isinstance(left, str) and isinstance(right, str):
        run.check_text(len(left) + len(right))
        return left + right
    if isinstance(left, _DURATIONS) and isinstance(right, (date, time)):
        left, right = right, left
    return temporal.add(left, right) if isinstance(left, _TEMPORAL) else None


def subtract(run: Run, left: Value, right: Value) -> Value:
    """Numbers, moments, durations."""
    if is_number(left) and is_number(right):
        return _calculate(Context.subtract, left, right)
    if isinstance(right, _DURATIONS):
        return temporal.add(left, right, -1) if isinstance(left, _TEMPORAL) else None
    return temporal.difference(run, left, right)


def multiply(run: Run, left: Value, right: Value) -> Value:
    """Numbers, and a duration with a number."""
    if is_number(left) and is_number(right):
        return _calculate(Context.multiply, left, right)
    if is_number(left):
        left, right = right, left
    if isinstance(left, _DURATIONS) and is_number(right):
        return _or_null(lambda: temporal.scale(left, as_decimal(right)))
    return None


def divide(run: Run, left: Value, right: Value) -> Value:
    """Numbers, a duration by a number, durations of one kind."""
    if is_number(left) and is_number(right):
        return _calculate(Context.divide, left, right)
    return _or_null(lambda: temporal.ratio(left, right)) if isinstance(left, _DURATIONS) else None


def power(run: Run, left: Value, right: Value) -> Value:
    """A number to a power. Decimal arithmetic of 34 digits keeps it cheap; what overflows is null."""
    run.spend(50)
    return _calculate(Context.power, left, right) if is_number(left) and is_number(right) else None


def _or_null(compute: Callable[[], Value]) -> Value:
    try:
        return compute()
    except DecimalException:
        return None


def negate(value: Value) -> Value:
    """`-x` of numbers and durations."""
    if is_number(value):
        return _or_null(lambda: NUMBERS.minus(as_decimal(value)))
    if isinstance(value, YearMonthDuration):
        return YearMonthDuration(-value.months)
    return temporal.scale(value, Decimal(-1)) if isinstance(value, timedelta) else None


def _ordering(test: Callable[[int], bool]) -> Operator:
    def apply(run: Run, left: Value, right: Value) -> Value:
        order = compare(run, left, right)
        return None if order is None else test(order)

    return apply


def unequal(run: Run, left: Value, right: Value) -> bool | None:
    """`!=`."""
    result = equal(run, left, right)
    return None if result is None else not result


def both(one: bool | None, two: bool | None) -> bool | None:
    """Three-valued `and`."""
    if one is False or two is False:
        return False
    return True if one is True and two is True else None


def between(run: Run, value: Value, low: Value, high: Value) -> bool | None:
    """`value between low and high`, ends included; null where an end is null."""
    if low is None or high is None:
        return None
    return contains(run, Range(low, high, True, True), value)


def matches(run: Run, subject: Value, candidate: Value) -> bool | None:
    """Whether a subject passes a value used as a test: in a range, in a list, or equal."""
    if isinstance(candidate, Range) and not isinstance(subject, Range):
        return contains(run, candidate, subject)
    if isinstance(candidate, list) and not isinstance(subject, list):
        run.spend(len(candidate))
        return any(_element_matches(run, subject, item) for item in candidate)
    if isinstance(candidate, list) and equal(run, subject, candidate) is not True:
        run.spend(len(candidate))
        return any(equal(run, subject, item) is True for item in candidate)
    return equal(run, subject, candidate)


def _element_matches(run: Run, subject: Value, item: Value) -> bool:
    if isinstance(item, Range) and not isinstance(subject, Range):
        return contains(run, item, subject) is True
    return equal(run, subject, item) is True


OPERATORS: dict[str, Operator] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
    "=": equal,
    "!=": unequal,
    "<": _ordering(lambda sign: sign < 0),
    ">": _ordering(lambda sign: sign > 0),
    "<=": _ordering(lambda sign: sign <= 0),
    ">=": _ordering(lambda sign: sign >= 0),
}
