"""Signing in: sessions, lock-out, throttle, passwords."""

from __future__ import annotations

import pytest

from app.domain.commands.identity import AddUser, ChangeUser, SetPassword, UnlockUser
from app.domain.errors import AccountLocked, InvalidInput, NotSignedIn, TooManyAttempts
from app.domain.queries.identity import ListAccounts
from app.domain.values import Right
from tests.support.identity_desk import ADMIN

PASSWORD = "correct horse battery"
OTHER = "staple purple monkey"


@pytest.fixture
def desk(office):
    hashed = office.identity.hash_password(PASSWORD, "li.si")
    office.do(AddUser("li.si", "李四", frozenset({Right.CLERK}), (), hashed, must_change_password=False))
    return office.identity


def fail(desk, times, user="li.si", address="10.0.0.1"):
    for _ in range(times):
        with pytest.raises(NotSignedIn):
            desk.sign_in(user, "wrong password", address)


def test_the_right_password_opens_a_session(office, desk):
    token, signed_in = desk.sign_in("li.si", PASSWORD, "10.0.0.1")
    assert signed_in.actor.user_id == "li.si"
    resumed = desk.resume(token)
    assert resumed.actor == signed_in.actor
    assert token not in repr(resumed.session)


def test_signing_out_ends_it(desk):
    token, _ = desk.sign_in("li.si", PASSWORD, "10.0.0.1")
    desk.sign_out(token)
    desk.sign_out(token)
    assert desk.resume(token) is None
    assert desk.resume("made up") is None


def test_a_new_sign_in_replaces_the_session_of_the_browser(desk):
    first, _ = desk.sign_in("li.si", PASSWORD, "10.0.0.1")
    second, _ = desk.sign_in("li.si", PASSWORD, "10.0.0.1", replaces=first)
    assert first != second
    assert desk.resume(first) is None
    assert desk.resume(second) is not None


def test_an_idle_session_ends_and_a_used_one_stays_for_twelve_hours(office, desk):
    token, _ = desk.sign_in("li.si", PASSWORD, "10.0.0.1")
    for _ in range(24):
        office.clock.pass_time(minutes=29)
        assert desk.resume(token) is not None
    office.clock.pass_time(minutes=25)
    assert desk.resume(token) is None, "twelve hours are over"

    idle, _ = desk.sign_in("li.si", PASSWORD, "10.0.0.1")
    office.clock.pass_time(minutes=29)
    assert desk.resume(idle, at_work=False) is not None
    office.clock.pass_time(minutes=1)
    assert desk.resume(idle) is None, "a page that only listens is no use of the session"


def test_five_wrong_passwords_lock_the_account_also_for_the_right_one(office, desk):
    fail(desk, 4)
    with pytest.raises(AccountLocked) as locked:
        desk.sign_in("li.si", "wrong password", "10.0.0.1")
    assert (locked.value.until - office.clock.now()).total_seconds() == 900
    with pytest.raises(AccountLocked):
        desk.sign_in("li.si", PASSWORD, "10.0.0.2")
    office.clock.pass_time(minutes=15)
    desk.sign_in("li.si", PASSWORD, "10.0.0.1")


def test_an_administrator_unlocks(office, desk):
    fail(desk, 4)
    with pytest.raises(AccountLocked):
        desk.sign_in("li.si", "wrong password", "10.0.0.1")
    (state,) = office.engine.ask(ListAccounts(), ADMIN)
    assert state.locked_until is not None
    office.do(UnlockUser("li.si"))
    desk.sign_in("li.si", PASSWORD, "10.0.0.1")


def test_a_right_password_forgets_the_wrong_ones(desk):
    for _ in range(3):
        fail(desk, 4)
        desk.sign_in("li.si", PASSWORD, "10.0.0.1")


def test_unknown_users_are_told_the_same_and_lock_alike(desk):
    fail(desk, 4, user="nobody")
    with pytest.raises(AccountLocked):
        desk.sign_in("nobody", "wrong password", "10.0.0.1")


def test_one_address_that_tries_many_accounts_is_stopped(desk, monkeypatch):
    monkeypatch.setattr(desk._passwords, "verify", lambda hashed, password: password == PASSWORD)
    for number in range(49):
        fail(desk, 1, user=f"user{number}")
    with pytest.raises(TooManyAttempts):
        desk.sign_in("user49", "wrong password", "10.0.0.1")
    with pytest.raises(TooManyAttempts):
        desk.sign_in("li.si", PASSWORD, "10.0.0.1")
    desk.sign_in("li.si", PASSWORD, "10.0.0.2")


def test_changing_the_own_password_ends_other_sessions(desk):
    here, signed_in = desk.sign_in("li.si", PASSWORD, "10.0.0.1")
    there, _ = desk.sign_in("li.si", PASSWORD, "10.0.0.9")
    with pytest.raises(NotSignedIn):
        desk.change_password(signed_in, "not the password", OTHER, "10.0.0.1")
    for weak in ("short", "li.si-li.si-li.si", "aaaaaaaaaaaa", "x" * 200):
        with pytest.raises(InvalidInput):
            desk.change_password(signed_in, PASSWORD, weak, "10.0.0.1")
    desk.change_password(signed_in, PASSWORD, OTHER, "10.0.0.1")
    assert desk.resume(here) is not None
    assert desk.resume(there) is None
    desk.sign_in("li.si", OTHER, "10.0.0.1")


def test_a_password_given_by_an_administrator_must_be_changed(office, desk):
    office.do(SetPassword("li.si", desk.hash_password(OTHER, "li.si")))
    token, signed_in = desk.sign_in("li.si", OTHER, "10.0.0.1")
    assert signed_in.session.must_change
    with pytest.raises(NotSignedIn):
        desk.check_basic("li.si", OTHER, "10.0.0.1")
    desk.change_password(signed_in, OTHER, PASSWORD, "10.0.0.1")
    assert not desk.resume(token).session.must_change


def test_a_person_who_left_is_signed_out(office, desk):
    token, _ = desk.sign_in("li.si", PASSWORD, "10.0.0.1")
    office.do(ChangeUser("li.si", active=False))
    assert desk.resume(token) is None
    with pytest.raises(NotSignedIn):
        desk.sign_in("li.si", PASSWORD, "10.0.0.1")


def test_basic_credentials_are_hashed_once(office, desk, monkeypatch):
    assert desk.check_basic("li.si", PASSWORD, "10.0.0.1").user_id == "li.si"

    def no_more(*_args):
        raise AssertionError("hashed again")

    with monkeypatch.context() as patch:
        patch.setattr(desk._passwords, "verify", no_more)
        desk.check_basic("li.si", PASSWORD, "10.0.0.1")
    office.do(SetPassword("li.si", desk.hash_password(OTHER, "li.si"), must_change=False))
    with pytest.raises(NotSignedIn):
        desk.check_basic("li.si", PASSWORD, "10.0.0.1")
