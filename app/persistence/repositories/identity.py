"""People, posts, absences, accounts and sessions: reads and writes inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Table, delete, select, update

from app.domain.people import Absence, DeputyCover, DirectoryData, Group, PortfolioEntry, SignInSession, User
from app.persistence.answers.directory import load_directory, read_version
from app.persistence.session import Session
from app.persistence.tables import identity as t

_FORGET_AFTER = timedelta(days=1)


class SqlPeople:
    """`PeopleRepository`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._version: str | None = None

    def version(self) -> str:
        """The version as this transaction sees it; read once, for nobody else changes it under a transaction's feet."""
        if self._version is None:
            self._version = read_version(self._session.read)
        return self._version

    def load(self) -> DirectoryData:
        """The whole directory."""
        return load_directory(self._session.read)

    def add_user(
        self, user: User, password_hash: str | None, must_change: bool, at: datetime, demo: bool = False
    ) -> None:
        """A new account."""
        self._put(t.user, _user_row(user))
        self._put(
            t.account,
            {
                "user_id": user.id,
                "password_hash": password_hash,
                "must_change": must_change,
                "password_set_at": at if password_hash else None,
                "last_sign_in_at": None,
                "demo": demo,
            },
        )

    def put_user(self, user: User) -> None:
        """Write name, rights and state."""
        self._put(t.user, _user_row(user))

    def put_groups(self, groups: Iterable[Group]) -> None:
        """Write groups, each after its parent."""
        rows = [{**asdict(group), "kind": group.kind.value} for group in groups]
        if rows:
            _upsert(self._session, t.group, *rows)
            self._changed()

    def add_member(self, group_id: str, user_id: str) -> None:
        """A membership; there already: nothing."""
        row = {"group_id": group_id, "user_id": user_id}
        self._session.execute(self._session.backend.insert(t.membership).on_conflict_do_nothing(), [row])
        self._changed()

    def remove_member(self, group_id: str, user_id: str) -> None:
        """End a membership."""
        m = t.membership.c
        self._session.execute(delete(t.membership).where(m.group_id == group_id, m.user_id == user_id))
        self._changed()

    def set_groups(self, user_id: str, group_ids: Iterable[str]) -> None:
        """Replace every membership of a person."""
        self._session.execute(delete(t.membership).where(t.membership.c.user_id == user_id))
        self._insert(t.membership, [{"group_id": each, "user_id": user_id} for each in sorted(set(group_ids))])

    def put_absence(self, absence: Absence) -> None:
        """Write an absence."""
        self._put(t.absence, {**asdict(absence), "kind": absence.kind.value})

    def set_portfolio(self, entries: Iterable[PortfolioEntry]) -> None:
        """Replace the table."""
        self._session.execute(delete(t.portfolio))
        self._insert(t.portfolio, [{"position": n, **asdict(entry)} for n, entry in enumerate(entries, 1)])

    def put_cover(self, user_id: str, cover: DeputyCover | None) -> None:
        """Write or remove a B-role."""
        if cover is None:
            self._session.execute(delete(t.cover).where(t.cover.c.user_id == user_id))
            self._changed()
        else:
            self._put(t.cover, asdict(cover))

    def _put(self, table: Table, row: dict[str, Any]) -> None:
        _upsert(self._session, table, row)
        self._changed()

    def _insert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._session.execute(table.insert(), rows)
        self._changed()

    def _changed(self) -> None:
        """A version that never comes back: what is remembered under one that was rolled back misleads nobody."""
        self._version = str(uuid4())
        _upsert(self._session, t.directory, {"id": 1, "version": self._version})


class SqlAccounts:
    """`AccountRepository`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def set_password(self, user_id: str, password_hash: str, must_change: bool, at: datetime) -> None:
        """A new password hash."""
        values = {
            "password_hash": password_hash,
            "must_change": must_change,
            "password_set_at": at,
            "demo": False,
        }
        self._session.execute(update(t.account).where(t.account.c.user_id == user_id).values(values))

    def failures(self, kind: str, who: str) -> tuple[int, datetime | None]:
        """How often, and when last."""
        a = t.attempts.c
        found = self._session.read(select(t.attempts).where(a.kind == kind, a.who == who))
        return (found[0]["count"], found[0]["last_at"]) if found else (0, None)

    def put_failures(self, kind: str, who: str, count: int, at: datetime, locked_until: datetime | None) -> None:
        """Write the count."""
        row = {"kind": kind, "who": who, "count": count, "last_at": at, "locked_until": locked_until}
        _upsert(self._session, t.attempts, row)

    def clear_failures(self, kind: str, who: str) -> None:
        """Forget them."""
        a = t.attempts.c
        self._session.execute(delete(t.attempts).where(a.kind == kind, a.who == who))

    def signed_in(self, user_id: str, at: datetime) -> None:
        """Note the time."""
        self._session.execute(update(t.account).where(t.account.c.user_id == user_id).values(last_sign_in_at=at))

    def must_change(self, user_id: str) -> bool:
        """Whether the person must change the password first."""
        found = self._session.read(select(t.account.c.must_change).where(t.account.c.user_id == user_id))
        return bool(found and found[0]["must_change"])

    def add_session(self, session: SignInSession) -> None:
        """A new session."""
        row = asdict(session)
        del row["must_change"]
        self._session.execute(t.session.insert(), [row])

    def touch_session(self, session_id: str, at: datetime) -> None:
        """It was used."""
        self._session.execute(update(t.session).where(t.session.c.id == session_id).values(seen_at=at))

    def close_session(self, session_id: str) -> None:
        """It is over."""
        self._session.execute(delete(t.session).where(t.session.c.id == session_id))

    def close_sessions(self, user_id: str, but: str | None = None) -> None:
        """All of a person are over, but one."""
        ending = delete(t.session).where(t.session.c.user_id == user_id)
        self._session.execute(ending if but is None else ending.where(t.session.c.id != but))

    def purge(self, at: datetime) -> None:
        """Remove what is over."""
        self._session.execute(delete(t.session).where(t.session.c.expires_at <= at))
        self._session.execute(delete(t.attempts).where(t.attempts.c.last_at < at - _FORGET_AFTER))


def _upsert(session: Session, table: Table, *rows: dict[str, Any]) -> None:
    statement = session.backend.insert(table)
    keys = [column.name for column in table.primary_key]
    changing = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changing), rows)


def _user_row(user: User) -> dict[str, Any]:
    return {**asdict(user), "rights": sorted(right.value for right in user.rights)}
