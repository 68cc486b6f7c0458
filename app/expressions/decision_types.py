"""The types of a model: values to the declared `typeRef`, or a typed refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, DecimalException

from app.domain.model.decision import ItemType
from app.expressions.comparison import in_zone
from app.expressions.errors import DecisionFailed
from app.expressions.runtime import MISSING, Run, Value
from app.expressions.temporal import parse_date, parse_moment
from app.expressions.types import (
    ANY,
    SIMPLE,
    ConstrainedType,
    ContextType,
    FeelType,
    FunctionType,
    ListType,
    NamedType,
    coerced,
    named_type,
)
from app.expressions.values import as_decimal, as_integer, is_number, kind_of, plain_text

Converter = Callable[[Run, Value], Value]
Tests = Callable[[Run, Value], bool]
NO_TYPES: Mapping[str, FeelType] = {}


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


def convert(
    run: Run, value: Value, type_ref: str | None, column: str, types: Mapping[str, FeelType] = NO_TYPES
) -> Value:
    """The value as `type_ref` asks; null stays null, an unknown or missing type changes nothing.

    string takes any simple value; integer and long give int; number and double give Decimal; date gives a date and
    dateTime an aware datetime; a list of one is its element; a type of the model takes what belongs to it. Raises
    `DecisionFailed` naming the column.
    """
    if value is None or type_ref is None:
        return value
    converter = _CONVERTERS.get(type_ref.lower())
    if converter is None or type_ref in types:
        return _typed(run, value, type_ref, column, types)
    converted = converter(run, value)
    if converted is MISSING and isinstance(value, list):
        converted = coerced(run, value, named_type(type_ref, types)) if type_ref in SIMPLE else MISSING
    if converted is MISSING:
        raise _mismatch(value, type_ref, column)
    return converted


def _typed(run: Run, value: Value, type_ref: str, column: str, types: Mapping[str, FeelType]) -> Value:
    """The value as a FEEL type or one of the model asks, allowed values included."""
    wanted = named_type(type_ref, types)
    ready = coerced(run, value, wanted)
    if ready is MISSING:
        raise _mismatch(value, type_ref, column)
    if not wanted.allows(run, ready):
        raise DecisionFailed(
            f"“{column}”的值不在类型 {type_ref} 的允许值之中", f"the value of {column!r} is not allowed by {type_ref}"
        )
    return ready


def admit(run: Run, value: Value, type_ref: str | None, name: str, types: Mapping[str, FeelType]) -> Value:
    """Input data from outside, where dates and durations inside of JSON are texts. Raises `DecisionFailed`."""
    if value is None or type_ref is None:
        return value
    return _typed(run, named_type(type_ref, types).admitted(run, value), type_ref, name, types)


def _mismatch(value: Value, type_ref: str, column: str) -> DecisionFailed:
    kind = kind_of(value)
    return DecisionFailed(f"“{column}”需要 {type_ref}, 得到的是 {kind}", f"{column!r} needs {type_ref}, not {kind}")


def type_table(items: tuple[ItemType, ...], compile_tests: Callable[[str], Tests]) -> Mapping[str, FeelType]:
    """The item definitions of a model as types; `compile_tests` compiles allowed values."""
    table: dict[str, FeelType] = {}
    for item in items:
        table[item.name] = _item_type(item, table, compile_tests)
    return table


def _item_type(item: ItemType, table: Mapping[str, FeelType], compile_tests: Callable[[str], Tests]) -> FeelType:
    kind: FeelType
    if item.function_arity is not None:
        kind = FunctionType(item.function_arity)
    elif item.components:
        kind = ContextType({part.name: _item_type(part, table, compile_tests) for part in item.components})
    else:
        kind = ANY if item.base is None else SIMPLE.get(item.base) or NamedType(item.base, table)
    if item.allowed_values is not None:
        kind = ConstrainedType(kind, compile_tests(item.allowed_values))
    return ListType(kind) if item.is_collection else kind
