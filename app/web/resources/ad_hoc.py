"""Ad-hoc sub-processes of a case: what a person may begin in them, and beginning it."""

from __future__ import annotations

from flask import Blueprint

from app.domain.commands.instance import EndAdHocSubProcess, StartAdHocActivity
from app.domain.queries.runtime import AdHocQuery, AdHocWork
from app.web.answers import Json, ask, execute
from app.web.body import body, no_arguments

blueprint = Blueprint("ad_hoc", __name__)


@blueprint.get("/instances/<instance_id>/ad-hoc")
def ad_hoc(instance_id: str) -> Json:
    """The open ad-hoc sub-processes in which the person has a say."""
    no_arguments()
    return {"rows": [_row(each) for each in ask(AdHocQuery(instance_id))]}


@blueprint.post("/instances/<instance_id>/ad-hoc/start")
def start(instance_id: str) -> tuple[str, int]:
    """Begin an activity."""
    fields = body()
    scope, element = fields.text("scope", 200), fields.text("element", 200)
    fields.end()
    execute(StartAdHocActivity(instance_id, scope, element))
    return "", 204


@blueprint.post("/instances/<instance_id>/ad-hoc/end")
def end(instance_id: str) -> tuple[str, int]:
    """End one whose diagram leaves that to people."""
    fields = body()
    scope = fields.text("scope", 200)
    fields.end()
    execute(EndAdHocSubProcess(instance_id, scope))
    return "", 204


def _row(work: AdHocWork) -> Json:
    return {
        "scope": work.scope_id,
        "element_id": work.element_id,
        "name": work.name,
        "may_end": work.may_end,
        "activities": [
            {"element_id": each.element_id, "name": each.name or each.element_id, "kind": each.kind}
            for each in work.activities
        ],
    }
