"""Answers about people: the whole directory, sessions, accounts. Who may ask is `app.identity`'s business."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Executable, RowMapping, and_, literal, select

from app.domain.people import (
    Absence,
    AbsenceKind,
    AccountState,
    Credentials,
    DeputyCover,
    DirectoryData,
    Group,
    GroupKind,
    Membership,
    PortfolioEntry,
    SignInSession,
    User,
)
from app.domain.queries.identity import FindCredentials, FindSession, ListAccounts, ListDemoAccounts, LoadDirectory
from app.domain.values import Right
from app.persistence.answers.question import Question
from app.persistence.tables import identity as t

Reader = Callable[[Executable], Sequence[RowMapping]]

EMPTY = "empty"
"""The version of a directory that nobody ever wrote to."""


def read_version(read: Reader) -> str:
    """The version alone."""
    found = read(select(t.directory.c.version))
    return str(found[0]["version"]) if found else EMPTY


def load_directory(read: Reader) -> DirectoryData:
    """Everything, in seven small reads."""
    return DirectoryData(
        version=read_version(read),
        users=tuple(
            User(row["id"], row["name"], row["active"], frozenset(map(Right, row["rights"])), row["rank"])
            for row in read(select(t.user))
        ),
        groups=tuple(
            Group(row["id"], row["name"], GroupKind(row["kind"]), row["parent"], row["position"], row["name_en"])
            for row in read(select(t.group))
        ),
        memberships=tuple(Membership(row["group_id"], row["user_id"]) for row in read(select(t.membership))),
        absences=tuple(_absence(row) for row in read(select(t.absence).where(t.absence.c.revoked_at.is_(None)))),
        portfolio=tuple(_portfolio_entry(row) for row in read(select(t.portfolio).order_by(t.portfolio.c.position))),
        covers=tuple(DeputyCover(row["user_id"], row["cover_id"]) for row in read(select(t.cover))),
    )


def answer_directory(question: Question, query: LoadDirectory) -> DirectoryData | None:
    """The directory, or None where the asker has it already."""
    if query.known is not None and read_version(question.rows) == query.known:
        return None
    return load_directory(question.rows)


def answer_session(question: Question, query: FindSession) -> tuple[SignInSession | None, str]:
    """A session with the directory's version, in one statement."""
    version = select(t.directory.c.version).scalar_subquery().label("version")
    found = question.rows(
        select(version, t.session, t.account.c.must_change)
        .select_from(select(literal(1)).subquery("one"))
        .outerjoin(t.session, t.session.c.id == query.session_id)
        .outerjoin(t.account, t.account.c.user_id == t.session.c.user_id)
    )[0]
    session = None if found["id"] is None else _session(found)
    return session, found["version"] or EMPTY


def answer_credentials(question: Question, query: FindCredentials) -> Credentials:
    """What signing in needs to know, in one statement; of an unknown user that there is no password."""
    by_user, by_address = t.attempts.alias("by_user"), t.attempts.alias("by_address")
    found = question.rows(
        select(
            t.user.c.active,
            t.account.c.password_hash,
            t.account.c.must_change,
            by_user.c.locked_until,
            by_address.c.locked_until.label("address_locked_until"),
        )
        .select_from(select(literal(1)).subquery("one"))
        .outerjoin(t.user, t.user.c.id == query.user_id)
        .outerjoin(t.account, t.account.c.user_id == t.user.c.id)
        .outerjoin(by_user, and_(by_user.c.kind == "user", by_user.c.who == query.user_id))
        .outerjoin(by_address, and_(by_address.c.kind == "address", by_address.c.who == query.address))
    )[0]
    return Credentials(
        query.user_id,
        bool(found["active"]),
        found["password_hash"],
        bool(found["must_change"]),
        found["locked_until"],
        found["address_locked_until"],
    )


def answer_accounts(question: Question, _query: ListAccounts) -> tuple[AccountState, ...]:
    """Every account's state."""
    if not question.actor.may(Right.ADMINISTRATOR):
        return ()
    rows = question.rows(
        select(t.account.c.user_id, t.attempts.c.locked_until, t.account.c.must_change, t.account.c.last_sign_in_at)
        .select_from(t.account)
        .outerjoin(t.attempts, and_(t.attempts.c.kind == "user", t.attempts.c.who == t.account.c.user_id))
    )
    return tuple(
        AccountState(
            row["user_id"],
            row["locked_until"] if row["locked_until"] and row["locked_until"] > question.now else None,
            row["must_change"],
            row["last_sign_in_at"],
        )
        for row in rows
    )


def answer_demo_accounts(question: Question, _query: ListDemoAccounts) -> tuple[str, ...]:
    """Demo accounts as they were seeded, leaders first."""
    rows = question.rows(
        select(t.user.c.id)
        .join(t.account, t.account.c.user_id == t.user.c.id)
        .where(t.account.c.demo, t.user.c.active)
        .order_by(t.user.c.rank, t.user.c.id)
    )
    return tuple(row["id"] for row in rows)


def _absence(row: RowMapping) -> Absence:
    return Absence(
        row["id"],
        row["user_id"],
        row["from_at"],
        row["to_at"],
        AbsenceKind(row["kind"]),
        row["reason"],
        row["deputy_id"],
        row["source"],
        row["revoked_at"],
    )


def _portfolio_entry(row: RowMapping) -> PortfolioEntry:
    return PortfolioEntry(row["user_id"], row["unit"], row["matter"], row["valid_from"], row["valid_to"])


def _session(row: RowMapping) -> SignInSession:
    return SignInSession(
        row["id"],
        row["user_id"],
        row["created_at"],
        row["seen_at"],
        row["expires_at"],
        row["address"],
        bool(row["must_change"]),
    )


ANSWERS: dict[type[Any], Callable[[Question, Any], Any]] = {
    LoadDirectory: answer_directory,
    FindSession: answer_session,
    FindCredentials: answer_credentials,
    ListAccounts: answer_accounts,
    ListDemoAccounts: answer_demo_accounts,
}
"""For the store's registry."""
