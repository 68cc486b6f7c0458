"""Starting a process by its form."""

from __future__ import annotations

from flask import Blueprint

from app.domain.commands.instance import StartInstance
from app.domain.errors import NotFound
from app.domain.queries.common import Sort
from app.domain.queries.definition import DefinitionQuery
from app.domain.queries.process_list import StartableProcess, StartableQuery
from app.domain.queries.runtime import StartFormQuery
from app.web.answers import Json, ask, execute
from app.web.body import body, no_arguments
from app.web.views.tasks import form_json

blueprint = Blueprint("starting", __name__)


@blueprint.get("/startable")
def startable() -> list[Json]:
    """What the person may start."""
    no_arguments()
    return [
        {
            "key": each.key,
            "name": each.name or each.key,
            "description": each.description,
            "form_key": each.form_key,
        }
        for each in ask(StartableQuery())
    ]


@blueprint.get("/startable/<key>/form")
def start_form(key: str) -> Json:
    """The form of the start event."""
    no_arguments()
    process = _startable(key)
    form = form_json(ask(StartFormQuery(process.definition_id)))
    return {
        "name": process.name or process.key,
        "schema": form["schema"] if form else None,
        "definition_id": process.definition_id,
    }


@blueprint.post("/startable/<key>")
def start(key: str) -> Json:
    """Start it."""
    fields = body()
    variables, business_key = fields.mapping("variables"), fields.optional_text("business_key", 255)
    fields.end()
    command = StartInstance(key=key, business_key=business_key, variables=variables, check_form=True)
    instance = execute(command)
    return {"instance_id": instance.id, "business_key": instance.business_key}


@blueprint.get("/processes")
def processes() -> list[Json]:
    """Every process, for filters."""
    no_arguments()
    found = ask(DefinitionQuery(kind="process", latest=True, sort=(Sort("name"),))).rows
    return [{"key": each.key, "name": each.name or each.key} for each in found]


def _startable(key: str) -> StartableProcess:
    found: StartableProcess | None = next((each for each in ask(StartableQuery()) if each.key == key), None)
    if found is None:
        raise NotFound("没有这个流程，或您不能发起", f"there is no process {key} that you may start")
    return found
