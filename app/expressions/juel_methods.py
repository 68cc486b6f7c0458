"""The few methods of plain values that `${...}` may call; nothing here touches an attribute named by a diagram."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.expressions.comparison import equal
from app.expressions.errors import ExpressionFailed
from app.expressions.runtime import Run, Value
from app.expressions.values import as_integer, kind_of, plain_text

Implementation = Callable[..., Value]


def _list_contains(run: Run, items: list[Value], wanted: Value) -> bool:
    run.spend(len(items))
    return any(equal(run, item, wanted) is True for item in items)


def _list_get(run: Run, items: list[Value], position: Value) -> Value:
    return element(items, position)


def element(items: list[Value], position: Value) -> Value:
    """The element at a position from 0; null outside the list, as EL has it."""
    if isinstance(position, str) and position.isdecimal() and len(position) < 10:
        position = int(position)
    index = as_integer(position)
    if index is None:
        raise ExpressionFailed("列表下标必须是整数", "a list index must be an integer")
    return items[index] if 0 <= index < len(items) else None


def _text(run: Run, value: Value) -> str:
    return run.text(plain_text(value) or "")


def _needs_text(value: Value) -> str:
    if not isinstance(value, str):
        raise ExpressionFailed("此处需要字符串", "a string is needed here")
    return value


def _on_text(compute: Callable[[str, str], bool]) -> Implementation:
    def apply(run: Run, value: str, other: Value) -> bool:
        run.check_text(len(value))
        return compute(value, _needs_text(other))

    return apply


def _new_text(compute: Callable[[str], str]) -> Implementation:
    def apply(run: Run, value: str) -> str:
        run.check_text(3 * len(value))  # one letter can become three in the other case
        return compute(value)

    return apply


def _equals(run: Run, value: Value, other: Value) -> bool:
    return equal(run, value, other) is True


def _size(run: Run, value: Any) -> int:
    return len(value)


def _is_empty(run: Run, value: Any) -> bool:
    return len(value) == 0


_OF_TEXT: dict[str, tuple[int, Implementation]] = {
    "contains": (1, _on_text(lambda text, part: part in text)),
    "startsWith": (1, _on_text(str.startswith)),
    "endsWith": (1, _on_text(str.endswith)),
    "equalsIgnoreCase": (1, _on_text(lambda one, two: one.lower() == two.lower())),
    "length": (0, _size),
    "isEmpty": (0, _is_empty),
    "trim": (0, _new_text(str.strip)),
    "toLowerCase": (0, _new_text(str.lower)),
    "toUpperCase": (0, _new_text(str.upper)),
}
_OF_LIST: dict[str, tuple[int, Implementation]] = {
    "contains": (1, _list_contains),
    "get": (1, _list_get),
    "size": (0, _size),
    "isEmpty": (0, _is_empty),
}
_OF_MAP: dict[str, tuple[int, Implementation]] = {
    "containsKey": (1, lambda run, value, key: isinstance(key, str) and key in value),
    "get": (1, lambda run, value, key: value.get(key) if isinstance(key, str) else None),
    "size": (0, _size),
    "isEmpty": (0, _is_empty),
}
_OF_ANY: dict[str, tuple[int, Implementation]] = {"equals": (1, _equals), "toString": (0, _text)}
_BY_KIND = {"string": _OF_TEXT, "list": _OF_LIST, "context": _OF_MAP}

METHODS = frozenset({*_OF_TEXT, *_OF_LIST, *_OF_MAP, *_OF_ANY})
"""Every method name that some plain value has; any other name must be a bean's function."""


def call_method(run: Run, target: Value, name: str, arguments: list[Value]) -> Value:
    """Call one of the safe methods. Raises `ExpressionFailed` for any other, for null, and for wrong arguments."""
    kind = kind_of(target)
    entry = _BY_KIND.get(kind, {}).get(name)
    if entry is None and kind not in {"Null", "foreign"} and (name == "equals" or plain_text(target) is not None):
        entry = _OF_ANY.get(name)
    if entry is None:
        raise ExpressionFailed(f"{kind} 没有可用的方法“{name}”", f"{kind} has no method {name!r}")
    arity, implementation = entry
    if len(arguments) != arity:
        raise ExpressionFailed(f"方法“{name}”需要 {arity} 个参数", f"the method {name!r} takes {arity} argument(s)")
    run.spend(1)
    return implementation(run, target, *arguments)
