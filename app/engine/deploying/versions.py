"""The next version of every key a deployment holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.context import CommandContext
from app.domain.records import Definition, Deployment
from app.engine.deploying.reading import Reading


def next_versions(reading: Reading, deployment: Deployment, context: CommandContext) -> Iterator[Definition]:
    """One definition for each process, decision and form, not recorded yet."""
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
