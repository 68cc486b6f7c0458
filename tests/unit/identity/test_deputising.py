"""The stand-ins of catalogue 1.4."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.identity.deputising import (
    chair_basis,
    delegation_basis,
    may_name_deputy,
    signing_basis,
)
from tests.unit.identity.people import NOON, away, office


def test_nobody_acts_for_a_mayor_who_is_present():
    people = office()
    assert people.stand_ins("mayor", NOON) == ()
    assert people.stands_in_for("edm", NOON) == frozenset()


def test_the_executive_deputy_acts_for_the_absent_mayor():
    people = office(away("mayor"))
    assert people.stand_ins("mayor", NOON) == (("edm", "DEP-1"),)
    assert people.stands_in_for("edm", NOON) == {"mayor"}
    assert people.basis("edm", "mayor", NOON) == "DEP-1"
    assert people.basis("dm2", "mayor", NOON) is None


def test_an_absence_ends_to_the_minute():
    absence = away("mayor")
    people = office(absence)
    assert people.stand_ins("mayor", absence.to_at - timedelta(seconds=1))
    assert not people.stand_ins("mayor", absence.to_at)
    assert not people.stand_ins("mayor", absence.from_at - timedelta(seconds=1))


def test_signing_for_the_absent_mayor_has_a_rule_of_its_own():
    people = office(away("mayor"))
    assert signing_basis(people, "edm", "mayor", NOON) == "DEP-2"
    assert signing_basis(people, "dm2", "mayor", NOON) is None


def test_an_office_director_is_represented_by_whom_he_designated():
    assert office(away("director")).stand_ins("director", NOON) == ()
    assert office(away("director", deputy="deputy")).stand_ins("director", NOON) == (("deputy", "DEP-3"),)
    both_away = office(away("director", deputy="deputy"), away("deputy"))
    assert both_away.stand_ins("director", NOON) == ()


def test_a_deputy_mayor_is_covered_by_his_b_role_else_by_the_executive_deputy_else_by_the_mayor():
    covers = {"dm2": "dm3"}
    assert office(away("dm2"), covers=covers).stand_ins("dm2", NOON) == (("dm3", "DEP-9"),)
    assert office(away("dm2"), away("dm3"), covers=covers).stand_ins("dm2", NOON) == (("edm", "DEP-9"),)
    assert office(away("dm2"), away("edm")).stand_ins("dm2", NOON) == (("mayor", "DEP-9"),)
    assert office(away("edm")).stand_ins("edm", NOON) == (("mayor", "DEP-9"),)


def test_both_leaders_away_need_one_confirmation():
    unconfirmed = office(away("mayor"), away("edm"))
    assert unconfirmed.stand_ins("mayor", NOON) == ()
    assert unconfirmed.proposed_stand_in("mayor", NOON) == "dm2"
    assert office(away("mayor"), away("edm"), away("dm2")).proposed_stand_in("mayor", NOON) == "dm3"

    confirmed = office(away("mayor", deputy="dm2"), away("edm"))
    assert confirmed.stand_ins("mayor", NOON) == (("dm2", "DEP-10"),)
    assert confirmed.stand_ins("edm", NOON) == (("dm2", "DEP-10"),)
    assert confirmed.proposed_stand_in("mayor", NOON) is None


def test_a_confirmation_ends_when_one_leader_is_back():
    back = office(away("mayor", deputy="dm2"))
    assert back.stand_ins("mayor", NOON) == (("edm", "DEP-1"),)
    assert back.stands_in_for("dm2", NOON) == frozenset()


def test_outside_the_leadership_the_named_deputy_acts():
    assert office(away("clerk", deputy="clerk2")).stand_ins("clerk", NOON) == (("clerk2", "designated"),)
    assert office(away("clerk")).stand_ins("clerk", NOON) == ()


@pytest.mark.parametrize(
    ("principal", "deputy", "forbidden_by"),
    [
        ("mayor", "dm2", "DEP-1"),
        ("edm", "dm2", "DEP-9"),
        ("dm2", "dm3", "DEP-9"),
        ("director", "clerk", "DEP-3"),
        ("director", "deputy", None),
        ("clerk", "clerk2", None),
    ],
)
def test_leaders_cannot_name_whom_they_like(principal, deputy, forbidden_by):
    assert may_name_deputy(office(), principal, deputy) == forbidden_by


@pytest.mark.parametrize(
    ("meeting", "chair", "delegated_by", "basis"),
    [
        ("plenary", "mayor", None, "office"),
        ("plenary", "edm", "mayor", "DEP-4"),
        ("plenary", "edm", None, None),
        ("plenary", "dm2", "mayor", None),
        ("executive", "mayor", None, "office"),
        ("executive", "edm", "mayor", "DEP-5"),
        ("executive", "edm", "dm2", None),
        ("mayor_office", "edm", None, "DEP-6"),
        ("mayor_office", "dm2", "mayor", None),
        ("special_topic", "dm2", None, "office"),
        ("special_topic", "director", "dm2", "DEP-7"),
        ("special_topic", "director", "clerk", None),
    ],
)
def test_who_may_chair_a_meeting(meeting, chair, delegated_by, basis):
    assert chair_basis(office(), meeting, chair, delegated_by) == basis


def test_the_mayor_delegates_special_tasks_to_deputy_mayors():
    assert delegation_basis(office(), "mayor", "dm2") == "DEP-8"
    assert delegation_basis(office(), "dm2", "dm3") is None
    assert delegation_basis(office(), "mayor", "clerk") is None
