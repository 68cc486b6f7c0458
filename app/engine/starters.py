"""Who may start a process by hand."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.model.process import ProcessModel
from app.engine.interceptors import is_machine


def may_start(model: ProcessModel, context: CommandContext) -> bool:
    """Where the model names its starters, nobody else may; a stand-in may for whom he stands in."""
    users, groups = set(model.candidate_starter_users), set(model.candidate_starter_groups)
    actor = context.actor
    if not (users or groups) or is_machine(actor):
        return True
    if users & {actor.user_id, *actor.stands_in_for} or groups & actor.groups:
        return True
    return any(groups & context.org.groups_of(person) for person in actor.stands_in_for)
