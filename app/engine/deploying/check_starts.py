"""A message starts one process only (Camunda's rule), and its name must be known at deployment."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.context import CommandContext
from app.domain.errors import BanliError, Problem
from app.domain.model.process import EventKind
from app.domain.text import Text
from app.domain.values import SubscriptionKind
from app.engine.deploying.reading import Reading
from app.engine.starting_points import start_name, start_schedule


def check_starts(reading: Reading, context: CommandContext) -> Iterator[Problem]:
    """Start messages that another process has already, and start events that cannot be evaluated without a case."""
    taken: dict[str, str] = {}
    for resource, process in reading.processes:
        for node in process.starting_points():
            try:
                name = start_name(node, context)
                start_schedule(node, context)
            except BanliError as failed:
                yield Problem("invalid_start", _without_case(failed.text), resource, node.id, node.line)
                continue
            if name is None or not node.event or node.event.kind is not EventKind.MESSAGE:
                continue
            owner = taken.setdefault(name, process.id) if name in taken else _owner(name, process.id, context)
            taken.setdefault(name, process.id)
            if owner not in (None, process.id):
                text = Text(
                    f"消息 {name} 已由流程 {owner} 用作开始消息。请改用另一条消息，或合并两个流程。",
                    f"the message {name} starts the process {owner} already. Use another message or join the two.",
                )
                yield Problem("duplicate_start_message", text, resource, node.id, node.line)


def _owner(name: str, key: str, context: CommandContext) -> str | None:
    """The other process that begins with the message."""
    found = context.uow.subscriptions.matching(SubscriptionKind.MESSAGE, name)
    return next(
        (each.definition_key for each in found if each.instance_id is None and each.definition_key != key), None
    )


def _without_case(text: Text) -> Text:
    """A start event is evaluated before there is a case whose variables it could use."""
    return Text(
        f"{text.zh}。请改正开始事件:此时还没有实例变量可用。",
        f"{text.en}. Correct the start event; it cannot use variables of an instance that is not there yet.",
    )
