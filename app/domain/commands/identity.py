"""Keeping people, posts, absences and portfolios; signing in and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.commands import Command
from app.domain.people import AbsenceKind, GroupKind, PortfolioEntry
from app.domain.values import Right


@dataclass(frozen=True, slots=True)
class AddUser(Command):
    """A new account. `password_hash` None: nobody can sign in until a password is set. Returns the user id."""

    user_id: str
    name: str
    rights: frozenset[Right] = frozenset()
    groups: tuple[str, ...] = ()
    password_hash: str | None = None
    must_change_password: bool = True
    rank: int = 1000
    demo: bool = False
    """An account of the demo office: offered on the sign-in page on loopback until its password is changed."""


@dataclass(frozen=True, slots=True)
class ChangeUser(Command):
    """Change what is given; `groups` replaces every direct membership. Refused for the last active administrator."""

    user_id: str
    name: str | None = None
    active: bool | None = None
    rights: frozenset[Right] | None = None
    groups: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class SetPassword(Command):
    """An administrator gives a new password; ends the person's sessions."""

    user_id: str
    password_hash: str
    must_change: bool = True


@dataclass(frozen=True, slots=True)
class ChangeOwnPassword(Command):
    """The person changed the password (the old one was checked by `app.identity`); ends all other sessions."""

    user_id: str
    password_hash: str
    session_id: str


@dataclass(frozen=True, slots=True)
class UnlockUser(Command):
    """Forget failed attempts, so that the person may sign in at once."""

    user_id: str


@dataclass(frozen=True, slots=True)
class AddGroup(Command):
    """A new post, unit or group; units, classes and bodies get sub-roles (head, deputy, clerk). Returns the id."""

    group_id: str
    name: str
    kind: GroupKind = GroupKind.UNIT
    parent: str | None = None
    position: int = 1000
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeGroup(Command):
    """Rename a group or move it below another; `parent` is an id, an empty text for none, None to leave it."""

    group_id: str
    name: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class AddMember(Command):
    """A person takes a post or joins a group; doing it twice does nothing."""

    group_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class RemoveMember(Command):
    """A person leaves a post or group."""

    group_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class AddAbsence(Command):
    """Record that a person is away. Returns the id.

    Oneself or an administrator. Who stands in follows catalogue 1.4; naming a deputy against it is `RuleViolated`.
    """

    user_id: str
    from_at: datetime
    to_at: datetime
    kind: AbsenceKind
    reason: str = ""
    deputy_id: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class RevokeAbsence(Command):
    """The person is back, or never went; the row stays, marked."""

    absence_id: str


@dataclass(frozen=True, slots=True)
class ConfirmStandIn(Command):
    """区长 and 常务副区长 are both away: the office director confirms the first deputy mayor present (DEP-10)."""

    absence_id: str


@dataclass(frozen=True, slots=True)
class SetPortfolio(Command):
    """Replace the table of which deputy mayor looks after what."""

    entries: tuple[PortfolioEntry, ...]


@dataclass(frozen=True, slots=True)
class SetDeputyCover(Command):
    """Who covers a deputy mayor (DEP-9); None: nobody in particular."""

    user_id: str
    cover_id: str | None


@dataclass(frozen=True, slots=True)
class OpenSession(Command):
    """A person proved the password: open a session, close `replaces` (rotation), forget failed attempts.

    For `app.identity` alone. `new_hash` where the password must be hashed anew by today's parameters.
    """

    session_id: str
    user_id: str
    address: str
    replaces: str | None = None
    new_hash: str | None = None


@dataclass(frozen=True, slots=True)
class RecordFailedSignIn(Command):
    """A wrong password, or an unknown user: count it for account and address. Returns when the lock ends, or None."""

    user_id: str
    address: str


@dataclass(frozen=True, slots=True)
class TouchSession(Command):
    """The session was used."""

    session_id: str


@dataclass(frozen=True, slots=True)
class CloseSession(Command):
    """Sign out; closing a session that is gone does nothing."""

    session_id: str


@dataclass(frozen=True, slots=True)
class SeedGroups(Command):
    """Add the posts and units that are not there yet; what is there stays as the office has made it."""

    groups: tuple[AddGroup, ...]
