"""What all queries share: order, page, variable conditions, counting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort key, by its name in the query's documentation; an unknown name raises `InvalidInput`."""

    by: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """Which rows of a list: `first` and `limit` for offset pages (Camunda), `after` for keyset pages (our own lists).

    `after` is the `next_cursor` of the page before; it holds for the same query and sort only. With `total` the page
    also carries the number of all rows. `limit` None means all rows.
    """

    first: int = 0
    limit: int | None = None
    after: str | None = None
    total: bool = False


ALL_ROWS = Paging()
"""The first and only page."""


@dataclass(frozen=True, slots=True)
class VariableFilter:
    """A condition on a variable: `operator` is eq, neq, gt, gteq, lt, lteq, like or notLike."""

    name: str
    operator: str
    value: Any
    ignore_name_case: bool = False
    ignore_value_case: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows a list query has for the actor; answered with an int. Order and page of `query` do not matter."""

    query: Any
