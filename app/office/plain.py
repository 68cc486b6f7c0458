"""Values that come and go as JSON: moments as ISO text, files as lists of references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from app.domain.errors import InvalidInput


def moment(value: Any, field: str = "time") -> datetime | None:
    """An aware moment from a datetime or ISO text; None stays. Raises `InvalidInput`."""
    if value is None or value == "":
        return None
    try:
        parsed = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise InvalidInput(f"时间格式不对：{value}", f"{value!r} is no moment", field) from error
    return parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)


def needed_moment(value: Any, field: str) -> datetime:
    """A moment that must be there. Raises `InvalidInput`."""
    parsed = moment(value, field)
    if parsed is None:
        raise InvalidInput(f"缺少时间：{field}", f"{field} is missing", field)
    return parsed


def text(value: Any) -> str | None:
    """A text, or None for nothing."""
    return None if value is None or value == "" else str(value)


def files(*values: Any) -> list[Mapping[str, Any]]:
    """File references out of single references, lists of them and nulls; each file once."""
    found: dict[str, Mapping[str, Any]] = {}
    for value in flattened(values):
        if isinstance(value, Mapping) and "sha256" in value:
            found.setdefault(str(value["sha256"]), value)
    return list(found.values())


def flattened(values: Any) -> Iterator[Any]:
    """What is in nested lists, without nulls."""
    if isinstance(values, list | tuple | frozenset | set):
        for value in values:
            yield from flattened(value)
    elif values is not None and values != "":
        yield values


def strings(value: Any) -> list[str]:
    """The texts of a list, of a single text or of nothing."""
    return [str(each) for each in flattened(value)]


def plain(value: Any) -> Any:
    """The value as JSON can hold it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
