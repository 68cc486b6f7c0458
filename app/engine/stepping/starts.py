"""Beginning instances that nobody called: by a person, a message, a signal or a timer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.errors import Suspended
from app.domain.model.process import EventKind, Node, ProcessModel
from app.domain.records import Definition, ProcessInstance
from app.domain.stimuli import Start, StartAt
from app.domain.values import InstanceState, TypedValue
from app.engine.stepping.running import Running
from app.engine.stepping.turn import Turn


def start_instance(
    turn: Turn,
    definition: Definition,
    variables: Mapping[str, Any],
    business_key: str | None = None,
    element_id: str | None = None,
    at: StartAt | None = None,
) -> Running:
    """Begin an instance of `definition`, at a start event or `at` other places.

    Raises `Suspended` where the definition takes no new ones.
    """
    if definition.suspended:
        raise Suspended(f"流程定义 {definition.id} 已挂起", f"process definition {definition.id} is suspended")
    context = turn.context
    process = context.programs.process(definition.id, context.uow)
    instance_id = context.ids.new()
    instance = ProcessInstance(
        id=instance_id,
        definition_id=definition.id,
        definition_key=definition.key,
        root_id=instance_id,
        business_key=business_key,
        state=InstanceState.ACTIVE,
        marking=b"",
        version=1,
        started_at=context.at,
        started_by=context.actor.user_id,
        deployment_id=definition.deployment_id,
        unit=_unit(variables),
    )
    start = start_node(process.model, element_id) if at is None else None
    initiator = {start.initiator: context.actor.user_id} if start is not None and start.initiator else {}
    return turn.start(instance, {**initiator, **variables}, at or Start(element_id))


def start_node(model: ProcessModel, element_id: str | None) -> Node | None:
    """The start event of a plain start (`element_id` None) or the named one."""
    if element_id is not None:
        return model.nodes[element_id]
    plain = (node for node in model.start_events(model.id) if not node.event or node.event.kind is EventKind.NONE)
    return next(plain, None)


def _unit(variables: Mapping[str, Any]) -> str | None:
    """The unit a case belongs to: its variable `unit`, where it begins with one."""
    value = variables.get("unit")
    plain = value.value if isinstance(value, TypedValue) else value
    return plain if isinstance(plain, str) else None
