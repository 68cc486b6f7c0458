"""The commands of this package with their handlers and rights; `app.bootstrap` gives them to the engine."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.commands import Command
from app.domain.commands import identity as commands
from app.domain.commands.file import NoteUpload
from app.domain.context import Handler
from app.domain.ports.notifier import Notifier
from app.domain.values import Right
from app.identity.commands import (
    absences,
    credentials,
    groups,
    members,
    own_password,
    portfolio,
    sessions,
    stand_ins,
    uploads,
    users,
)
from app.identity.record import announcing

_ADMINISTRATORS = frozenset({Right.ADMINISTRATOR})
_PEOPLE = frozenset(Right) - {Right.WORKER, Right.ANY_TASK}
_NOBODY: frozenset[Right] = frozenset()

RIGHTS: Mapping[type[Command], frozenset[Right]] = {
    commands.AddUser: _ADMINISTRATORS,
    commands.ChangeUser: _ADMINISTRATORS,
    commands.SetPassword: _ADMINISTRATORS,
    commands.UnlockUser: _ADMINISTRATORS,
    commands.AddGroup: _ADMINISTRATORS,
    commands.ChangeGroup: _ADMINISTRATORS,
    commands.AddMember: _ADMINISTRATORS,
    commands.RemoveMember: _ADMINISTRATORS,
    commands.SeedGroups: _NOBODY,
    commands.SetPortfolio: _ADMINISTRATORS,
    commands.SetDeputyCover: _ADMINISTRATORS,
    commands.AddAbsence: _PEOPLE,
    commands.RevokeAbsence: _PEOPLE,
    commands.ConfirmStandIn: _PEOPLE,
    commands.OpenSession: _NOBODY,
    commands.RecordFailedSignIn: _NOBODY,
    commands.TouchSession: _NOBODY,
    commands.CloseSession: _NOBODY,
    commands.ChangeOwnPassword: _NOBODY,
    NoteUpload: _PEOPLE,
}
"""Any one of the rights is enough; an empty set is for the house itself. Whose absence it is, the handler asks."""


def identity_handlers(notifier: Notifier) -> dict[type[Command], Handler]:
    """Command -> handler."""
    announced = announcing(notifier)
    return {
        commands.AddUser: announced(users.add_user),
        commands.ChangeUser: announced(users.change_user),
        commands.SetPassword: credentials.set_password,
        commands.UnlockUser: credentials.unlock_user,
        commands.AddGroup: announced(groups.add_group),
        commands.ChangeGroup: announced(members.change_group),
        commands.AddMember: announced(members.add_member),
        commands.RemoveMember: announced(members.remove_member),
        commands.SeedGroups: announced(groups.seed_groups),
        commands.SetPortfolio: announced(portfolio.set_portfolio),
        commands.SetDeputyCover: announced(portfolio.set_deputy_cover),
        commands.AddAbsence: announced(absences.add_absence),
        commands.RevokeAbsence: announced(absences.revoke_absence),
        commands.ConfirmStandIn: announced(stand_ins.confirm_stand_in),
        commands.OpenSession: sessions.open_session,
        commands.RecordFailedSignIn: sessions.record_failed_sign_in,
        commands.TouchSession: sessions.touch_session,
        commands.CloseSession: sessions.close_session,
        commands.ChangeOwnPassword: own_password.change_own_password,
        NoteUpload: uploads.note_upload,
    }
