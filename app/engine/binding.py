"""Which deployed definition a reference means."""

from __future__ import annotations

from app.domain.ports.repositories import DefinitionRepository
from app.domain.records import Definition


def bound_definition(
    definitions: DefinitionRepository,
    kind: str,
    key: str,
    binding: str,
    version: str | None,
    deployment_id: str | None,
) -> Definition | None:
    """The definition of `kind` and `key` by Camunda's binding: latest, deployment, version or versionTag."""
    if binding == "deployment" and deployment_id is not None:
        return definitions.in_deployment(kind, key, deployment_id)
    if binding == "version" and version is not None:
        return definitions.by_version(kind, key, int(version)) if version.isdecimal() else None
    if binding == "versionTag" and version is not None:
        return definitions.by_version_tag(kind, key, version)
    return definitions.latest(kind, key)
