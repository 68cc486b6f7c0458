"""One command for many instances, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.commands import Command


@dataclass(frozen=True, slots=True)
class StartBatch(Command):
    """Let jobs carry out one command per instance, as the actor who starts them. Returns the `Batch`.

    `kind` is Camunda's type of batch; `commands` by instance id. The rights are those of the commands. What fails is
    tried no more often than any job; what is refused is an incident at once. The report is `BatchItemQuery`.
    """

    kind: str
    commands: Mapping[str, Command]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SuspendBatch(Command):
    """Stop what is left of a batch, or let it go on."""

    batch_id: str
    suspended: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DeleteBatch(Command):
    """Give up what is left of a batch; with `cascade` its report goes too."""

    batch_id: str
    cascade: bool = False
    reason: str | None = None
