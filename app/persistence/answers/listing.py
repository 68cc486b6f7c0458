"""Lists as tables: filters, sort keys, pages and counts of one kind of row, put together from a query's fields."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, FromClause, RowMapping, Select, Table, and_, func, nulls_last, or_, select

from app.domain.errors import InvalidInput
from app.domain.queries.common import Paging, Sort
from app.domain.values import Page
from app.persistence.answers.question import Question
from app.persistence.answers.visible import visible

V = TypeVar("V")
Filter = Callable[[Any, Question], ColumnElement[bool]]

_NOT_FILTERS = frozenset({"sort", "page", "any_of"})


@dataclass(frozen=True)
class Listing(Generic[V]):
    """How queries of one type are answered.

    `table` is restricted by `visible` (None: everybody may see all); `key` makes every order total.
    """

    table: Table | None
    source: FromClause
    columns: tuple[ColumnElement[Any], ...]
    key: ColumnElement[Any]
    filters: Mapping[str, Filter]
    sorts: Mapping[str, ColumnElement[Any]]
    default: tuple[Sort, ...]
    view: Callable[[RowMapping, Question], V]
    switches: frozenset[str] = frozenset()
    """Fields of the query that are no filters."""
    always: tuple[ColumnElement[bool], ...] = ()
    """What every row of this listing fulfils."""

    def page(self, question: Question, query: Any) -> Page[V]:
        """The rows of one page, with total and next cursor where the page has a limit."""
        paging: Paging = query.page
        if paging.limit == 0:
            return Page((), self.count(question, query) if paging.total else None)
        conditions = self.conditions(question, query)
        order = [(self._sort_column(sort), sort.descending) for sort in query.sort or self.default]
        order.append((self.key, order[-1][1] if order else False))
        statement = select(*self.columns, *(c.label(f"cursor_{i}") for i, (c, _) in enumerate(order)))
        statement = statement.select_from(self.source).where(*conditions).order_by(*_order(order))
        if paging.after is not None:
            statement = statement.where(_behind(order, _read_cursor(paging.after, len(order))))
        if paging.limit is not None:
            statement = statement.limit(paging.limit + 1)
        rows = question.rows(_skipped(statement, paging))
        more = paging.limit is not None and len(rows) > paging.limit
        rows = rows[: paging.limit] if more else rows
        cursor = _write_cursor([rows[-1][f"cursor_{i}"] for i in range(len(order))]) if more else None
        total = self.count(question, query) if paging.total else None
        return Page(tuple(self.view(row, question) for row in rows), total, cursor)

    def count(self, question: Question, query: Any) -> int:
        """How many rows match."""
        conditions = self.conditions(question, query)
        counted = select(func.count()).select_from(self.source).where(*conditions)
        number: int = question.scalar(counted)
        return number

    def conditions(self, question: Question, query: Any) -> list[ColumnElement[bool]]:
        """What rows must fulfil: the actor's view, every filter that is set, and one of `any_of`."""
        conditions = [*self.always, *self._filters(question, query)]
        alternatives = getattr(query, "any_of", ())
        for alternative in alternatives:
            parts = self._filters(question, alternative, skip=_defaults(alternative))
            if parts:
                conditions.append(or_(*parts))
        if self.table is not None:
            conditions.append(visible(question.actor, self.table))
        return conditions

    def _filters(self, question: Question, query: Any, skip: frozenset[str] = frozenset()) -> list[ColumnElement[bool]]:
        ignored = _NOT_FILTERS | self.switches | skip
        given = ((field.name, getattr(query, field.name)) for field in fields(query) if field.name not in ignored)
        return [self.filters[name](value, question) for name, value in given if value is not None and value != ()]

    def _sort_column(self, sort: Sort) -> ColumnElement[Any]:
        column = self.sorts.get(sort.by)
        if column is None:
            raise InvalidInput(f"不能按 {sort.by} 排序", f"Cannot sort by '{sort.by}'", "sort")
        return column


def _defaults(query: Any) -> frozenset[str]:
    """Fields left as they are by default: in an alternative they say nothing (`ended=False` is no alternative)."""
    return frozenset(field.name for field in fields(query) if getattr(query, field.name) == field.default)


def _order(order: list[tuple[ColumnElement[Any], bool]]) -> list[Any]:
    # NULLS LAST only where there may be NULLs: SQLite cannot use an index for it.
    terms = [(column, column.desc() if down else column.asc()) for column, down in order]
    return [nulls_last(term) if _nullable(column) else term for column, term in terms]


def _nullable(column: ColumnElement[Any]) -> bool:
    return bool(getattr(column, "nullable", True))


def _behind(order: list[tuple[ColumnElement[Any], bool]], values: list[Any]) -> ColumnElement[bool]:
    """Rows that come after the row with these sort values."""
    alternatives: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for (column, down), value in zip(order, values, strict=True):
        if value is not None:
            later = column < value if down else column > value
            alternatives.append(and_(*equal, or_(later, column.is_(None)) if _nullable(column) else later))
        equal.append(column.is_not_distinct_from(value) if value is None else column == value)
    return or_(*alternatives)


def _write_cursor(values: list[Any]) -> str:
    plain = [{"at": value.isoformat()} if isinstance(value, datetime) else value for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode()


def _read_cursor(text: str, length: int) -> list[Any]:
    try:
        plain = json.loads(base64.urlsafe_b64decode(text.encode()))
        values = [datetime.fromisoformat(v["at"]) if isinstance(v, dict) else v for v in plain]
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidInput("翻页标记无效", "The cursor is not one of ours", "cursor") from error
    if len(values) != length:
        raise InvalidInput("翻页标记与排序不符", "The cursor belongs to another order", "cursor")
    return values


def _skipped(statement: Select[Any], paging: Paging) -> Select[Any]:
    if not paging.first:
        return statement
    # SQLite knows no OFFSET without LIMIT.
    return (statement if paging.limit is not None else statement.limit(2**31 - 1)).offset(paging.first)
