"""What `.`, `[...]` and `for` reach: entries of contexts, elements of lists, the turns of a loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.expressions.runtime import Frame, Run, Step, Value
from app.expressions.temporal import component
from app.expressions.values import Range, as_integer, is_number

Source = Callable[[Frame], "list[Value] | None"]
"""What a loop runs over; None where it cannot be run over."""


class NotIterable(Exception):
    """A loop's source is nothing a loop can run over, which makes the loop null."""


def path(run: Run, target: Value, name: str) -> Value:
    """`target.name`: an entry of a context, a part of a date, duration or range, or that of each element of a list."""
    if isinstance(target, dict):
        return target.get(name)
    if isinstance(target, list):
        run.check_items(len(target))
        return [_path_of_element(item, name) for item in target]
    if isinstance(target, Range):
        parts = {"start": target.start, "end": target.end}
        parts |= {"start included": target.start_included, "end included": target.end_included}
        return parts.get(name)
    return component(target, name)


def _path_of_element(item: Value, name: str) -> Value:
    return item.get(name) if isinstance(item, dict) else component(item, name)


def filtered(frame: Frame, items: list[Value], test: Step, cost: int) -> Value:
    """The elements that pass, or one element where the filter is a number; the first element decides which it is."""
    kept: list[Value] = []
    for place, item in enumerate(items):
        frame.run.spend(cost + 1)
        inner = frame.inner({"item": item})
        result = test(inner.inner(item) if isinstance(item, dict) else inner)
        if place == 0 and is_number(result):
            return element(items, as_integer(result))
        if result is True:
            kept.append(item)
    return frame.run.items(kept)


def as_list(value: Value) -> list[Value]:
    """A list as it is, null as an empty one, anything else as a list of one."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def element(items: list[Value], position: int | None) -> Value:
    """The element at a position from 1, or from the end where it is negative; null outside of the list."""
    if position is None or position == 0 or abs(position) > len(items):
        return None
    return items[position - 1 if position > 0 else position]


def turns(frame: Frame, names: tuple[str, ...], sources: tuple[Source, ...]) -> Iterator[Frame]:
    """A frame per combination of the sources' elements, the last source fastest. Raises `NotIterable`."""
    items = sources[0](frame)
    if items is None:
        raise NotIterable
    for item in items:
        frame.run.spend(1)
        inner = frame.inner({names[0]: item})
        if len(sources) == 1:
            yield inner
        else:
            yield from turns(inner, names[1:], sources[1:])


def elements(source: Step) -> Source:
    """The elements of a list, or a single value; nothing for null, and no range, which may have any number of them."""

    def read(frame: Frame) -> list[Value] | None:
        value = source(frame)
        return None if isinstance(value, Range) else as_list(value)

    return read


def counted(start: Step, end: Step) -> Source:
    """The whole numbers or the days from one end to the other, downwards where the second is smaller."""

    def read(frame: Frame) -> list[Value] | None:
        first, last = start(frame), end(frame)
        if _is_day(first) and _is_day(last):
            return [first + timedelta(days=step) for step in _steps(frame.run, (last - first).days)]
        low, high = as_integer(first), as_integer(last)
        if low is None or high is None:
            return None
        return [Decimal(low + step) for step in _steps(frame.run, high - low)]

    return read


def _steps(run: Run, distance: int) -> range:
    run.check_items(abs(distance) + 1)
    direction = 1 if distance >= 0 else -1
    return range(0, distance + direction, direction)


def _is_day(value: Value) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)
