"""Building blocks of filters: one function per kind of condition, bound to a column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, not_, or_, select

from app.domain.errors import InvalidInput
from app.domain.queries.common import VariableFilter
from app.domain.values import TypedValue
from app.domain.variables import typed_value
from app.persistence.answers.listing import Filter
from app.persistence.tables import ru
from app.persistence.variable_codec import encode

Column = ColumnElement[Any]


def equals(column: Column) -> Filter:
    """The column equals the value."""
    return lambda value, _question: column == value


def differs(column: Column) -> Filter:
    """The column is NULL or another value."""
    return lambda value, _question: or_(column.is_(None), column != value)


def one_of(column: Column) -> Filter:
    """The column is one of the values (enumerations by their text)."""
    return lambda values, _question: column.in_([getattr(value, "value", value) for value in values])


def none_of(column: Column) -> Filter:
    """The column is none of the values; NULL is none of them."""
    return lambda values, _question: or_(column.is_(None), column.not_in(list(values)))


def like(column: Column) -> Filter:
    """The column matches SQL wildcards; a backslash makes one literal."""
    return lambda value, _question: column.like(value, escape="\\")


def not_like(column: Column) -> Filter:
    """The column does not match SQL wildcards."""
    return lambda value, _question: or_(column.is_(None), column.not_like(value, escape="\\"))


def contains(*columns: Column) -> Filter:
    """One of the columns contains the text, whatever its case."""
    return lambda value, _question: or_(*(column.icontains(value, autoescape=True) for column in columns))


def at_least(column: Column) -> Filter:
    """Column >= value."""
    return lambda value, _question: column >= value


def at_most(column: Column) -> Filter:
    """Column <= value."""
    return lambda value, _question: column <= value


def before(column: Column) -> Filter:
    """Column < value."""
    return lambda value, _question: column < value


def after(column: Column) -> Filter:
    """Column > value."""
    return lambda value, _question: column > value


def is_set(column: Column) -> Filter:
    """True: the column has a value; False: it has none."""
    return lambda value, _question: column.is_not(None) if value else column.is_(None)


def is_empty(column: Column) -> Filter:
    """True: the column has no value; False: it has one."""
    return lambda value, _question: column.is_(None) if value else column.is_not(None)


def holds(condition: Callable[[datetime], ColumnElement[bool]]) -> Filter:
    """True: the condition holds at the time of the question; False: it does not."""
    return lambda value, question: condition(question.now) if value else not_(condition(question.now))


def with_variables(scope: Column) -> Filter:
    """Every `VariableFilter` holds for a variable in the scope."""
    return lambda values, _question: and_(*(_variable(scope, wanted) for wanted in values))


_v = ru.variable.c


def _variable(scope: Column, wanted: VariableFilter) -> ColumnElement[bool]:
    name = func.lower(_v.name) == wanted.name.lower() if wanted.ignore_name_case else _v.name == wanted.name
    found = select(1).where(_v.scope_id == scope, _v.deleted_at.is_(None), name, variable_value(wanted))
    return exists(found)


def variable_value(wanted: VariableFilter) -> ColumnElement[bool]:
    """The condition of a `VariableFilter` on the value columns. Raises `InvalidInput` for an unknown operator."""
    typed = wanted.value if isinstance(wanted.value, TypedValue) else typed_value(wanted.value)
    columns = encode(typed)
    if wanted.operator in ("like", "notLike"):
        return _text_like(wanted)
    compare = _OPERATORS.get(wanted.operator)
    if compare is None:
        raise InvalidInput(f"不支持的比较：{wanted.operator}", f"Unknown operator '{wanted.operator}'")
    if typed.value is None:
        null = _v.type == "Null"
        return null if wanted.operator == "eq" else not_(null)
    if typed.type in _AS_TEXT:
        return _text_compare(wanted, str(columns["text_value"]), compare)
    kind = _v.type == typed.type if typed.type in ("Boolean", "Date") else _v.type.in_(_NUMBERS)
    return and_(kind, compare(_v.number_value, columns["number_value"]))


_AS_TEXT = frozenset({"String", "Xml", "Json", "Object"})
_NUMBERS = ("Short", "Integer", "Long", "Double", "Number")

_OPERATORS: dict[str, Callable[[Column, Any], ColumnElement[bool]]] = {
    "eq": lambda column, value: column == value,
    "neq": lambda column, value: column != value,
    "gt": lambda column, value: column > value,
    "gteq": lambda column, value: column >= value,
    "lt": lambda column, value: column < value,
    "lteq": lambda column, value: column <= value,
}


def _text_compare(
    wanted: VariableFilter, value: str, compare: Callable[[Column, Any], ColumnElement[bool]]
) -> ColumnElement[bool]:
    if wanted.ignore_value_case:
        return compare(func.lower(_v.text_value), value.lower())
    return compare(_v.text_value, value)


def _text_like(wanted: VariableFilter) -> ColumnElement[bool]:
    text: Column = cast(_v.text_value, String)
    pattern = str(wanted.value)
    if wanted.ignore_value_case:
        text, pattern = func.lower(text), pattern.lower()
    condition = text.like(pattern, escape="\\")
    return not_(condition) if wanted.operator == "notLike" else condition
