"""Finding process instances and their variables, as several resources need them."""

from __future__ import annotations

from collections.abc import Mapping

from app.api.call import Call
from app.domain.queries.instance import InstanceQuery, InstanceView
from app.domain.queries.variable import VariableQuery, VariableView
from app.domain.values import TypedValue


def find_instance(call: Call, instance_id: str) -> InstanceView:
    """A running instance the actor may see, or Camunda's 404."""
    missing = f"Process instance with id {instance_id} does not exist"
    found: InstanceView = call.one(InstanceQuery(ids=(instance_id,), finished=False), missing)
    return found


def scope_variables(call: Call, scope_ids: tuple[str, ...], *names: str) -> tuple[VariableView, ...]:
    """The variables of some scopes."""
    return call.rows(VariableQuery(scope_ids=scope_ids, names=names))


def instance_variables(call: Call, instance_id: str) -> Mapping[str, TypedValue]:
    """The variables of an instance itself; of an ended one as they were at its end."""
    return {row.name: row.value for row in scope_variables(call, (instance_id,))}
