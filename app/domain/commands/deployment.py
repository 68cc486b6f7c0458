"""Putting resources into the engine and taking them out."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.commands import Command
from app.domain.errors import Problem
from app.domain.records import Definition, Deployment


@dataclass(frozen=True, slots=True)
class Deploy(Command):
    """Deploy resources (name -> bytes). Returns `DeployResult`. Raises `DefinitionInvalid`, leaving no trace.

    `strict` (the office's bundle) makes unresolved references errors (design rule 15); else they are warnings.
    """

    name: str | None
    resources: tuple[tuple[str, bytes], ...]
    source: str | None = None
    note: str | None = None
    filter_duplicates: bool = False
    deploy_changed_only: bool = False
    strict: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class DeployResult:
    """What a deployment made; `problems` are warnings, or with `dry_run` everything that was found."""

    deployment: Deployment | None
    """None after a dry run; the earlier deployment where nothing changed."""
    definitions: tuple[Definition, ...] = ()
    """New definitions only: empty where nothing changed."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class DeleteDeployment(Command):
    """Remove a deployment; refused while instances run, unless `cascade`."""

    deployment_id: str
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class SuspendDefinition(Command):
    """No new instances of a definition (and, with `include_instances`, its running ones stop)."""

    definition_id: str
    suspended: bool
    include_instances: bool = False


@dataclass(frozen=True, slots=True)
class DeleteDefinition(Command):
    """Remove one version of a process; refused while instances run, unless `cascade`. Its file stays deployed."""

    definition_id: str
    cascade: bool = False


@dataclass(frozen=True, slots=True)
class SetHistoryTimeToLive(Command):
    """How many days the history of a definition's ended instances is kept; None means for ever."""

    definition_id: str
    days: int | None
