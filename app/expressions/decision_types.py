"""The `typeRef` of decision tables: values to the declared type, or a typed refusal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, DecimalException

from app.expressions.comparison import in_zone
from app.expressions.errors import DecisionFailed
from app.expressions.runtime import MISSING, Run, Value
from app.expressions.temporal import parse_date, parse_moment
from app.expressions.values import as_decimal, as_integer, is_number, kind_of, plain_text

Converter = Callable[[Run, Value], Value]


def _string(run: Run, value: Value) -> Value:
    text = plain_text(value)
    return MISSING if text is None else text


def _boolean(run: Run, value: Value) -> Value:
    if isinstance(value, str) and value.strip().lower() in {"true", "false"}:
        return value.strip().lower() == "true"
    return value if isinstance(value, bool) else MISSING


def _number(run: Run, value: Value) -> Value:
    try:
        if isinstance(value, str) and len(value) <= 80:
            value = Decimal(value.strip())
        return as_decimal(value) if is_number(value) else MISSING
    except DecimalException:
        return MISSING


def _integer(run: Run, value: Value) -> Value:
    number = _number(run, value)
    whole = None if number is MISSING else as_integer(number)
    return MISSING if whole is None else whole


def _date(run: Run, value: Value) -> Value:
    """A date; of a moment its day in the office's zone, whether it comes as text or as value."""
    if isinstance(value, str):
        value = parse_date(value) or parse_moment(value)
    if isinstance(value, datetime):
        return _local(run, value).date()
    return value if isinstance(value, date) else MISSING


def _moment(run: Run, value: Value) -> Value:
    if isinstance(value, str):
        value = parse_moment(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # the office's zone is given below
    return in_zone(run, value) if isinstance(value, datetime) else MISSING


def _local(run: Run, value: datetime) -> datetime:
    return value if value.tzinfo is None else value.astimezone(run.options.zone)


_CONVERTERS: dict[str, Converter] = {
    "string": _string,
    "boolean": _boolean,
    "integer": _integer,
    "long": _integer,
    "double": _number,
    "number": _number,
    "date": _date,
    "datetime": _moment,
    "date and time": _moment,
}


def convert(run: Run, value: Value, type_ref: str | None, column: str) -> Value:
    """The value as `type_ref` asks; null stays null, an unknown or missing type changes nothing.

    string takes any simple value; integer and long give int; number and double give Decimal; date gives a date and
    dateTime an aware datetime. Raises `DecisionFailed` naming the column.
    """
    converter = _CONVERTERS.get((type_ref or "").lower())
    if value is None or converter is None:
        return value
    converted = converter(run, value)
    if converted is MISSING:
        kind = kind_of(value)
        raise DecisionFailed(
            f"决策表列“{column}”需要 {type_ref}, 得到的是 {kind}", f"column {column!r} needs {type_ref}, not {kind}"
        )
    return converted
