"""People for the rest of the house: rows to keep, the directory to ask, signing in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.people import (
    Absence,
    DeputyCover,
    DirectoryData,
    Group,
    Person,
    PortfolioEntry,
    SignInSession,
    User,
)
from app.domain.values import Actor


class PeopleRepository(Protocol):
    """The rows of the directory inside one transaction; every write gives the directory a new version."""

    def version(self) -> str:
        """The version as this transaction sees it."""

    def load(self) -> DirectoryData:
        """The whole directory as this transaction sees it."""

    def add_user(
        self, user: User, password_hash: str | None, must_change: bool, at: datetime, demo: bool = False
    ) -> None: ...
    def put_user(self, user: User) -> None: ...
    def put_groups(self, groups: Iterable[Group]) -> None: ...
    def add_member(self, group_id: str, user_id: str) -> None: ...
    def remove_member(self, group_id: str, user_id: str) -> None: ...
    def set_groups(self, user_id: str, group_ids: Iterable[str]) -> None: ...
    def put_absence(self, absence: Absence) -> None: ...
    def set_portfolio(self, entries: Iterable[PortfolioEntry]) -> None: ...
    def put_cover(self, user_id: str, cover: DeputyCover | None) -> None: ...


class AccountRepository(Protocol):
    """Passwords, failed attempts and sessions inside one transaction."""

    def set_password(self, user_id: str, password_hash: str, must_change: bool, at: datetime) -> None: ...
    def failures(self, kind: str, who: str) -> tuple[int, datetime | None]:
        """How often `who` (`kind` user or address) failed, and when the count began or last grew."""

    def put_failures(self, kind: str, who: str, count: int, at: datetime, locked_until: datetime | None) -> None: ...
    def clear_failures(self, kind: str, who: str) -> None: ...
    def signed_in(self, user_id: str, at: datetime) -> None: ...
    def must_change(self, user_id: str) -> bool: ...
    def add_session(self, session: SignInSession) -> None: ...
    def touch_session(self, session_id: str, at: datetime) -> None: ...
    def close_session(self, session_id: str) -> None: ...
    def close_sessions(self, user_id: str, but: str | None = None) -> None: ...
    def purge(self, at: datetime) -> None:
        """Remove sessions and attempt counts that are over."""


class Directory(Protocol):
    """The people of the office at one moment; immutable, so a request may keep it to its end."""

    @property
    def version(self) -> str:
        """Changes with every change of people, posts, absences or portfolios."""

    def user(self, user_id: str) -> User | None: ...
    def group(self, group_id: str) -> Group | None: ...
    def person(self, user_id: str) -> Person:
        """Name and posts; an unknown id is its own name."""

    def users(self) -> tuple[User, ...]: ...
    def groups(self) -> tuple[Group, ...]: ...
    def members(self, group_id: str) -> tuple[User, ...]:
        """Who holds the post or belongs to the group directly, active or not, by rank and name."""

    def posts_of(self, user_id: str) -> tuple[Group, ...]:
        """The groups a person is in directly, in the office's order."""

    def holders(self, group_id: str) -> tuple[str, ...]:
        """User ids of the active people in a group or in a group below it, by rank."""

    def groups_of(self, user_id: str) -> frozenset[str]:
        """Every group a person is in, with the groups above."""

    def stands_in_for(self, user_id: str, at: datetime) -> frozenset[str]: ...
    def basis(self, deputy: str, principal: str, at: datetime) -> str | None: ...
    def stand_ins(self, principal: str, at: datetime) -> tuple[tuple[str, str], ...]:
        """`(user id, basis)` of those who act for an absent person; empty while the person is present."""

    def proposed_stand_in(self, principal: str, at: datetime) -> str | None:
        """Whom the office director is asked to confirm (DEP-10), or None where no confirmation is open."""

    def absences(self) -> tuple[Absence, ...]: ...
    def portfolio(self) -> tuple[PortfolioEntry, ...]: ...
    def covers(self) -> tuple[DeputyCover, ...]: ...
    def search_people(self, text: str, group_ids: Iterable[str], limit: int) -> tuple[Person, ...]: ...
    def search_groups(self, text: str, kinds: Iterable[str], limit: int) -> tuple[Group, ...]: ...
    def actor(self, user_id: str, at: datetime) -> Actor:
        """The person as an actor at this minute. Raises `NotSignedIn` for an unknown or inactive user."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser that is signed in: who it is at this minute."""

    session: SignInSession
    actor: Actor
    directory: Directory


class Identity(Protocol):
    """Signing in and asking for people; what `app.web` and `app.api` hold."""

    def sign_in(self, user_id: str, password: str, address: str, replaces: str | None = None) -> tuple[str, SignedIn]:
        """`(token for the cookie, who)`. Raises `NotSignedIn`, `AccountLocked`, `TooManyAttempts`, `Unavailable`."""

    def resume(self, token: str, at_work: bool = True) -> SignedIn | None:
        """Who holds the token; None where it is unknown or over. `at_work` False does not count as use."""

    def sign_out(self, token: str) -> None: ...
    def change_password(self, signed_in: SignedIn, old: str, new: str, address: str) -> None:
        """Raises `NotSignedIn` for a wrong old password, `InvalidInput` for a weak new one."""

    def check_basic(self, user_id: str, password: str, address: str) -> Actor:
        """The actor of HTTP Basic credentials; checked once, remembered for minutes. Raises as `sign_in`."""

    def hash_password(self, password: str, user_id: str) -> str:
        """A hash to put into a command. Raises `InvalidInput` for a weak password."""

    def directory(self) -> Directory:
        """The directory as it is now."""

    def demo_accounts(self) -> tuple[str, ...]:
        """User ids of the demo office whose password is still the demo's; empty where nothing was seeded."""
