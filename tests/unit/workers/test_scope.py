"""Whom to consult: the rows of DT-01 added up per body."""

from __future__ import annotations

from tests.unit.workers.fakes import run


def test_related_units_are_expanded_and_demands_on_a_body_add_up() -> None:
    rules = [
        {"body": "related_units", "written": False, "blocking": True, "article": "50(1)"},
        {"body": "finance_bureau", "written": True, "blocking": True, "article": "50(1)、19"},
        {"body": "hr_bureau", "written": False, "blocking": False, "article": None},
    ]

    bodies = run("consult.scope", topic_no="T1", rules=rules, units=["housing_bureau", "finance_bureau"])["bodies"]

    assert [each["body"] for each in bodies] == ["housing_bureau", "finance_bureau", "hr_bureau"]
    assert bodies[1] == {
        "body": "finance_bureau",
        "written_required": True,
        "blocking": True,
        "article": "50(1)、19",
    }
    assert bodies[2]["blocking"] is False


def test_without_rules_and_units_nobody_is_asked() -> None:
    assert run("consult.scope", topic_no="T1", rules=None, units=None) == {"bodies": []}
