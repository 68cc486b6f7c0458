"""Signing in: passwords are checked outside any transaction, sessions and attempts are rows like all others."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from app.domain.commands.identity import (
    ChangeOwnPassword,
    CloseSession,
    OpenSession,
    RecordFailedSignIn,
    TouchSession,
)
from app.domain.errors import AccountLocked, NotSignedIn, TooManyAttempts
from app.domain.people import Credentials, SignInSession
from app.domain.ports.clock import Clock
from app.domain.ports.door import Door
from app.domain.ports.identity import SignedIn
from app.domain.queries.identity import FindCredentials, FindSession, ListDemoAccounts
from app.domain.values import SYSTEM, Actor
from app.identity.directory import OfficePeople
from app.identity.limits import IDLE, TOUCH
from app.identity.org import PeopleMemory
from app.identity.passwords import Passwords, check_strength

_LONGEST_USER_ID = 64


class SignInDesk:
    """`Identity`: everything a door to the house needs to know who stands before it."""

    def __init__(self, door: Door, clock: Clock, memory: PeopleMemory, passwords: Passwords) -> None:
        self._door = door
        self._clock = clock
        self._memory = memory
        self._passwords = passwords

    def sign_in(self, user_id: str, password: str, address: str, replaces: str | None = None) -> tuple[str, SignedIn]:
        """Check the password and open a session under a new token."""
        credentials = self._checked(user_id, password, address, again=False)
        token = secrets.token_urlsafe(32)
        session: SignInSession = self._door.execute(
            OpenSession(
                session_id(token),
                credentials.user_id,
                address,
                session_id(replaces) if replaces else None,
                self._renewed(credentials, password),
            ),
            SYSTEM,
        )
        return token, self._signed_in(session)

    def resume(self, token: str, at_work: bool = True) -> SignedIn | None:
        """Who holds the token, if the session still lives."""
        session, version = self._door.ask(FindSession(session_id(token)), SYSTEM)
        now = self._clock.now()
        if session is None or now >= session.expires_at or now - session.seen_at >= IDLE:
            return None
        if at_work and now - session.seen_at >= TOUCH:
            self._door.execute(TouchSession(session.id), SYSTEM)
        people = self._memory.of_door(version, self._door)
        user = people.user(session.user_id)
        return self._as_actor(session, people, now) if user is not None and user.active else None

    def sign_out(self, token: str) -> None:
        """End the session."""
        self._door.execute(CloseSession(session_id(token)), SYSTEM)

    def change_password(self, signed_in: SignedIn, old: str, new: str, address: str) -> None:
        """Check the old password as strictly as at sign-in, then set the new one."""
        user_id = signed_in.actor.user_id
        self._checked(user_id, old, address, again=False)
        hashed = self.hash_password(new, user_id)
        self._door.execute(ChangeOwnPassword(user_id, hashed, signed_in.session.id), SYSTEM)

    def check_basic(self, user_id: str, password: str, address: str) -> Actor:
        """The actor of HTTP Basic credentials."""
        credentials = self._checked(user_id, password, address, again=True)
        if credentials.must_change:
            raise NotSignedIn("请先登录网页修改初始密码", "the first password must be changed before it may be used")
        return self.directory().actor(credentials.user_id, self._clock.now())

    def hash_password(self, password: str, user_id: str) -> str:
        """A hash to put into a command."""
        check_strength(password, user_id)
        return self._passwords.hash(password)

    def directory(self) -> OfficePeople:
        """The people as they are now."""
        return self._memory.latest(self._door)

    def demo_accounts(self) -> tuple[str, ...]:
        """Demo accounts whose password is still the demo's."""
        accounts: tuple[str, ...] = self._door.ask(ListDemoAccounts(), SYSTEM)
        return accounts

    def _checked(self, user_id: str, password: str, address: str, *, again: bool) -> Credentials:
        user_id = user_id.strip()[:_LONGEST_USER_ID]
        credentials: Credentials = self._door.ask(FindCredentials(user_id, address), SYSTEM)
        self._refuse_locked(credentials)
        check = self._passwords.verify_again if again else self._passwords.verify
        if check(credentials.password_hash, password) and credentials.active:
            return credentials
        until = self._door.execute(RecordFailedSignIn(user_id, address), SYSTEM)
        if until is not None:
            self._refuse_locked(self._door.ask(FindCredentials(user_id, address), SYSTEM))
        raise NotSignedIn("账号或密码不正确", "user or password is wrong")

    def _refuse_locked(self, credentials: Credentials) -> None:
        now = self._clock.now()
        until = credentials.locked_until
        if until is not None and now < until:
            raise AccountLocked("密码错误次数过多，账号已锁定", "too many wrong passwords: account locked", until)
        until = credentials.address_locked_until
        if until is not None and now < until:
            raise TooManyAttempts("尝试次数过多，请稍后再试", "too many attempts from this address", until)

    def _renewed(self, credentials: Credentials, password: str) -> str | None:
        kept = credentials.password_hash
        return self._passwords.hash(password) if kept and self._passwords.is_outdated(kept) else None

    def _signed_in(self, session: SignInSession) -> SignedIn:
        return self._as_actor(session, self.directory(), self._clock.now())

    def _as_actor(self, session: SignInSession, people: OfficePeople, at: datetime) -> SignedIn:
        return SignedIn(session, people.actor(session.user_id, at), people)


def session_id(token: str) -> str:
    """What is kept of a token: a copy of the table signs nobody in."""
    return hashlib.sha256(token.encode()).hexdigest()
