"""FEEL's functions on ranges and points (DMN 1.3, 10.3.4.9, table 78), and `range` (DMN 1.4)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from app.expressions import temporal
from app.expressions.comparison import compare, contains, equal
from app.expressions.feel_signature import signature
from app.expressions.lexer import Language, tokenize
from app.expressions.runtime import Run, Value
from app.expressions.values import Range

Relation = Callable[["_Order", Value, Value], "bool | None"]


class _NoOrderError(Exception):
    """Two values have no order, which makes the call null."""


class _Order:
    """Comparison of the values of one call."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def sign(self, left: Value, right: Value) -> int:
        """Negative, zero, positive. Raises `_NoOrderError`."""
        sign = compare(self.run, left, right)
        if sign is None:
            raise _NoOrderError
        return sign

    def less(self, left: Value, right: Value, or_equal: bool = False) -> bool:
        """Whether the first is smaller, or `or_equal`."""
        sign = self.sign(left, right)
        return sign < 0 or (or_equal and sign == 0)


def _before(order: _Order, one: Value, two: Value) -> bool:
    end, closed = (one.end, one.end_included) if isinstance(one, Range) else (one, True)
    start, opened = (two.start, two.start_included) if isinstance(two, Range) else (two, True)
    return order.less(end, start, or_equal=not (closed and opened))


def _meets(order: _Order, one: Range, two: Range) -> bool:
    return one.end_included and two.start_included and order.sign(one.end, two.start) == 0


def _overlaps(order: _Order, one: Range, two: Range) -> bool:
    reaches = order.less(two.start, one.end, one.end_included and two.start_included)
    return reaches and order.less(one.start, two.end, one.start_included and two.end_included)


def _overlaps_before(order: _Order, one: Range, two: Range) -> bool:
    begins = order.less(one.start, two.start, one.start_included and not two.start_included)
    ends = order.less(one.end, two.end, not one.end_included or two.end_included)
    return begins and ends and order.less(two.start, one.end, one.end_included and two.start_included)


def _finishes(order: _Order, one: Value, two: Range) -> bool:
    if not isinstance(one, Range):
        return two.end_included and order.sign(two.end, one) == 0
    together = one.end_included == two.end_included and order.sign(one.end, two.end) == 0
    return together and order.less(two.start, one.start, not one.start_included or two.start_included)


def _starts(order: _Order, one: Value, two: Range) -> bool:
    if not isinstance(one, Range):
        return two.start_included and order.sign(two.start, one) == 0
    together = one.start_included == two.start_included and order.sign(one.start, two.start) == 0
    return together and order.less(one.end, two.end, not one.end_included or two.end_included)


def _during(order: _Order, one: Value, two: Range) -> bool | None:
    if not isinstance(one, Range):
        return contains(order.run, two, one)
    begins = order.less(two.start, one.start, two.start_included or not one.start_included)
    return begins and order.less(one.end, two.end, two.end_included or not one.end_included)


def _coincides(order: _Order, one: Value, two: Value) -> bool | None:
    if isinstance(one, Range) != isinstance(two, Range):
        return None
    return equal(order.run, one, two)


def _swapped(relation: Relation) -> Relation:
    return lambda order, one, two: relation(order, two, one)


def _function(relation: Relation, ranges: tuple[bool, bool]) -> Callable[[Run, Value, Value], bool | None]:
    """The function of a relation; `ranges` says which of its two values must be ranges."""

    def apply(run: Run, one: Value, two: Value) -> bool | None:
        for value, must in zip((one, two), ranges, strict=True):
            if value is None or (must and not isinstance(value, Range)):
                return None
        try:
            return relation(_Order(run), one, two)
        except _NoOrderError:
            return None

    return apply


_RELATIONS: tuple[tuple[str, str, Relation, tuple[bool, bool]], ...] = (
    ("before", "point1: any, point2: any", _before, (False, False)),
    ("after", "point1: any, point2: any", _swapped(_before), (False, False)),
    ("meets", "range1: any, range2: any", _meets, (True, True)),
    ("met by", "range1: any, range2: any", _swapped(_meets), (True, True)),
    ("overlaps", "range1: any, range2: any", _overlaps, (True, True)),
    ("overlaps before", "range1: any, range2: any", _overlaps_before, (True, True)),
    ("overlaps after", "range1: any, range2: any", _swapped(_overlaps_before), (True, True)),
    ("finishes", "point: any, range: any", _finishes, (False, True)),
    ("finished by", "range: any, point: any", _swapped(_finishes), (True, False)),
    ("includes", "range: any, point: any", _swapped(_during), (True, False)),
    ("during", "point: any, range: any", _during, (False, True)),
    ("starts", "point: any, range: any", _starts, (False, True)),
    ("started by", "range: any, point: any", _swapped(_starts), (True, False)),
    ("coincides", "point1: any, point2: any", _coincides, (False, False)),
)

_RANGE = re.compile(r"\s*([\[(\]])(.*)([\])\[])\s*", re.DOTALL)
_END = re.compile(
    r"\s*(?:(?P<number>-?[0-9]{1,34}(?:\.[0-9]{1,34})?)"
    r"|(?P<string>\"(?:[^\"\\]|\\.)*\")"
    r"|@(?P<at>\"[^\"\\]*\")"
    r"|(?P<function>date and time|date|time|duration)\s*\(\s*(?P<text>\"[^\"\\]*\")\s*\))\s*",
    re.DOTALL,
)
_READERS: dict[str, Callable[[str], Value]] = {
    "date": temporal.parse_date,
    "time": temporal.parse_time,
    "date and time": temporal.parse_moment,
    "duration": temporal.parse_duration,
}


def _range(run: Run, text: str) -> Range | None:
    """The range a text such as `[1..3]` writes; its ends are constants of one type, the smaller first."""
    run.check_text(len(text))
    written = _RANGE.fullmatch(text)
    if written is None:
        return None
    start = _END.match(written[2])
    between = None if start is None else re.compile(r"\.\.").match(written[2], start.end())
    end = None if between is None else _END.fullmatch(written[2], between.end())
    if start is None or end is None:
        return None
    first, last = _constant(start), _constant(end)
    order = compare(run, first, last)
    if order is None or order > 0:
        return None
    return Range(first, last, written[1] == "[", written[3] == "]")


def _constant(found: re.Match[str]) -> Value:
    if found["number"] is not None:
        return Decimal(found["number"])
    if found["string"] is not None:
        return tokenize(found["string"], Language.FEEL)[0].value
    if found["at"] is not None:
        return temporal.parse_any(found["at"][1:-1])
    return _READERS[found["function"]](found["text"][1:-1])


SIGNATURES = (
    *(signature(name, parameters, _function(relation, ranges)) for name, parameters, relation, ranges in _RELATIONS),
    signature("range", "from: string", _range),
)
