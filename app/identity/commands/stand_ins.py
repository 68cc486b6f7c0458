"""Confirming who stands in where the rules leave it open."""

from __future__ import annotations

from dataclasses import replace

from app.domain.commands.identity import ConfirmStandIn
from app.domain.context import CommandContext
from app.domain.errors import InvalidState, NotAllowed
from app.domain.values import Right
from app.identity.deputising import OFFICE_DIRECTOR, proposed_stand_in
from app.identity.record import known_absence, log, people_now, people_rows


def confirm_stand_in(command: ConfirmStandIn, context: CommandContext) -> str:
    """DEP-10: the office director confirms the first deputy mayor present; returns who it is."""
    people = people_now(context)
    absence = known_absence(people, command.absence_id)
    director = OFFICE_DIRECTOR in context.actor.groups
    if not director and not context.actor.may(Right.ADMINISTRATOR):
        raise NotAllowed("须由区政府办公室主任确认", "the office director confirms this")
    deputy = proposed_stand_in(people, absence.user_id, context.at) if absence.covers(context.at) else None
    if deputy is None:
        raise InvalidState("目前没有需要确认的代行人", "no stand-in waits for confirmation")
    people_rows(context).put_absence(replace(absence, deputy_id=deputy))
    log(context, "ConfirmStandIn", "Absence", absence.id, after={"deputy": deputy, "basis": "DEP-10"})
    return deputy
