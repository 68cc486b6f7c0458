"""Where an instance stands, as the tree of its open scopes and tokens."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.errors import NotFound
from app.domain.model.process import MULTI_INSTANCE_BODY, ProcessModel
from app.domain.ports.interpreter import WaitingToken
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.runtime import ActivityNode, ActivityTreeQuery
from app.engine.stepping.activity_types import activity_type


def activity_tree(query: ActivityTreeQuery, context: CommandContext) -> ActivityNode:
    """The root stands for the instance. Raises `NotFound` where the actor may not see it, or it has ended."""
    instance = context.uow.instances.get(query.instance_id)
    if not context.ask(InstanceQuery(ids=(instance.id,))).rows:
        raise NotFound(f"流程实例 {instance.id} 不存在", f"process instance {instance.id} does not exist")
    process = context.programs.process(instance.definition_id, context.uow)
    inside: dict[str, list[WaitingToken]] = {}
    for token in context.interpreter.waiting(process.program, instance.marking):
        inside.setdefault(token.scope_id, []).append(token)
    children = _children(instance.id, inside, process.model)
    name = process.model.name
    return ActivityNode(instance.id, process.model.id, name, "processDefinition", "scope", None, children)


def _children(parent_id: str, inside: dict[str, list[WaitingToken]], model: ProcessModel) -> tuple[ActivityNode, ...]:
    return tuple(_node(token, inside, model) for token in inside.get(parent_id, ()))


def _node(token: WaitingToken, inside: dict[str, list[WaitingToken]], model: ProcessModel) -> ActivityNode:
    node = model.nodes[token.element_id.removesuffix(MULTI_INSTANCE_BODY)]
    id, body = token.activity_instance_id, token.is_multi_instance_body
    element_id = node.id + MULTI_INSTANCE_BODY if body else node.id
    children = _children(id, inside, model)
    return ActivityNode(id, element_id, node.name, activity_type(node, body), token.state, token.scope_id, children)
