"""Camunda's duplicate filter: what of a deployment is new."""

from __future__ import annotations

from app.domain.commands.deployment import Deploy
from app.domain.context import CommandContext
from app.domain.records import Deployment

Resources = tuple[tuple[str, bytes], ...]


def changed_resources(command: Deploy, context: CommandContext) -> tuple[Resources, Deployment | None]:
    """The resources to deploy, and the latest deployment of the same name and source.

    With `filter_duplicates` one change deploys all of them again, with `deploy_changed_only` only what changed. A
    deployment without a source is never compared, as in Camunda.
    """
    wants_filter = command.filter_duplicates or command.deploy_changed_only
    if not wants_filter or command.source is None or command.name is None:
        return command.resources, None
    latest = context.uow.definitions.latest_deployment(command.name, command.source)
    if latest is None:
        return command.resources, None
    known = {resource.name: resource.content for resource in context.uow.definitions.resources(latest.id)}
    changed = tuple((name, content) for name, content in command.resources if known.get(name) != content)
    if command.deploy_changed_only or not changed:
        return changed, latest
    return command.resources, latest
