"""Conditions on variables in lists: `name_operator_value,...` in a query string, objects in JSON."""

from __future__ import annotations

from app.api.fields import Fields, bad_value
from app.domain.queries.common import VariableFilter

OPERATORS = ("eq", "neq", "gt", "gteq", "lt", "lteq", "like", "notLike")


def read_variable_filters(given: Fields, name: str) -> tuple[VariableFilter, ...]:
    """The conditions of a parameter. Raises `InvalidInput`."""
    value = given.raw(name)
    if value is None:
        return ()
    names, values = bool(given.flag("variableNamesIgnoreCase")), bool(given.flag("variableValuesIgnoreCase"))
    if isinstance(value, str):
        parts = [_split_condition(name, part) for part in value.split(",")]
    else:
        parts = [(each.required("name"), each.required("operator"), each.raw("value")) for each in given.objects(name)]
    for _, operator, _ in parts:
        if operator not in OPERATORS:
            raise bad_value(name, operator, f"one of {', '.join(OPERATORS)}")
    return tuple(VariableFilter(key, operator, wanted, names, values) for key, operator, wanted in parts)


def _split_condition(name: str, part: str) -> tuple[str, str, str]:
    for operator in sorted(OPERATORS, key=len, reverse=True):
        key, found, value = part.partition(f"_{operator}_")
        if found and key:
            return key, operator, value
    raise bad_value(name, part, "name_operator_value")
