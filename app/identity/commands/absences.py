"""The absence table and what follows from it: who stands in for whom, by which rule."""

from __future__ import annotations

from dataclasses import replace

from app.domain.commands.identity import AddAbsence, RevokeAbsence
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, NotAllowed, RuleViolated
from app.domain.people import Absence
from app.domain.values import Right
from app.identity.deputising import may_name_deputy
from app.identity.directory import OfficePeople
from app.identity.record import known_absence, known_user, log, people_now, people_rows

_ARTICLES = {"DEP-1": "6", "DEP-3": "87", "DEP-9": "DEP-9"}


def add_absence(command: AddAbsence, context: CommandContext) -> str:
    """A person is away; open tasks are seen by the stand-in from `from_at` on, without touching a task."""
    people = people_now(context)
    known_user(people, command.user_id)
    _check_owner(command.user_id, context)
    if command.from_at >= command.to_at:
        raise InvalidInput("结束时间必须晚于开始时间", "the end must be after the beginning", "to")
    if command.deputy_id is not None:
        _check_deputy(people, command.user_id, command.deputy_id)
    absence = Absence(
        context.ids.new(),
        command.user_id,
        command.from_at,
        command.to_at,
        command.kind,
        command.reason.strip(),
        command.deputy_id,
        command.source,
    )
    people_rows(context).put_absence(absence)
    log(context, "AddAbsence", "Absence", absence.id, after=_image(absence), reason=absence.reason or None)
    return absence.id


def revoke_absence(command: RevokeAbsence, context: CommandContext) -> None:
    """The person is back; the row stays, marked."""
    absence = known_absence(people_now(context), command.absence_id)
    _check_owner(absence.user_id, context)
    people_rows(context).put_absence(replace(absence, revoked_at=context.at))
    log(context, "RevokeAbsence", "Absence", absence.id, before=_image(absence))


def _check_owner(user_id: str, context: CommandContext) -> None:
    if user_id != context.actor.user_id and not context.actor.may(Right.ADMINISTRATOR):
        raise NotAllowed("只能登记本人的离岗", f"{context.actor.user_id} may not record absences of others")


def _check_deputy(people: OfficePeople, user_id: str, deputy_id: str) -> None:
    deputy = known_user(people, deputy_id)
    if deputy_id == user_id or not deputy.active:
        raise InvalidInput("代行人必须是另一名在岗人员", "the deputy must be another active person", "deputy_id")
    rule = may_name_deputy(people, user_id, deputy_id)
    if rule is not None:
        raise RuleViolated(
            "代行人由规则确定，不能这样指定" if rule != "DEP-3" else "办公室主任只能指定副主任代行",
            f"the deputy follows from {rule}",
            _ARTICLES[rule],
        )


def _image(absence: Absence) -> dict[str, object]:
    return {
        "user": absence.user_id,
        "from": absence.from_at.isoformat(),
        "to": absence.to_at.isoformat(),
        "kind": absence.kind.value,
        "deputy": absence.deputy_id,
        "source": absence.source,
    }
