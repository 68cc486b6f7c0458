"""What the desks ask of all deployed processes at once: what may be started, which names are in use."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.context import CommandContext
from app.domain.model.process import EventKind, ProcessModel
from app.domain.ports.definitions import LoadedProcess
from app.domain.queries.process_list import NamesQuery, StartableProcess, StartableQuery, UsedNames
from app.engine.starters import may_start
from app.engine.stepping.starts import start_node

DEADLINE = "deadline"
"""The property that names the deadline of an element."""


def startable_processes(query: StartableQuery, context: CommandContext) -> tuple[StartableProcess, ...]:
    """Newest versions with a plain start event that the actor may use."""
    found = (_startable(process) for process in _newest(context) if _is_startable(process, context))
    return tuple(sorted(found, key=lambda each: each.name or each.key))


def used_names(query: NamesQuery, context: CommandContext) -> UsedNames:
    """Messages, topics and deadlines of the newest versions."""
    models = [process.model for process in _newest(context)]
    return UsedNames(
        _sorted(name for model in models for name in _messages(model)),
        _sorted(name for model in models for name in _topics(model)),
        _sorted(name for model in models for name in _deadlines(model)),
    )


def _newest(context: CommandContext) -> Iterator[LoadedProcess]:
    for definition in context.uow.definitions.latest_by_kind("process"):
        if not definition.suspended:
            yield context.programs.process(definition.id, context.uow)


def _is_startable(process: LoadedProcess, context: CommandContext) -> bool:
    return process.model.startable and start_node(process.model, None) is not None and may_start(process.model, context)


def _startable(process: LoadedProcess) -> StartableProcess:
    node = start_node(process.model, None)
    form = (node.start_form.key or None) if node is not None and node.start_form is not None else None
    model = process.model
    return StartableProcess(process.definition.id, model.id, model.name, model.documentation, form)


def _messages(model: ProcessModel) -> Iterator[str]:
    for node in model.nodes.values():
        if node.event is not None and node.event.kind is EventKind.MESSAGE and node.event.name is not None:
            yield node.event.name.text


def _topics(model: ProcessModel) -> Iterator[str]:
    for node in model.nodes.values():
        if node.external is not None:
            yield node.external.topic.text


def _deadlines(model: ProcessModel) -> Iterator[str]:
    for node in model.nodes.values():
        if DEADLINE in node.properties:
            yield node.properties[DEADLINE]


def _sorted(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if "${" not in name}))
