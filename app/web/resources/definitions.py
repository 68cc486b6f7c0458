"""Diagrams for viewers: the drawing, and what runs where."""

from __future__ import annotations

from flask import Blueprint

from app.domain.errors import NotFound
from app.domain.queries.definition import DefinitionContentQuery, ElementStatisticsQuery
from app.web.answers import Json, ask
from app.web.body import no_arguments

blueprint = Blueprint("definitions", __name__)


@blueprint.get("/definitions/<definition_id>/xml")
def xml(definition_id: str) -> Json:
    """The diagram as it was deployed."""
    no_arguments()
    found = ask(DefinitionContentQuery(definition_id))
    if found is None:
        raise NotFound("没有这个流程版本", f"there is no definition {definition_id}")
    return {"xml": found.content.decode("utf-8", errors="replace"), "resource_name": found.name}


@blueprint.get("/definitions/<definition_id>/activity")
def activity(definition_id: str) -> Json:
    """Numbers by element."""
    no_arguments()
    found = ask(ElementStatisticsQuery(definition_id))
    return {each.element_id: {"running": each.running, "incidents": each.incidents} for each in found}
