"""Camunda's list parameters as our query objects, by tables: name -> field of the query and how its value is read.

What Camunda knows and Banli cannot answer is refused, never silently left out: a filter that does not filter would
make a client delete the wrong things. What Camunda does not know either is ignored and logged, as there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.api.call import Call
from app.api.errors import NotOffered
from app.api.fields import Fields, bad_value
from app.api.variable_filters import read_variable_filters
from app.domain.errors import InvalidInput
from app.domain.queries.common import Paging, Sort, VariableFilter


class MatchesNothing(Exception):
    """A filter that no row can pass, such as a case or a tenant: Banli has neither."""


@dataclass(frozen=True, slots=True)
class Filter:
    """The field of the query a parameter goes to, and how its value is read (None: not filtered)."""

    field: str
    read: Callable[[Fields, str], Any]


Filters = Filter | tuple[Filter, ...]
"""What one parameter says: one field, or several (a range)."""


def one(field: str) -> Filter:
    """A text that goes to a list field."""
    return Filter(field, lambda given, name: None if (value := given.text(name)) is None else (value,))


def many(field: str) -> Filter:
    """A list."""
    return Filter(field, lambda given, name: given.texts(name))


def text(field: str) -> Filter:
    """A text."""
    return Filter(field, lambda given, name: given.text(name))


def whole(field: str) -> Filter:
    """A whole number."""
    return Filter(field, lambda given, name: given.whole(name))


def moment(field: str) -> Filter:
    """A date."""
    return Filter(field, lambda given, name: given.moment(name))


def when(field: str, value: Any = True) -> Filter:
    """A switch: only true filters, as in Camunda; an explicit false does not."""
    return Filter(field, lambda given, name: value if given.flag(name) else None)


def yes_no(field: str) -> Filter:
    """A boolean of which false filters too."""
    return Filter(field, lambda given, name: given.flag(name))


def bare(field: str, *, listed: bool = True) -> Filter:
    """Activity instance ids, which Camunda clients know as `elementId:uuid`."""

    def read(given: Fields, name: str) -> tuple[str, ...] | None:
        value = given.texts(name) if listed else given.text(name)
        if value is None:
            return None
        return tuple(bare_id(each) for each in ([value] if isinstance(value, str) else value))

    return Filter(field, read)


def bare_id(activity_instance_id: str) -> str:
    """The uuid of `elementId:uuid`."""
    return activity_instance_id.rpartition(":")[2]


def variables(field: str) -> Filter:
    """Conditions on variables: `name_operator_value,...` in a query string, objects in JSON."""
    return Filter(field, lambda given, name: read_variable_filters(given, name) or None)


def nothing() -> Filter:
    """A given value can match nothing."""

    def read(given: Fields, name: str) -> None:
        if given.raw(name) not in (None, "", [], False, "false"):
            raise MatchesNothing

    return Filter("", read)


def everything() -> Filter:
    """A condition that every row fulfils, such as having no tenant."""
    return Filter("", lambda given, name: given.flag(name) and None)


def refused() -> Filter:
    """Known to Camunda, not to Banli."""

    def read(given: Fields, name: str) -> None:
        if given.raw(name) not in (None, False, "false", [], ""):
            raise NotOffered(f"不支持查询条件 {name}", f"The query parameter '{name}' is not supported")

    return Filter("", read)


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of the dialect: the query it becomes, its parameters and its sort names."""

    query: Callable[..., Any]
    filters: Mapping[str, Filters]
    sorts: Mapping[str, str]
    always: Mapping[str, Any]

    def read(self, call: Call, *, paged: bool = True) -> Any | None:
        """The query of a GET or of its POST twin; None where nothing can match. Raises `InvalidInput`."""
        is_get = call.request.method == "GET"
        given = call.query if is_get else call.body
        sort = _sort_of_query(given) if is_get else _sort_of_body(given)
        page = _page(call.query) if paged else Paging()
        try:
            values = self.values(given)
            alternatives = tuple(self._alternative(each) for each in given.objects("orQueries")) if not is_get else ()
        except MatchesNothing:
            return None
        if alternatives:
            values["any_of"] = alternatives
        return self.query(**{**self.always, **values}, sort=self._sorted(sort), page=page)

    def nested(self, given: Mapping[str, Any]) -> Any | None:
        """The query inside another request; None where nothing can match. Sort and page do not matter there."""
        fields = Fields(given)
        try:
            values = self.values(fields)
            alternatives = tuple(self._alternative(each) for each in fields.objects("orQueries"))
        except MatchesNothing:
            return None
        return self.query(**{**self.always, **values, **({"any_of": alternatives} if alternatives else {})})

    def values(self, given: Fields) -> dict[str, Any]:
        """The fields that filter; two parameters of one list field must both hold."""
        values: dict[str, Any] = {}
        for name, wanted in self._given(given):
            value = wanted.read(given, name)
            if value is None or not wanted.field:
                continue
            earlier = values.get(wanted.field)
            if isinstance(earlier, tuple) and isinstance(value, tuple):
                value = _both(earlier, value)
            if value == ():
                raise MatchesNothing
            values[wanted.field] = value
        return values

    def _given(self, given: Fields) -> Iterator[tuple[str, Filter]]:
        for name, wanted in self.filters.items():
            if name in given:
                yield from ((name, each) for each in (wanted if isinstance(wanted, tuple) else (wanted,)))

    def _alternative(self, given: Fields) -> Any:
        return self.query(**self.values(given))

    def _sorted(self, wanted: list[tuple[str, bool]]) -> tuple[Sort, ...]:
        return tuple(Sort(self._sort_name(name), descending) for name, descending in wanted)

    def _sort_name(self, name: str) -> str:
        if name not in self.sorts:
            raise InvalidInput(f"不能按 {name} 排序", f"Cannot set query sortBy parameter to value {name}", "sortBy")
        return self.sorts[name]


def listing(
    query: Callable[..., Any],
    filters: Mapping[str, Filters],
    sorts: Mapping[str, str],
    *,
    impossible: Collection[str] = (),
    certain: Collection[str] = (),
    unsupported: Collection[str] = (),
    **always: Any,
) -> Listing:
    """A `Listing` whose parameters are spelled shortly: names of one kind together."""
    known: dict[str, Filters] = dict(filters)
    known |= dict.fromkeys(impossible, nothing())
    known |= dict.fromkeys(certain, everything())
    known |= dict.fromkeys(unsupported, refused())
    return Listing(query, known, sorts, always)


def answer_list(call: Call, wanted: Listing, dto: Callable[[Any], Any]) -> list[Any]:
    """Camunda's answer to a list."""
    query = wanted.read(call)
    return [] if query is None else [dto(row) for row in call.rows(query)]


def answer_count(call: Call, wanted: Listing) -> dict[str, int]:
    """Camunda's answer to a count."""
    query = wanted.read(call, paged=False)
    return {"count": 0} if query is None else call.count(query)


def _both(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    if one and isinstance(one[0], VariableFilter):
        return (*one, *other)
    return tuple(value for value in one if value in other)


def _page(given: Fields) -> Paging:
    first, limit = given.whole("firstResult"), given.whole("maxResults")
    for name, value in (("firstResult", first), ("maxResults", limit)):
        if value is not None and value < 0:
            raise bad_value(name, value, "a number that is not negative")
    return Paging(first=first or 0, limit=limit)


def _sort_of_query(given: Fields) -> list[tuple[str, bool]]:
    by, order = given.text("sortBy"), given.text("sortOrder")
    if by is None and order is None:
        return []
    if by is None or order is None:
        raise InvalidInput(
            "sortBy 和 sortOrder 必须同时给出",
            "Only a single sorting parameter specified. sortBy and sortOrder required",
            "sortBy",
        )
    return [(by, _is_descending(order))]


def _sort_of_body(given: Fields) -> list[tuple[str, bool]]:
    return [(each.required("sortBy"), _is_descending(each.required("sortOrder"))) for each in given.objects("sorting")]


def _is_descending(order: str) -> bool:
    if order not in ("asc", "desc"):
        raise bad_value("sortOrder", order, "asc or desc")
    return order == "desc"
