"""The absence table: one's own for everybody, all of it for administrators."""

from __future__ import annotations

from flask import Blueprint

from app.domain.commands.identity import AddAbsence, ConfirmStandIn, RevokeAbsence
from app.domain.people import AbsenceKind
from app.web.answers import Json, execute
from app.web.body import body, no_arguments
from app.web.guard import who
from app.web.views.people import absence_row

blueprint = Blueprint("absences", __name__)


@blueprint.get("/absences")
def absences() -> list[Json]:
    """Who is away and who stands in; everybody may know, so that nobody waits for somebody who is not there."""
    no_arguments()
    directory = who().directory
    return [absence_row(absence, directory) for absence in directory.absences()]


@blueprint.post("/absences")
def add_absence() -> Json:
    """Record that a person is away."""
    fields = body()
    command = AddAbsence(
        user_id=fields.text("user_id", 64),
        from_at=fields.moment("from"),
        to_at=fields.moment("to"),
        kind=fields.choice("kind", AbsenceKind),
        reason=fields.optional_text("reason", 2000) or "",
        deputy_id=fields.optional_text("deputy_id", 64),
    )
    fields.end()
    return {"id": execute(command)}


@blueprint.delete("/absences/<absence_id>")
def revoke_absence(absence_id: str) -> tuple[str, int]:
    """The person is back, or never went."""
    body().end()
    execute(RevokeAbsence(absence_id))
    return "", 204


@blueprint.post("/absences/<absence_id>/confirm")
def confirm(absence_id: str) -> Json:
    """The office director confirms who acts while both leaders are away (DEP-10)."""
    body().end()
    return {"deputy_id": execute(ConfirmStandIn(absence_id))}
