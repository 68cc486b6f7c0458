"""Put resources into the engine, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.commands.deployment import Deploy, DeployResult
from app.domain.context import CommandContext
from app.domain.errors import DefinitionInvalid, InvalidInput
from app.domain.events import DeploymentAdded
from app.domain.records import Definition, Deployment, Resource
from app.engine.commands.deployment.check_models import check_models
from app.engine.commands.deployment.check_references import check_references
from app.engine.commands.deployment.check_starts import check_starts
from app.engine.commands.deployment.duplicates import changed_resources
from app.engine.commands.deployment.reading import Reading, read_resources
from app.engine.operations import log_entity
from app.engine.starting_points import close_starts, open_starts


def deploy(command: Deploy, context: CommandContext) -> DeployResult:
    """Read, check, and give every definition its next version; a refused deployment leaves no trace.

    `dry_run` answers with everything that was found and changes nothing. Raises `DefinitionInvalid`, `InvalidInput`.
    """
    if not command.resources:
        raise InvalidInput("请至少选择一个文件", "a deployment needs at least one resource", "resources")
    resources, latest = (command.resources, None) if command.dry_run else changed_resources(command, context)
    if not resources:
        return DeployResult(latest)
    reading = read_resources(resources)
    reading.problems.extend(check_models(reading, context))
    reading.problems.extend(check_references(reading, command.strict, context))
    reading.problems.extend(check_starts(reading, context))
    if command.dry_run:
        return DeployResult(None, (), tuple(reading.problems))
    if reading.errors:
        raise DefinitionInvalid(reading.errors)
    deployment = Deployment(
        context.ids.new(), command.name, command.source, context.at, command.note, context.actor.user_id
    )
    definitions = tuple(_definitions(reading, deployment, context))
    context.uow.record(
        DeploymentAdded(
            deployment,
            tuple(Resource(context.ids.new(), deployment.id, name, content) for name, content in resources),
            definitions,
        ),
        log_entity(context, "Create", "Deployment", deployment.id, reason=command.note),
    )
    _renew_starts(reading, definitions, context)
    return DeployResult(deployment, definitions, tuple(reading.problems))


def _definitions(reading: Reading, deployment: Deployment, context: CommandContext) -> Iterator[Definition]:
    """The next version of every key."""
    for resource, process in reading.processes:
        definition = _definition("process", process.id, process.name, resource, deployment, context)
        yield replace(
            definition,
            version_tag=process.version_tag,
            history_time_to_live=process.history_time_to_live,
            startable=process.startable,
        )
    for resource, decision in reading.decisions:
        definition = _definition("decision", decision.id, decision.name, resource, deployment, context)
        yield replace(definition, version_tag=decision.version_tag, history_time_to_live=decision.history_time_to_live)
    for resource, form in reading.forms:
        yield _definition("form", form.id, form.name, resource, deployment, context)


def _definition(
    kind: str, key: str, name: str | None, resource: str, deployment: Deployment, context: CommandContext
) -> Definition:
    earlier = context.uow.definitions.latest(kind, key)
    version = 1 if earlier is None else earlier.version + 1
    id = f"{key}:{version}:{context.ids.new()}"
    return Definition(id, kind, key, version, deployment.id, resource, name)


def _renew_starts(reading: Reading, definitions: tuple[Definition, ...], context: CommandContext) -> None:
    """Messages, signals and timers start the new version only."""
    models = {process.id: process for _, process in reading.processes}
    for definition in definitions:
        if definition.kind == "process":
            earlier = context.uow.definitions.by_version("process", definition.key, definition.version - 1)
            if earlier is not None:
                close_starts(earlier, context)
            open_starts(definition, models[definition.key], context)
