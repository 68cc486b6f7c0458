"""JSON images of domain values: answers that are kept, what a message carries."""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any


def encode(value: Any) -> Any:
    """A JSON-able image: plain values, records of `app.domain`, tuples and mappings of them."""
    match value:
        case Enum():
            return {"$": "enum", "type": _name_of(type(value)), "value": value.value}
        case None | bool() | str() | int() | float():
            return value
        case tuple() | list() | frozenset():
            return {"$": type(value).__name__, "value": [encode(item) for item in value]}
        case Mapping():
            return {"$": "map", "value": [[encode(key), encode(item)] for key, item in value.items()]}
    return _encode_scalar(value)


def _encode_scalar(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"$": "datetime", "value": value.isoformat()}
    if isinstance(value, bytes):
        return {"$": "bytes", "value": base64.b64encode(value).decode()}
    if is_dataclass(value):
        parts = {field.name: encode(getattr(value, field.name)) for field in fields(value)}
        return {"$": "record", "type": _name_of(type(value)), "value": parts}
    raise TypeError(f"a value of type {type(value).__name__} has no image")


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "datetime": lambda image: datetime.fromisoformat(image["value"]),
    "bytes": lambda image: base64.b64decode(image["value"]),
    "tuple": lambda image: tuple(decode(item) for item in image["value"]),
    "list": lambda image: [decode(item) for item in image["value"]],
    "frozenset": lambda image: frozenset(decode(item) for item in image["value"]),
    "map": lambda image: {decode(key): decode(item) for key, item in image["value"]},
    "enum": lambda image: _type_of(image["type"])(image["value"]),
    "record": lambda image: _type_of(image["type"])(**{name: decode(item) for name, item in image["value"].items()}),
}


def decode(image: Any) -> Any:
    """The value an image was made of."""
    return _DECODERS[image["$"]](image) if isinstance(image, dict) else image


def _name_of(kind: type[Any]) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _type_of(name: str) -> Any:
    """A type of `app.domain` by name; only modules that are loaded anyway, never an import by text."""
    module, _, qualname = name.partition(":")
    if not module.startswith("app.domain."):
        raise TypeError(f"{name} is no type of the domain")
    return getattr(sys.modules[module], qualname)
