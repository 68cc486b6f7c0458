"""The same rows on PostgreSQL: seeds, absences, sessions and attempts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.commands.identity import AddAbsence, RevokeAbsence, SetDeputyCover, UnlockUser
from app.domain.errors import AccountLocked, NotSignedIn
from app.domain.people import AbsenceKind
from app.identity.seeds import DEMO_PASSWORD, seed_demo_office

pytestmark = pytest.mark.postgres


def test_a_day_at_the_desk(office_on_postgresql):
    office = office_on_postgresql
    seed_demo_office(office.engine, office.passwords)
    assert seed_demo_office(office.engine, office.passwords) == ()
    now = office.clock.now()
    absence = office.do(AddAbsence("mayor.liu", now, now + timedelta(days=1), AbsenceKind.LEAVE))
    office.do(SetDeputyCover("dm.zhou", "dm.he"))

    token, signed_in = office.identity.sign_in("edm.chen", DEMO_PASSWORD, "10.0.0.1")
    assert signed_in.actor.stands_in_for == {"mayor.liu"}
    office.clock.pass_time(minutes=5)
    office.do(RevokeAbsence(absence))
    assert office.identity.resume(token).actor.stands_in_for == frozenset()
    office.identity.sign_out(token)
    assert office.identity.resume(token) is None

    for _ in range(4):
        with pytest.raises(NotSignedIn):
            office.identity.sign_in("edm.chen", "wrong password", "10.0.0.1")
    with pytest.raises(AccountLocked):
        office.identity.sign_in("edm.chen", "wrong password", "10.0.0.1")
    office.do(UnlockUser("edm.chen"))
    office.identity.sign_in("edm.chen", DEMO_PASSWORD, "10.0.0.1")
    assert "mayor.liu" in office.identity.demo_accounts()
