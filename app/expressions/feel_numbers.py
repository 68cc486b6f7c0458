"""FEEL's functions on numbers (DMN 1.3, 10.3.4.5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from app.expressions.feel_signature import signature
from app.expressions.runtime import Run, Value
from app.expressions.values import NUMBERS, YearMonthDuration, as_decimal, as_whole, is_number

_GROUPED = re.compile(r"-?[0-9]{1,34}(\.[0-9]{1,34})?([eE][+-]?[0-9]{1,4})?")


def _rounded(number: Decimal, places: Decimal | None, rounding: str) -> Decimal | None:
    """The number to so many decimal places; null beyond what 34 digits can hold."""
    scale = 0 if places is None else as_whole(places)
    if scale is None or not -6111 <= scale <= 6176:
        return None
    if number == 0 or -number.as_tuple().exponent <= scale:  # type: ignore[operator]  # finite, so never 'n' or 'F'
        return number
    return number.quantize(Decimal(1).scaleb(-scale, NUMBERS), rounding, NUMBERS)


def _modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal | None:
    """The remainder with the sign of the divisor, as DMN defines it."""
    if divisor == 0:
        return None
    rest = NUMBERS.remainder(dividend, divisor)
    return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


def _absolute(run: Run, value: Value) -> Value:
    """The size of a number or duration."""
    if isinstance(value, timedelta):
        return abs(value)
    if isinstance(value, YearMonthDuration):
        return YearMonthDuration(abs(value.months))
    return NUMBERS.abs(as_decimal(value)) if is_number(value) else None


def _square_root(run: Run, number: Decimal) -> Decimal | None:
    run.spend(20)
    return NUMBERS.sqrt(number) if number >= 0 else None


def _logarithm(run: Run, number: Decimal) -> Decimal | None:
    run.spend(50)
    return NUMBERS.ln(number) if number > 0 else None


def _exponential(run: Run, number: Decimal) -> Decimal:
    run.spend(50)
    return NUMBERS.exp(number)


def _is_even(number: Decimal) -> bool | None:
    return None if number != number.to_integral_value() else NUMBERS.remainder(number, Decimal(2)) == 0


def _odd(run: Run, number: Decimal) -> bool | None:
    even = _is_even(number)
    return None if even is None else not even


def _number(run: Run, text: str, grouping: str | None, decimal: str | None) -> Decimal | None:
    """Text to number; `grouping` is a space, comma or full stop, `decimal` a full stop or comma, or null."""
    if grouping not in {None, " ", ",", "."} or decimal not in {None, ",", "."} or (grouping and grouping == decimal):
        return None
    if len(text) > 100:
        return None
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(decimal, ".") if decimal else plain
    return NUMBERS.create_decimal(plain) if _GROUPED.fullmatch(plain) else None


def _rounding(rounding: str) -> Callable[[Run, Decimal, Decimal | None], Decimal | None]:
    return lambda run, n, scale: _rounded(n, scale, rounding)


SIGNATURES = (
    signature("number", "from: string, grouping separator: string?, decimal separator: string?", _number),
    signature("decimal", "n: number, scale: number", _rounding(ROUND_HALF_EVEN)),
    signature("floor", "n: number", lambda run, n: _rounded(n, None, ROUND_FLOOR)),
    signature("floor", "n: number, scale: number", _rounding(ROUND_FLOOR)),
    signature("ceiling", "n: number", lambda run, n: _rounded(n, None, ROUND_CEILING)),
    signature("ceiling", "n: number, scale: number", _rounding(ROUND_CEILING)),
    signature("round up", "n: number, scale: number", _rounding(ROUND_UP)),
    signature("round down", "n: number, scale: number", _rounding(ROUND_DOWN)),
    signature("round half up", "n: number, scale: number", _rounding(ROUND_HALF_UP)),
    signature("round half down", "n: number, scale: number", _rounding(ROUND_HALF_DOWN)),
    signature("abs", "n: any", _absolute),
    signature("modulo", "dividend: number, divisor: number", _modulo),
    signature("sqrt", "number: number", _square_root),
    signature("log", "number: number", _logarithm),
    signature("exp", "number: number", _exponential),
    signature("odd", "number: number", _odd),
    signature("even", "number: number", lambda run, number: _is_even(number)),
)
