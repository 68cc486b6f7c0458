"""Puts the bundle into the engine: one deployment per process, unchanged ones skipped by their digest."""

from __future__ import annotations

from collections.abc import Sequence

from app.bundles.checking import check_bundle
from app.bundles.files import BundleProcess
from app.domain.commands.deployment import Deploy, DeployResult
from app.domain.errors import DefinitionInvalid
from app.domain.ports.door import Door
from app.domain.queries.runtime import DeployedDigest
from app.domain.values import Actor
from app.engine.queries.deployments import digest

SOURCE = "bundle"
"""The deployment source of the office's own bundle; a designer's deployment has another one."""


def deploy_bundle(engine: Door, bundle: Sequence[BundleProcess], actor: Actor) -> tuple[DeployResult, ...]:
    """Deploy what changed since the bundle was deployed last; nothing at all where the check finds an error.

    Raises `DefinitionInvalid` with every error of the whole bundle.
    """
    changed = [process for process in bundle if _is_changed(engine, process, actor)]
    if not changed:
        return ()
    problems = check_bundle(engine, bundle, actor)
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if errors:
        raise DefinitionInvalid(errors)
    return tuple(engine.execute(Deploy(process.key, process.resources, source=SOURCE), actor) for process in changed)


def _is_changed(engine: Door, process: BundleProcess, actor: Actor) -> bool:
    return bool(engine.ask(DeployedDigest(process.key, SOURCE), actor) != digest(process.resources))
