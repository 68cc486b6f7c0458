"""Finding the definition an address names: by id, or the latest version of a key."""

from __future__ import annotations

from app.api.call import Call
from app.api.routes import DefinitionRef
from app.domain.queries.definition import DefinitionQuery, DefinitionView


def find_definition(call: Call, kind: str, reference: DefinitionRef) -> DefinitionView:
    """The definition, or Camunda's 404. A tenant in the address is ignored: there is one office."""
    if reference.id is not None:
        missing = f"No matching definition with id {reference.id}"
        found: DefinitionView = call.one(DefinitionQuery(kind, ids=(reference.id,)), missing)
        return found
    missing = f"No matching {kind} definition with key: {reference.key} and no tenant-id"
    latest: DefinitionView = call.one(DefinitionQuery(kind, keys=(reference.key or "",), latest=True), missing)
    return latest
