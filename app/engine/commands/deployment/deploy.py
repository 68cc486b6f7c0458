"""Put resources into the engine, all of them or none."""

from __future__ import annotations

from app.domain.commands.deployment import Deploy, DeployResult
from app.domain.context import CommandContext
from app.domain.errors import DefinitionInvalid, InvalidInput
from app.domain.events import DeploymentAdded
from app.domain.records import Definition, Deployment, Resource
from app.engine.deploying.check_models import check_models
from app.engine.deploying.check_references import check_references
from app.engine.deploying.check_starts import check_starts
from app.engine.deploying.duplicates import changed_resources
from app.engine.deploying.reading import Reading, read_resources
from app.engine.deploying.versions import next_versions
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
    definitions = tuple(next_versions(reading, deployment, context))
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


def _renew_starts(reading: Reading, definitions: tuple[Definition, ...], context: CommandContext) -> None:
    """Messages, signals and timers start the new version only."""
    models = {process.id: process for _, process in reading.processes}
    for definition in definitions:
        if definition.kind == "process":
            earlier = context.uow.definitions.by_version("process", definition.key, definition.version - 1)
            if earlier is not None:
                close_starts(earlier, context)
            open_starts(definition, models[definition.key], context)
