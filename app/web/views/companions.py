"""A diagram deployed from the desk takes along what it binds to its own deployment: the newest forms and decisions."""

from __future__ import annotations

from app.definitions import ReferenceKind, read_bpmn, references_of
from app.domain.errors import DefinitionInvalid
from app.domain.queries.definition import DefinitionContentQuery, DefinitionQuery
from app.web.answers import ask

Resources = tuple[tuple[str, bytes], ...]
_KINDS = {ReferenceKind.FORM: "form", ReferenceKind.DECISION: "decision"}


def with_companions(resources: Resources) -> Resources:
    """The resources, and the newest file of every form and decision that a diagram among them binds to its deployment.

    What is given wins over what is deployed; what nobody has deployed is left for the check to name.
    """
    found = dict(resources)
    for name, content in resources:
        if name.endswith((".bpmn", ".bpmn20.xml")):
            for kind, key in _bound(name, content):
                companion = _newest(kind, key)
                if companion is not None:
                    found.setdefault(*companion)
    return tuple(found.items())


def _bound(name: str, content: bytes) -> list[tuple[str, str]]:
    try:
        processes = read_bpmn(content, name).processes
    except DefinitionInvalid:
        return []
    return [
        (_KINDS[reference.kind], reference.key)
        for model in processes
        for reference in references_of(model)
        if reference.kind in _KINDS and reference.binding == "deployment"
    ]


def _newest(kind: str, key: str) -> tuple[str, bytes] | None:
    rows = ask(DefinitionQuery(kind=kind, keys=(key,), latest=True)).rows
    if not rows:
        return None
    content = ask(DefinitionContentQuery(rows[0].id))
    return content.name, content.content
