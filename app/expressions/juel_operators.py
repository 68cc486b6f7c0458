"""What the operators of `${...}` mean: EL 2.2, strict where EL is dangerous.

Kept from EL: numeric text counts as a number, null equals only null, order with null is false, `%` takes the sign of
the dividend. Stricter than EL: null in arithmetic is an error instead of 0, and `and`, `or`, `not` and conditions take
booleans and null only. Integers stay `int`, everything else becomes an exact `Decimal`; `/` always gives a `Decimal`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal, DecimalException, Overflow
from typing import NoReturn

from app.expressions.comparison import compare, equal
from app.expressions.errors import ExpressionFailed
from app.expressions.runtime import Run, Value, too_complex
from app.expressions.values import NUMBERS, as_decimal, is_number, kind_of

Operator = Callable[[Run, Value, Value], Value]

_NUMERIC = re.compile(r"\s*[+-]?[0-9]{1,34}(\.[0-9]{1,34})?\s*\Z")


def number(run: Run, value: Value) -> int | Decimal:
    """The value as a number; numeric text counts. Raises `ExpressionFailed` for anything else, null included."""
    if isinstance(value, str) and len(value) <= 80 and _NUMERIC.match(value):
        return Decimal(value) if "." in value else int(value)
    if not is_number(value):
        kind = kind_of(value)
        raise ExpressionFailed(f"此处需要数字,得到的是 {kind}", f"a number is needed here, not {kind}")
    return bounded(run, value) if isinstance(value, int) else exact(lambda: as_decimal(value))


def bounded(run: Run, value: int) -> int:
    """An integer of the allowed digits."""
    if value.bit_length() > 3.33 * run.options.digits or len(str(abs(value))) > run.options.digits:
        raise too_complex("数字位数", "digits", run.options.digits)
    return value


def exact(compute: Callable[[], Decimal]) -> Decimal:
    """Run decimal arithmetic; what it cannot do is a typed error."""
    try:
        return compute()
    except Overflow as error:
        raise too_complex("数字位数", "digits", NUMBERS.prec) from error
    except DecimalException as error:
        raise ExpressionFailed("算术运算无结果", "the arithmetic has no result") from error


def _arithmetic(
    whole: Callable[[int, int], int] | None, decimal: Callable[[Context, Decimal, Decimal], Decimal]
) -> Operator:
    def apply(run: Run, left: Value, right: Value) -> Value:
        one, two = number(run, left), number(run, right)
        if whole is not None and isinstance(one, int) and isinstance(two, int):
            return bounded(run, whole(one, two))
        return exact(lambda: decimal(NUMBERS, as_decimal(one), as_decimal(two)))

    return apply


def _remainder(left: int, right: int) -> int:
    if right == 0:
        raise ExpressionFailed("除数为零", "division by zero")
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest


def _divide(context: Context, left: Decimal, right: Decimal) -> Decimal:
    if right == 0:
        raise ExpressionFailed("除数为零", "division by zero")
    return context.divide(left, right)


def _modulo(context: Context, left: Decimal, right: Decimal) -> Decimal:
    if right == 0:
        raise ExpressionFailed("除数为零", "division by zero")
    return context.remainder(left, right)


def negate(run: Run, value: Value) -> Value:
    """`-x`."""
    plain = number(run, value)
    return -plain if isinstance(plain, int) else NUMBERS.minus(plain)


def truth(value: Value) -> bool:
    """A condition: null is not true, anything but a boolean is an error."""
    if value is None or isinstance(value, bool):
        return value is True
    kind = kind_of(value)
    raise ExpressionFailed(f"条件必须是布尔值,得到的是 {kind}", f"a condition must be a boolean, not {kind}")


def is_empty(value: Value) -> bool:
    """`empty x`: null, empty text, an empty list or an empty map."""
    return value is None or (isinstance(value, (str, list, tuple, dict)) and len(value) == 0)


def same(run: Run, left: Value, right: Value) -> bool:
    """`==` with EL's conversions: text meets a number as a number, a boolean as `true` or not."""
    kinds = {kind_of(left), kind_of(right)}
    if kinds == {"number", "string"}:
        left, right = number(run, left), number(run, right)
    elif kinds == {"boolean", "string"}:
        left, right = str(left).lower() == "true", str(right).lower() == "true"
    return equal(run, left, right) is True


def order(run: Run, left: Value, right: Value) -> int | None:
    """Order for `<` and its kin; None when a side is null. Raises `ExpressionFailed` where there is no order."""
    if left is None or right is None:
        return None
    if {kind_of(left), kind_of(right)} == {"number", "string"}:
        left, right = number(run, left), number(run, right)
    result = compare(run, left, right)
    if result is None:
        _incomparable(left, right)
    return result


def _incomparable(left: Value, right: Value) -> NoReturn:
    one, two = kind_of(left), kind_of(right)
    raise ExpressionFailed(f"{one} 与 {two} 不能比较大小", f"{one} and {two} have no order")


def _ordering(test: Callable[[int], bool]) -> Operator:
    def apply(run: Run, left: Value, right: Value) -> Value:
        result = order(run, left, right)
        return result is not None and test(result)

    return apply


OPERATORS: dict[str, Operator] = {
    "+": _arithmetic(int.__add__, Context.add),
    "-": _arithmetic(int.__sub__, Context.subtract),
    "*": _arithmetic(int.__mul__, Context.multiply),
    "/": _arithmetic(None, _divide),
    "%": _arithmetic(_remainder, _modulo),
    "==": same,
    "!=": lambda run, left, right: not same(run, left, right),
    "<": _ordering(lambda sign: sign < 0),
    ">": _ordering(lambda sign: sign > 0),
    "<=": _ordering(lambda sign: sign <= 0),
    ">=": _ordering(lambda sign: sign >= 0),
}
