"""What a deployment holds, as one number to compare."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from app.domain.context import CommandContext
from app.domain.queries.runtime import DeployedDigest


def deployed_digest(query: DeployedDigest, context: CommandContext) -> str | None:
    """The digest of the latest deployment of that name and source."""
    latest = context.uow.definitions.latest_deployment(query.name, query.source)
    if latest is None:
        return None
    return digest((each.name, each.content) for each in context.uow.definitions.resources(latest.id))


def digest(resources: Iterable[tuple[str, bytes]]) -> str:
    """SHA-256 over names and contents, whatever their order."""
    sums = sorted(f"{name} {hashlib.sha256(content).hexdigest()}" for name, content in resources)
    return hashlib.sha256("\n".join(sums).encode()).hexdigest()
