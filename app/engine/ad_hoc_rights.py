"""Who begins and ends work in ad-hoc sub-processes.

Whoever started the instance or holds one of its open tasks may begin everything and end what people end; the others a
user task will be offered to may begin that. Operators and programs may do anything. Stand-ins count as those they stand
in for.
"""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.errors import NotFound, UnknownVariable
from app.domain.model.process import Node
from app.domain.queries.instance import InstanceQuery
from app.domain.values import Right
from app.engine.interceptors import is_machine
from app.engine.stepping.offers import Offer, offer_of
from app.engine.stepping.running import Running


def require_visible(instance_id: str, context: CommandContext) -> None:
    """Raise `NotFound` where the actor may not know of the instance."""
    if not context.actor.is_system and not context.ask(InstanceQuery(ids=(instance_id,))).rows:
        raise NotFound(f"流程实例 {instance_id} 不存在", f"process instance {instance_id} does not exist")


def may_begin(running: Running, scope_id: str, node: Node) -> bool:
    """Whether the actor may begin an activity of the ad-hoc sub-process `scope_id`."""
    if may_end(running):
        return True
    offer = _offer(running, scope_id, node)
    people, groups = _acting_for(running.context)
    theirs = people & {*offer.candidate_users, *([offer.assignee] if offer.assignee else [])}
    return bool(theirs or groups & set(offer.candidate_groups))


def may_end(running: Running) -> bool:
    """Whether the actor may end an ad-hoc sub-process of the instance."""
    return _may_anything(running.context) or _takes_part(running)


def _may_anything(context: CommandContext) -> bool:
    actor = context.actor
    return is_machine(actor) or actor.may(Right.OPERATOR) or actor.may(Right.ANY_TASK)


def _takes_part(running: Running) -> bool:
    people, _ = _acting_for(running.context)
    holders = {task.assignee for task in running.context.uow.tasks.of_instance(running.instance.id)}
    return bool(people & {running.instance.started_by, *holders})


def _acting_for(context: CommandContext) -> tuple[set[str | None], set[str]]:
    """The people in whose name the actor acts, and their groups."""
    actor = context.actor
    people: set[str | None] = {actor.user_id, *actor.stands_in_for}
    groups = set(actor.groups).union(*(context.org.groups_of(person) for person in actor.stands_in_for))
    return people, groups


def _offer(running: Running, scope_id: str, node: Node) -> Offer:
    """To whom a task would go; what its own input parameters would say is not known before it begins."""
    if node.user_task is None:
        return Offer()
    try:
        return offer_of(running, node, scope_id)
    except UnknownVariable:
        return Offer()
