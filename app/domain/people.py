"""People, posts, absences and sign-in sessions of the office as records; the whole directory is one small value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.values import Right

OVERSEEING_GROUPS = frozenset({"office", "supervision_section"})
"""Supervisors in them look after the cases of every unit, all others after those of their own units."""


class GroupKind(StrEnum):
    """What a group of people is to the office (catalogue 1.1)."""

    POST = "post"
    """A post of the government or of its office, such as the mayor."""
    UNIT = "unit"
    """A department, section, bureau, street office or town."""
    UNIT_ROLE = "unit_role"
    """A sub-role of a unit, such as its head."""
    BODY = "body"
    """Somebody outside the government who is consulted or invited."""
    CLASS = "class"
    """A class of units or posts: who is in one of them is in the class, heads are heads of the class."""
    ROLE = "role"
    """A role in the product, or one that a case gives."""


class AbsenceKind(StrEnum):
    """Why a person is away (Art. 6, 87)."""

    LEAVE = "leave"
    TRAVEL = "travel"
    STUDY = "study"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class User:
    """A person, or a machine account; `rank` orders leaders (1 comes first), `active` False bars sign-in and work."""

    id: str
    name: str
    active: bool = True
    rights: frozenset[Right] = frozenset()
    rank: int = 1000


@dataclass(frozen=True, slots=True)
class Group:
    """A post, unit, sub-role or body. Who is in a group is in its `parent` too."""

    id: str
    name: str
    kind: GroupKind
    parent: str | None = None
    position: int = 1000
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """A person holds a post or belongs to a group."""

    group_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away from `from_at` until `to_at` (exclusive).

    `deputy_id`: whom an office director designates (DEP-3), whom the director confirms for a mayor and executive deputy
    mayor who are both away (DEP-10), or whom anybody outside the leadership names.
    """

    id: str
    user_id: str
    from_at: datetime
    to_at: datetime
    kind: AbsenceKind
    reason: str = ""
    deputy_id: str | None = None
    source: str | None = None
    """Id of the process instance that recorded it (leave requests, P14); None where a person did."""
    revoked_at: datetime | None = None

    def covers(self, at: datetime) -> bool:
        """Whether the person is away at `at`."""
        return self.revoked_at is None and self.from_at <= at < self.to_at


@dataclass(frozen=True, slots=True)
class PortfolioEntry:
    """A deputy mayor looks after a unit, a matter (a word that titles contain), or a matter of a unit."""

    user_id: str
    unit: str | None = None
    matter: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether the entry is in force at `at`."""
        return (self.valid_from is None or self.valid_from <= at) and (self.valid_to is None or at < self.valid_to)


@dataclass(frozen=True, slots=True)
class DeputyCover:
    """The B-role of a deputy mayor: who covers him (DEP-9)."""

    user_id: str
    cover_id: str


@dataclass(frozen=True, slots=True)
class DirectoryData:
    """Everything the office knows of its people at one version; a version never comes back for other data."""

    version: str
    users: tuple[User, ...] = ()
    groups: tuple[Group, ...] = ()
    memberships: tuple[Membership, ...] = ()
    absences: tuple[Absence, ...] = ()
    portfolio: tuple[PortfolioEntry, ...] = ()
    covers: tuple[DeputyCover, ...] = ()


@dataclass(frozen=True, slots=True)
class Credentials:
    """What signing in needs to know of an account, and of the address that asks; never leaves `app.identity`."""

    user_id: str
    active: bool
    password_hash: str | None
    must_change: bool
    locked_until: datetime | None
    address_locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class SignInSession:
    """A signed-in browser; `id` is the SHA-256 of the token in its cookie."""

    id: str
    user_id: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    address: str
    must_change: bool = False
    """The person must change the password before anything else."""


@dataclass(frozen=True, slots=True)
class AccountState:
    """What an administrator sees of an account besides the person."""

    user_id: str
    locked_until: datetime | None
    must_change: bool
    last_sign_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class Person:
    """A person as pages show one: name and the posts held directly."""

    id: str
    name: str
    posts: tuple[Group, ...] = field(default=())
