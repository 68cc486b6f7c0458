"""What values are to both languages: numbers, durations, ranges, sizes and their text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from zoneinfo import ZoneInfo

from app.domain.values import FileRef
from app.expressions.errors import ExpressionFailed
from app.expressions.runtime import Run, Value, too_complex

NUMBERS = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[DivisionByZero, InvalidOperation, Overflow]
)
"""IEEE 754 decimal128, as DMN 1.3 section 10.3.2.3.1 asks. Every operation on numbers goes through it."""

MAX_EXPONENT = 6_144


@dataclass(frozen=True, slots=True, order=True)
class YearMonthDuration:
    """A FEEL "years and months duration"; negative months run backwards."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        body = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + (body or "0M")


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; an end that is None is open for ever. `outside` turns it round: everything but what is between."""

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    outside: bool = False


class Function(ABC):
    """A function as a value: what `function(...)` gives, a business knowledge model, or a built-in one by its name."""

    parameters: tuple[str, ...]

    @abstractmethod
    def invoke(self, run: Run, arguments: list[Value], names: tuple[str, ...] = ()) -> Value:
        """The value for arguments by position, or by `names`; null where they do not fit."""


def is_number(value: Value) -> bool:
    """Whether the value is a number; a bool is none."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def as_decimal(value: Value) -> Decimal:
    """A number as a Decimal of at most 34 digits; floats by their shortest text, so 0.1 stays 0.1.

    Raises `InvalidOperation` for NaN and infinity, `ExpressionTooComplex` for an integer beyond all bounds.
    """
    if isinstance(value, float):
        number = Decimal(repr(value))
    elif isinstance(value, int):
        if value.bit_length() > MAX_EXPONENT:
            raise too_complex("数字位数", "digits", NUMBERS.prec)
        number = Decimal(value)
    else:
        number = value
    if not number.is_finite():
        raise InvalidOperation
    return NUMBERS.plus(number)


def as_integer(number: Value) -> int | None:
    """The number as an int where it is whole and of ordinary size, else None."""
    if isinstance(number, bool) or not is_number(number):
        return None
    if isinstance(number, int):
        return number
    try:
        exact = as_decimal(number)
    except InvalidOperation:
        return None
    if exact.adjusted() > NUMBERS.prec or exact != exact.to_integral_value():
        return None
    return int(exact)


def as_whole(number: Value) -> int | None:
    """The number without its fraction, as functions take it that count places; None beyond ordinary size."""
    return as_integer(as_decimal(number).to_integral_value(ROUND_DOWN))


def number_text(number: Value) -> str:
    """The number as people write it: no exponent, no trailing zeros behind the point."""
    text = format(as_decimal(number), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def duration_text(value: timedelta) -> str:
    """A duration as ISO 8601: `P1DT2H`, `-PT0.5S`, `PT0S`."""
    sign, value = ("-", -value) if value < timedelta(0) else ("", value)
    hours, rest = divmod(value.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or fraction:
        clock += f"{seconds}{fraction}S"
    days = f"{value.days}D" if value.days else ""
    if not days and not clock:
        return "PT0S"
    return f"{sign}P{days}" + (f"T{clock}" if clock else "")


def temporal_text(value: date | time | datetime) -> str:
    """A date, time or date and time as ISO 8601; UTC as `Z`."""
    text = value.isoformat()
    return text[:-6] + "Z" if isinstance(value, (datetime, time)) and text.endswith("+00:00") else text


def zoned_text(value: time | datetime) -> str:
    """A time or date and time as FEEL writes it: `@Asia/Shanghai` where the zone has a name, no needless zeros."""
    text = value.replace(tzinfo=None).isoformat()
    text = text.rstrip("0") if "." in text else text
    if isinstance(value.tzinfo, ZoneInfo):
        return f"{text}@{value.tzinfo.key}"
    written = value.isoformat()
    behind = written[max(written.rfind("+"), written.rfind("-")) :]
    if value.tzinfo is None:
        return text
    return text + ("Z" if behind == "+00:00" else behind)


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "boolean"),
    ((int, float, Decimal), "number"),
    (str, "string"),
    (datetime, "date and time"),
    (date, "date"),
    (time, "time"),
    (timedelta, "days and time duration"),
    (YearMonthDuration, "years and months duration"),
    ((list, tuple), "list"),
    (dict, "context"),
    (Range, "range"),
    (Function, "function"),
    ((bytes, FileRef), "file"),
)


_EXACT_KINDS: dict[type, str] = {
    type(None): "Null",
    bool: "boolean",
    int: "number",
    Decimal: "number",
    str: "string",
    datetime: "date and time",
    list: "list",
    dict: "context",
}
"""The common types, found without walking `_KINDS`, which also knows subclasses."""


def kind_of(value: Value) -> str:
    """The FEEL name of a value's type; ``Null`` for None, ``file`` for a variable that expressions only hand on.

    Anything else is ``foreign``: no expression may touch it.
    """
    exact = _EXACT_KINDS.get(type(value))
    if exact is not None:
        return exact
    for kinds, name in _KINDS:
        if isinstance(value, kinds):
            return name
    return "foreign"


_TEXTS: tuple[tuple[type | tuple[type, ...], Callable[[Value], str]], ...] = (
    (str, str),
    (bool, lambda value: "true" if value else "false"),
    ((int, float, Decimal), number_text),
    ((date, time), temporal_text),
    (timedelta, duration_text),
    (YearMonthDuration, str),
)


def plain_text(value: Value) -> str | None:
    """The text of a simple value, or None for null, lists, dicts and anything foreign."""
    for kinds, convert in _TEXTS:
        if isinstance(value, kinds):
            return convert(value)
    return None


SIMPLE = (str, bool, int, float, Decimal, date, time, timedelta, YearMonthDuration, bytes, FileRef, type(None))


def check_value(value: Value, run: Run) -> Value:
    """Let a value out of (or into) an expression, measured as if nothing were shared.

    Sharing is what makes a small expression explode when its result is written as JSON, so each occurrence counts.
    Raises `ExpressionTooComplex` beyond five lists' worth of text and elements, `ExpressionFailed` for a foreign type.
    """
    if isinstance(value, SIMPLE):
        return value
    if isinstance(value, tuple):
        value = list(value)
    budget, pending = 5 * run.options.list_length, [(value, 1)]
    while pending:
        item, depth = pending.pop()
        parts = _parts(item)
        budget -= 1 + len(parts) + sum(len(part) // 100 for part in parts if isinstance(part, str))
        if budget < 0 or depth > 100:
            raise too_complex("结果大小", "elements of a result", 5 * run.options.list_length)
        pending.extend((part, depth + 1) for part in parts if not isinstance(part, SIMPLE))
    return value


def _parts(item: Value) -> Collection[Value]:
    """The elements of a list or dict; nothing else may have any."""
    if isinstance(item, dict):
        return item.values()
    if isinstance(item, (list, tuple)):
        return item
    kind = kind_of(item)
    kind = type(item).__name__ if kind == "foreign" else kind
    raise ExpressionFailed(f"表达式不能处理类型 {kind}", f"an expression cannot handle the type {kind}")
