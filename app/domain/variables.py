"""The variables of one instance as a tree of scopes; the working copy of a single transaction.

What one branch writes the other sees (design rule 3). A scope is an activity instance id; the root is the process
instance id. Changes are collected and written in one batch by the unit of work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.domain.values import TypedValue

_PLAIN = {bool: "Boolean", int: "Long", float: "Double", str: "String", bytes: "Bytes"}


@dataclass(frozen=True, slots=True)
class VariableChange:
    """One variable set (`value`) or removed (`value` is None)."""

    scope_id: str
    name: str
    value: TypedValue | None
    is_new: bool = False
    """Whether the scope did not know the name before."""

    @property
    def kind(self) -> str:
        """Camunda's variable event: ``create``, ``update`` or ``delete``."""
        if self.value is None:
            return "delete"
        return "create" if self.is_new else "update"


@dataclass(slots=True)
class Variables:
    """Scopes with their values; reads climb to the root, `set` writes where the name is known, else at the root."""

    root: str
    parents: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, TypedValue]] = field(default_factory=dict)
    changes: list[VariableChange] = field(default_factory=list)

    def open_scope(self, scope_id: str, parent: str) -> None:
        """Add a child scope."""
        self.parents[scope_id] = parent

    def close_scope(self, scope_id: str) -> None:
        """Drop a scope and all it held; its rows end with it."""
        for name in list(self.values.pop(scope_id, {})):
            self.changes.append(VariableChange(scope_id, name, None))
        self.parents.pop(scope_id, None)

    def chain(self, scope_id: str) -> Iterator[str]:
        """The scope and its ancestors up to the root."""
        current = scope_id
        while current != self.root:
            yield current
            current = self.parents.get(current, self.root)
        yield self.root

    def find(self, scope_id: str, name: str) -> TypedValue | None:
        """The value a token in `scope_id` sees, or None where no scope knows the name."""
        for scope in self.chain(scope_id):
            value = self.values.get(scope, {}).get(name)
            if value is not None:
                return value
        return None

    def set(self, scope_id: str, name: str, value: Any) -> None:
        """Write where the name is known, else at the root (Camunda's `setVariable`)."""
        for scope in self.chain(scope_id):
            if name in self.values.get(scope, {}):
                self.set_local(scope, name, value)
                return
        self.set_local(self.root, name, value)

    def set_local(self, scope_id: str, name: str, value: Any) -> None:
        """Write in exactly this scope."""
        typed = value if isinstance(value, TypedValue) else typed_value(value)
        values = self.values.setdefault(scope_id, {})
        self.changes.append(VariableChange(scope_id, name, typed, is_new=name not in values))
        values[name] = typed

    def remove_local(self, scope_id: str, name: str) -> None:
        """Remove from exactly this scope; removing what is not there does nothing."""
        if self.values.get(scope_id, {}).pop(name, None) is not None:
            self.changes.append(VariableChange(scope_id, name, None))

    def visible(self, scope_id: str) -> Mapping[str, Any]:
        """All plain values a token in `scope_id` sees; the inner scope wins."""
        seen: dict[str, Any] = {}
        for scope in reversed(list(self.chain(scope_id))):
            seen.update({name: typed.value for name, typed in self.values.get(scope, {}).items()})
        return seen


def typed_value(value: Any) -> TypedValue:
    """Camunda's type for a plain Python value; dicts and lists are Json, datetimes are Date."""
    if value is None:
        return TypedValue("Null", None)
    plain = _PLAIN.get(type(value))
    if plain is not None:
        return TypedValue(plain, value)
    if isinstance(value, datetime):
        return TypedValue("Date", value)
    if isinstance(value, date):
        return TypedValue("String", value.isoformat())
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return TypedValue("Long", int(value)) if whole else TypedValue("Double", float(value))
    return TypedValue("Json", value)
