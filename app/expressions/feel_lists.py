"""FEEL's functions on lists (DMN 1.3, 10.3.4.4)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from app.expressions.comparison import compare, equal, numbers
from app.expressions.feel_signature import signature
from app.expressions.runtime import Run, Value, too_complex
from app.expressions.values import NUMBERS, as_integer

_MAX_DEPTH = 100


def _extreme(sign: int) -> Callable[[Run, list[Value]], Value]:
    """`min` (-1) and `max` (1) of values that have an order; null for none, or where one pair has no order."""

    def apply(run: Run, items: list[Value]) -> Value:
        run.spend(len(items))
        best = items[0] if items else None
        for item in items[1:]:
            order = compare(run, item, best)
            if order is None:
                return None
            best = item if order * sign > 0 else best
        return best

    return apply


def sum_of(run: Run, items: list[Value]) -> Decimal | None:
    """The sum of numbers; null for none and for anything else."""
    run.spend(len(items))
    values = numbers(items)
    if not values:
        return None
    total = Decimal(0)
    for value in values:
        total = NUMBERS.add(total, value)
    return total


def _product(run: Run, items: list[Value]) -> Decimal | None:
    run.spend(len(items))
    values = numbers(items)
    if not values:
        return None
    total = Decimal(1)
    for value in values:
        total = NUMBERS.multiply(total, value)
    return total


def _mean(run: Run, items: list[Value]) -> Decimal | None:
    total = sum_of(run, items)
    return None if total is None else NUMBERS.divide(total, Decimal(len(items)))


def _median(run: Run, items: list[Value]) -> Decimal | None:
    run.spend(2 * len(items))
    values = numbers(items)
    if not values:
        return None
    ordered, middle = sorted(values), len(values) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return NUMBERS.divide(NUMBERS.add(ordered[middle - 1], ordered[middle]), Decimal(2))


def _deviation(run: Run, items: list[Value]) -> Decimal | None:
    """The sample standard deviation; null below two numbers."""
    mean, values = _mean(run, items), numbers(items)
    if mean is None or values is None or len(values) < 2:
        return None
    run.spend(3 * len(values))
    squares = Decimal(0)
    for value in values:
        off = NUMBERS.subtract(value, mean)
        squares = NUMBERS.add(squares, NUMBERS.multiply(off, off))
    return NUMBERS.sqrt(NUMBERS.divide(squares, Decimal(len(values) - 1)))


def _mode(run: Run, items: list[Value]) -> list[Value] | None:
    run.spend(2 * len(items))
    values = numbers(items)
    if values is None:
        return None
    counts: dict[Decimal, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(value for value, count in counts.items() if count == most)


def _all(run: Run, items: list[Value]) -> bool | None:
    run.spend(len(items))
    if any(item is False for item in items):
        return False
    return True if all(item is True for item in items) else None


def _any(run: Run, items: list[Value]) -> bool | None:
    run.spend(len(items))
    if any(item is True for item in items):
        return True
    return False if all(item is False for item in items) else None


def _member(run: Run, items: list[Value], wanted: Value) -> bool:
    run.spend(len(items))
    return any(equal(run, item, wanted) is True for item in items)


def _contains(run: Run, items: list[Value], element: Value) -> bool:
    return _member(run, items, element)


def _sublist(run: Run, items: list[Value], start: Decimal, length: Decimal | None) -> list[Value] | None:
    position, count = as_integer(start), None if length is None else as_integer(length)
    if position is None or position == 0 or abs(position) > len(items) or (length is not None and count is None):
        return None
    begin = position - 1 if position > 0 else len(items) + position
    if count is not None and (count < 0 or begin + count > len(items)):
        return None
    return run.items(items[begin:] if count is None else items[begin : begin + count])


def _concatenate(run: Run, lists: list[Value]) -> list[Value]:
    parts = [part if isinstance(part, list) else [part] for part in lists]
    run.check_items(sum(map(len, parts)))
    return [item for part in parts for item in part]


def _append(run: Run, items: list[Value], elements: list[Value]) -> list[Value]:
    run.check_items(len(items) + len(elements))
    return [*items, *elements]


def _position(items: list[Value], position: Decimal, extra: int = 0) -> int | None:
    """A position from 1, or from the end where negative, as an index from 0."""
    index = as_integer(position)
    if index is None or index == 0 or abs(index) > len(items) + (extra if index > 0 else 0):
        return None
    return index - 1 if index > 0 else len(items) + index


def _insert_before(run: Run, items: list[Value], position: Decimal, element: Value) -> list[Value] | None:
    index = _position(items, position)
    run.check_items(len(items) + 1)
    return None if index is None else [*items[:index], element, *items[index:]]


def _remove(run: Run, items: list[Value], position: Decimal) -> list[Value] | None:
    index = _position(items, position)
    run.check_items(len(items))
    return None if index is None else [*items[:index], *items[index + 1 :]]


def _reverse(run: Run, items: list[Value]) -> list[Value]:
    return run.items(items[::-1])


def _index_of(run: Run, items: list[Value], match: Value) -> list[Value]:
    run.spend(len(items))
    return [Decimal(place) for place, item in enumerate(items, 1) if equal(run, item, match) is True]


def _distinct(run: Run, items: list[Value]) -> list[Value]:
    run.check_items(len(items))
    kept: list[Value] = []
    for item in items:
        if not _member(run, kept, item):
            kept.append(item)
    return kept


def _union(run: Run, lists: list[Value]) -> list[Value]:
    return _distinct(run, _concatenate(run, lists))


def _flatten(run: Run, items: list[Value]) -> list[Value]:
    flat: list[Value] = []
    _collect(run, items, flat, 0)
    return run.items(flat)


def _collect(run: Run, items: list[Value], flat: list[Value], depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise too_complex("嵌套层数", "levels of data", _MAX_DEPTH)
    run.spend(1 + len(items))
    for item in items:
        if isinstance(item, list):
            _collect(run, item, flat, depth + 1)
        else:
            flat.append(item)


SIGNATURES = (
    signature("list contains", "list: list, element: any", _contains),
    signature("count", "list: list", lambda run, items: Decimal(len(items))),
    signature("min", "list: any*", _extreme(-1)),
    signature("max", "list: any*", _extreme(1)),
    signature("sum", "list: any*", sum_of),
    signature("product", "list: any*", _product),
    signature("mean", "list: any*", _mean),
    signature("median", "list: any*", _median),
    signature("stddev", "list: any*", _deviation),
    signature("mode", "list: any*", _mode),
    signature("all", "list: any*", _all),
    signature("any", "list: any*", _any),
    signature("sublist", "list: list, start position: number, length: number?", _sublist),
    signature("concatenate", "list: list+", _concatenate),
    signature("append", "list: list, item: any+", _append),
    signature("insert before", "list: list, position: number, newItem: any", _insert_before),
    signature("remove", "list: list, position: number", _remove),
    signature("reverse", "list: list", _reverse),
    signature("index of", "list: list, match: any", _index_of),
    signature("distinct values", "list: list", _distinct),
    signature("union", "list: list+", _union),
    signature("flatten", "list: list", _flatten),
)
