"""What a request says, read strictly: unknown fields, wrong types and broken JSON are refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from flask import request

from app.domain.errors import InvalidInput
from app.domain.queries.common import Paging

E = TypeVar("E", bound=StrEnum)

MAX_TEXT = 20_000
"""Characters of one text field; files and models have limits of their own."""
MAX_ROWS = 200
DEFAULT_ROWS = 50


class Body:
    """The fields of a JSON object; every one is read once, `end` refuses what is left."""

    def __init__(self, values: Mapping[str, Any], where: str = "") -> None:
        self._values = dict(values)
        self._where = where

    def text(self, name: str, limit: int = MAX_TEXT) -> str:
        """A text that is not empty."""
        value = self.optional_text(name, limit)
        if value is None or not value.strip():
            raise _wrong(self._where + name, "必填", "is required")
        return value

    def optional_text(self, name: str, limit: int = MAX_TEXT) -> str | None:
        """A text; absent, null: None."""
        value = self._values.pop(name, None)
        if value is not None and (not isinstance(value, str) or len(value) > limit or "\x00" in value):
            raise _wrong(self._where + name, "应为文本", f"must be a text of at most {limit} characters")
        return value

    def optional_boolean(self, name: str) -> bool | None:
        """True or false; absent, null: None."""
        value = self._values.pop(name, None)
        if value is not None and not isinstance(value, bool):
            raise _wrong(self._where + name, "应为是或否", "must be true or false")
        return value

    def optional_integer(self, name: str) -> int | None:
        """A whole number; absent, null: None."""
        value = self._values.pop(name, None)
        if value is not None and type(value) is not int:
            raise _wrong(self._where + name, "应为整数", "must be an integer")
        return value

    def mapping(self, name: str) -> dict[str, Any]:
        """A JSON object; absent, null: empty."""
        value = self._values.pop(name, None)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise _wrong(self._where + name, "应为对象", "must be an object")
        return value

    def optional_texts(self, name: str) -> tuple[str, ...] | None:
        """A list of texts; absent, null: None."""
        value = self._values.pop(name, None)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(each, str) and len(each) <= MAX_TEXT for each in value):
            raise _wrong(self._where + name, "应为文本列表", "must be a list of texts")
        return tuple(value)

    def parts(self, name: str) -> list[Body]:
        """A list of objects, each to be read like this one."""
        value = self._values.pop(name, None) or []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise _wrong(self._where + name, "应为对象列表", "must be a list of objects")
        return [Body(each, f"{self._where}{name}[{number}].") for number, each in enumerate(value)]

    def moment(self, name: str) -> datetime:
        """An ISO 8601 time with an offset."""
        value = self.optional_moment(name)
        if value is None:
            raise _wrong(self._where + name, "必填", "is required")
        return value

    def optional_moment(self, name: str) -> datetime | None:
        """An ISO 8601 time with an offset; absent, null: None."""
        value = self.optional_text(name, 40)
        return None if value is None else read_moment(self._where + name, value)

    def choice(self, name: str, kind: type[E]) -> E:
        """One of the values of an enumeration."""
        return read_choice(self._where + name, self.text(name, 100), kind)

    def any(self, name: str) -> Any:
        """Any JSON value; its type is checked by whoever knows it."""
        if name not in self._values:
            raise _wrong(self._where + name, "必填", "is required")
        return self._values.pop(name)

    def end(self) -> None:
        """Raise `InvalidInput` where the request has fields that nobody asked for."""
        if self._values:
            unknown = next(iter(self._values))
            raise _wrong(self._where + unknown, "不认识的字段", "is not a field of this call")


def body() -> Body:
    """The request's JSON object; an empty body is an empty object."""
    if not request.get_data(cache=True):
        return Body({})
    if not request.is_json:
        raise InvalidInput("请求须为 JSON", "the request must be JSON")
    values = request.get_json(silent=True)
    if not isinstance(values, dict):
        raise InvalidInput("请求须为 JSON 对象", "the request must be a JSON object")
    return Body(values)


class Arguments:
    """The query string; `end` refuses what nobody asked for."""

    def __init__(self) -> None:
        self._left = dict(request.args.lists())

    def text(self, name: str, default: str | None = None) -> str | None:
        """One value; empty counts as absent."""
        values = self._left.pop(name, [])
        return (values[0][:MAX_TEXT].replace("\x00", "") or default) if values else default

    def texts(self, name: str) -> tuple[str, ...]:
        """Every value of a repeated argument."""
        return tuple(value for value in self._left.pop(name, []) if value)

    def flag(self, name: str) -> bool | None:
        """``true`` or ``false``; absent: None."""
        value = self.text(name)
        if value not in (None, "true", "false"):
            raise _wrong(name, "应为 true 或 false", "must be true or false")
        return None if value is None else value == "true"

    def integer(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""
        value = self.text(name)
        if value is None:
            return default
        if not (value.isascii() and value.isdecimal() and len(value) < 10 and low <= int(value) <= high):
            raise _wrong(name, f"应为 {low} 至 {high} 的整数", f"must be a whole number from {low} to {high}")
        return int(value)

    def moment(self, name: str) -> datetime | None:
        """An ISO 8601 time with an offset; absent: None."""
        value = self.text(name)
        return None if value is None else read_moment(name, value)

    def choice(self, name: str, kind: type[E], default: E | None = None) -> E | None:
        """One of the values of an enumeration."""
        value = self.text(name)
        return default if value is None else read_choice(name, value, kind)

    def paging(self) -> Paging:
        """`limit` and `cursor`, with the number of all rows."""
        limit = self.integer("limit", DEFAULT_ROWS, 1, MAX_ROWS)
        return Paging(limit=limit, after=self.text("cursor"), total=True)

    def end(self) -> None:
        """Raise `InvalidInput` where the address has arguments that nobody asked for."""
        if self._left:
            raise _wrong(next(iter(self._left)), "不认识的参数", "is not an argument of this call")


def no_arguments() -> None:
    """For calls without arguments."""
    Arguments().end()


def read_moment(name: str, value: str) -> datetime:
    """An ISO 8601 time with an offset. Raises `InvalidInput`."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _wrong(name, "应为带时区的 ISO 8601 时间", "must be an ISO 8601 time with an offset")
    return moment


def read_date(name: str, value: str) -> date:
    """An ISO 8601 date. Raises `InvalidInput`."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _wrong(name, "应为日期，如 2026-10-01", "must be a date such as 2026-10-01") from None


def read_choice(name: str, value: str, kind: type[E]) -> E:
    """A value of an enumeration. Raises `InvalidInput`."""
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(each.value for each in kind)
        raise _wrong(name, f"应为其中之一：{known}", f"must be one of {known}") from None


def _wrong(name: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(f"{name}：{zh}", f"{name} {en}", name)
