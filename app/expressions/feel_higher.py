"""FEEL's functions that take a function: `sort` (DMN 1.3, 10.3.4.10) and `list replace` (DMN 1.4)."""

from __future__ import annotations

from functools import cmp_to_key

from app.expressions.feel_signature import signature
from app.expressions.runtime import Run, Value
from app.expressions.values import Function, as_whole, is_number


class _NoVerdictError(Exception):
    """The function did not answer with a boolean, which makes the call null."""


def _asked(run: Run, function: Function, one: Value, two: Value) -> bool:
    answer = function.invoke(run, [one, two])
    if not isinstance(answer, bool):
        raise _NoVerdictError
    return answer


def _sort(run: Run, items: list[Value], precedes: Function | None) -> list[Value] | None:
    """The elements in an order in which `precedes(a, b)` is true for neighbours; equal ones keep their places."""
    run.check_items(len(items))
    if len(items) < 2:
        return list(items)
    if precedes is None or len(precedes.parameters) != 2:
        return None
    try:
        return sorted(items, key=cmp_to_key(lambda one, two: -1 if _asked(run, precedes, one, two) else 1))
    except _NoVerdictError:
        return None


def _list_replace(run: Run, items: list[Value], match: Value, new_item: Value) -> list[Value] | None:
    """A copy with the element at a position, or all for which `match(item, newItem)` is true, replaced."""
    run.check_items(len(items))
    if isinstance(match, Function):
        return _replace_matching(run, items, match, new_item)
    return _replace_at(items, match, new_item) if is_number(match) else None


def _replace_matching(run: Run, items: list[Value], match: Function, new_item: Value) -> list[Value] | None:
    if len(match.parameters) != 2:
        return None
    try:
        return [new_item if _asked(run, match, item, new_item) else item for item in items]
    except _NoVerdictError:
        return None


def _replace_at(items: list[Value], position: Value, new_item: Value) -> list[Value] | None:
    place = as_whole(position)
    if place is None or place == 0 or abs(place) > len(items):
        return None
    index = place - 1 if place > 0 else len(items) + place
    return [*items[:index], new_item, *items[index + 1 :]]


SIGNATURES = (
    signature("sort", "list: list, precedes: function?", _sort),
    signature("list replace", "list: list, position: any, newItem: any", _list_replace),
    signature("list replace", "list: list, match: function, newItem: any", _list_replace),
)
