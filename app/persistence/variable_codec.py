"""Typed variable values as columns and back: text for people and filters, bytes for bytes, a number for comparing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.domain.errors import InvalidInput
from app.domain.values import FileRef, TypedValue
from app.persistence.types import sortable_time, to_json

Columns = dict[str, Any]
"""type, text_value, number_value, bytes_value, value_info."""

_DECIMAL = "decimal:"
"""Marks a Number that was a Decimal, so that it comes back as one."""


def encode(value: TypedValue) -> Columns:
    """The columns of a value. Raises `InvalidInput` for an unknown type or a value that does not fit its type."""
    encoder = _ENCODERS.get(value.type)
    if encoder is None:
        raise InvalidInput(f"不支持的变量类型：{value.type}", f"Unsupported value type '{value.type}'")
    columns: Columns = {
        "type": value.type,
        "text_value": None,
        "number_value": None,
        "bytes_value": None,
        "value_info": to_json(value.value_info) if value.value_info else None,
    }
    if value.value is None:
        return columns
    try:
        columns.update(encoder(value.value))
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InvalidInput(
            f"变量值与类型 {value.type} 不符：{error}", f"Cannot store value as {value.type}: {error}"
        ) from error
    return columns


def decode(row: Any) -> TypedValue:
    """The value of a row (anything with the columns of `encode` as keys)."""
    info = json.loads(row["value_info"]) if row["value_info"] else {}
    kind, text, raw = row["type"], row["text_value"], row["bytes_value"]
    if text is None and raw is None:
        return TypedValue(kind, None, info)
    if text is None and kind != "Bytes":
        text = raw.decode()
    return TypedValue(kind, raw if kind == "Bytes" else _DECODERS[kind](text), info)


def _text(value: str) -> Columns:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not text")
    # PostgreSQL's text cannot hold NUL; such strings lie in the bytes column.
    return {"bytes_value": value.encode()} if "\x00" in value else {"text_value": value}


def _boolean(value: bool) -> Columns:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is not a boolean")
    return {"text_value": "true" if value else "false", "number_value": float(value)}


def _whole(value: int) -> Columns:
    whole = int(value)
    if whole != value:
        raise ValueError(f"{value!r} is not a whole number")
    return {"text_value": str(whole), "number_value": _comparable(whole)}


def _double(value: float) -> Columns:
    return {"text_value": repr(float(value)), "number_value": float(value)}


def _number(value: float | Decimal) -> Columns:
    text = f"{_DECIMAL}{value}" if isinstance(value, Decimal) else repr(value)
    return {"text_value": text, "number_value": _comparable(value)}


def _comparable(value: float | Decimal) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None


def _read_number(text: str) -> float | Decimal:
    if text.startswith(_DECIMAL):
        return Decimal(text.removeprefix(_DECIMAL))
    try:
        return int(text)
    except ValueError:
        return float(text)


def _date(value: datetime) -> Columns:
    if value.tzinfo is None:
        raise ValueError("a date must carry its zone")
    return {"text_value": sortable_time(value), "number_value": value.timestamp()}


def _json(value: Any) -> Columns:
    return _text(to_json(value))


def _file(value: FileRef) -> Columns:
    return {"text_value": to_json([value.sha256, value.name, value.media_type, value.size])}


def _bytes(value: bytes) -> Columns:
    return {"bytes_value": bytes(memoryview(value))}


def _nothing(value: Any) -> Columns:
    raise ValueError(f"{value!r} is not null")


_ENCODERS: dict[str, Callable[[Any], Columns]] = {
    "Null": _nothing,
    "Boolean": _boolean,
    "Short": _whole,
    "Integer": _whole,
    "Long": _whole,
    "Double": _double,
    "Number": _number,
    "String": _text,
    "Date": _date,
    "Json": _json,
    "Object": _json,
    "Xml": _text,
    "File": _file,
    "Bytes": _bytes,
}

_DECODERS: dict[str, Callable[[str], Any]] = {
    "Boolean": lambda text: text == "true",
    "Short": int,
    "Integer": int,
    "Long": int,
    "Double": float,
    "Number": _read_number,
    "String": str,
    "Date": datetime.fromisoformat,
    "Json": json.loads,
    "Object": json.loads,
    "Xml": str,
    "File": lambda text: FileRef(*json.loads(text)),
}
