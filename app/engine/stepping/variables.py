"""Variables of a step that can still be read after their scope was closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.values import TypedValue
from app.domain.variables import VariableChange, Variables


@dataclass(slots=True)
class StepVariables(Variables):
    """The working copy of one transaction.

    The interpreter runs a whole step before the engine evaluates what a message carries or who gets a task. A scope
    that was closed on the way keeps its values here, for reading only.
    """

    closed: dict[str, dict[str, TypedValue]] = field(default_factory=dict)

    @classmethod
    def of(cls, variables: Variables) -> StepVariables:
        """Take over what the repository loaded."""
        return cls(variables.root, variables.parents, variables.values, variables.changes)

    def close_scope(self, scope_id: str) -> None:
        """Drop a scope for the database, keep it for reading."""
        values = self.values.pop(scope_id, {})
        self.changes.extend(VariableChange(scope_id, name, None) for name in values)
        self.closed[scope_id] = values

    def find(self, scope_id: str, name: str) -> TypedValue | None:
        """The value a token in `scope_id` sees, or saw when its scope was closed."""
        for scope in self.chain(scope_id):
            value = self.values.get(scope, {}).get(name) or self.closed.get(scope, {}).get(name)
            if value is not None:
                return value
        return None

    def take_changes(self) -> tuple[VariableChange, ...]:
        """The changes since the last call; the last one per scope and name wins."""
        last = {(change.scope_id, change.name): change for change in self.changes}
        self.changes.clear()
        return tuple(last.values())

    def innermost(self, activity_instance_id: str, scope_id: str) -> str:
        """The activity's own scope where it has one, else the scope around it."""
        known = activity_instance_id in self.parents or activity_instance_id in self.closed
        return activity_instance_id if known or activity_instance_id == self.root else scope_id


class ScopeView(Mapping[str, Any]):
    """The plain values a token in one scope sees, looked up only when an expression names them."""

    def __init__(self, variables: Variables, scope_id: str) -> None:
        self._variables = variables
        self._scope_id = scope_id

    def __getitem__(self, name: str) -> Any:
        typed = self._variables.find(self._scope_id, name)
        if typed is None:
            raise KeyError(name)
        return typed.value

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._variables.find(self._scope_id, name) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._variables.visible(self._scope_id))

    def __len__(self) -> int:
        return len(self._variables.visible(self._scope_id))
