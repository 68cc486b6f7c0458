"""Named values of a query string or a JSON object, read by type; what nobody read is logged, never an error."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from app.api.dates import read_date
from app.domain.errors import InvalidInput

_JAVA_LONG = 2**63


def bad_value(name: str, value: Any, wanted: str) -> InvalidInput:
    """The 400 of a value that does not fit."""
    shown = repr(value)[:200]
    return InvalidInput(
        f"参数 {name} 的值 {shown} 无效，应为{wanted}",
        f"Cannot set query parameter '{name}' to value {shown}: expected {wanted}",
        name,
    )


class Fields:
    """Values by name. A JSON null is a field that is absent; every reader raises `InvalidInput` for a wrong type."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}
        self._read: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def unread(self) -> list[str]:
        """Names that were given and that nobody asked for."""
        return sorted(self._values.keys() - self._read)

    def raw(self, name: str) -> Any:
        """The value as it came, or None."""
        self._read.add(name)
        return self._values.get(name)

    def text(self, name: str) -> str | None:
        """A text; numbers and booleans are taken as their text, as Jackson does."""
        value = self.raw(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int | float):
            return str(value)
        raise bad_value(name, value, "a string")

    def required(self, name: str) -> str:
        """A text that must be there."""
        value = self.text(name)
        if not value:
            raise InvalidInput(f"缺少 {name}", f"{name} must be set", name)
        return value

    def texts(self, name: str) -> tuple[str, ...] | None:
        """A list: comma-separated in a query string, an array in JSON."""
        value = self.raw(name)
        if value is None:
            return None
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(","))
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(value)
        raise bad_value(name, value, "a list of strings")

    def flag(self, name: str) -> bool | None:
        """A boolean, or None where it is absent."""
        value = self.raw(name)
        if value is None or isinstance(value, bool):
            return value
        match str(value).strip().lower():
            case "true":
                return True
            case "false":
                return False
            case _:
                raise bad_value(name, value, "a boolean")

    def whole(self, name: str) -> int | None:
        """A whole number of Java's long."""
        value = self.raw(name)
        if value is None:
            return None
        number = _whole(value)
        if number is None or not -_JAVA_LONG <= number < _JAVA_LONG:
            raise bad_value(name, value, "an integer")
        return number

    def moment(self, name: str) -> datetime | None:
        """A date of Camunda's form."""
        value = self.raw(name)
        if value is None:
            return None
        try:
            return read_date(str(value))
        except ValueError as error:
            raise bad_value(name, value, "a date yyyy-MM-dd'T'HH:mm:ss.SSSZ") from error

    def mapping(self, name: str) -> Mapping[str, Any]:
        """A JSON object; empty where it is absent."""
        value = self.raw(name)
        if value is None:
            return {}
        if isinstance(value, dict):
            return value
        raise bad_value(name, value, "an object")

    def objects(self, name: str) -> Iterator[Fields]:
        """A JSON array of objects; nothing where it is absent. Their unread names are reported as `name.x`."""
        value = self.raw(name)
        if value is None:
            return
        if not isinstance(value, list):
            raise bad_value(name, value, "a list of objects")
        for each in value:
            if not isinstance(each, dict):
                raise bad_value(name, each, "an object")
            fields = Fields(each)
            yield fields
            self._note_unread(name, fields)

    def _note_unread(self, name: str, fields: Fields) -> None:
        self._values.update({f"{name}.{inner}": True for inner in fields.unread()})


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value == int(value) else None
    text = str(value).strip()
    digits = text[1:] if text[:1] in ("+", "-") else text
    return int(text) if digits.isascii() and digits.isdecimal() and len(digits) < 20 else None
