"""Whether a topic may go on: INV-05, INV-06, INV-07, INV-10."""

from __future__ import annotations

from typing import Any

import pytest

from app.worker_sdk import Refused
from tests.unit.workers.fakes import run

BODIES: list[dict[str, Any]] = [
    {"body": "finance_bureau", "written_required": True, "blocking": True, "article": "50(1)、19"},
    {"body": "housing_bureau", "written_required": False, "blocking": True, "article": "50(1)"},
    {"body": "hr_bureau", "written_required": True, "blocking": False, "article": "56"},
]
OPINIONS: list[dict[str, Any]] = [
    {"body": "finance_bureau", "state": "answered", "opinion": "agree", "written_doc": [{"sha256": "a"}]},
    {"body": "housing_bureau", "state": "answered", "opinion": "no_comment", "written_doc": None},
]


def submission(**changes: Any) -> list[str]:
    given = {"bodies": BODIES, "opinions": OPINIONS, "has_disagreement": False, **changes}
    answer = run("material.check", stage="submission", topic_no="T1", **given)
    assert answer["complete"] is (not answer["problems"])
    assert answer["refusal_text"] == ("；".join(answer["problems"]) or None)
    problems: list[str] = answer["problems"]
    return problems


def test_with_every_blocking_opinion_a_topic_may_be_submitted() -> None:
    assert submission() == []


def test_a_blocking_body_that_did_not_answer_stops_it_and_so_does_a_missing_paper() -> None:
    assert submission(opinions=OPINIONS[:1]) == ["区住建局尚未答复（50(1)），不得进行决策"]
    oral = [{**OPINIONS[0], "written_doc": []}, OPINIONS[1]]
    assert submission(opinions=oral) == ["区财政局的书面意见缺失（50(1)、19）"]
    overdue = [OPINIONS[0], {**OPINIONS[1], "state": "overdue"}]
    assert submission(opinions=overdue) == ["区住建局尚未答复（50(1)），不得进行决策"]


@pytest.mark.parametrize(("result", "problems"), [("consensus", 0), ("no_consensus", 1), (None, 1)])
def test_a_disagreement_needs_a_consensus(result: str | None, problems: int) -> None:
    assert len(submission(has_disagreement=True, coordination_result=result)) == problems


def test_a_normative_or_major_topic_needs_its_own_procedure_first() -> None:
    assert submission(normative=True, normative_reviewed=True, major_decision=True, decision_stages_done=True) == []
    refused = submission(normative=True, legal_conclusion="pass", major_decision=True)
    assert "第二十四条" in refused[0] and "区政研室" in refused[0] and "区法制办" not in refused[0]
    assert "重大决策程序" in refused[1]


@pytest.mark.parametrize(
    ("legal", "policy", "complete"),
    [("pass", "pass_with_changes", True), ("pass", "fail", False), (None, None, False), ("fail", "pass", False)],
)
def test_both_prior_reviews_must_have_passed(legal: str | None, policy: str | None, complete: bool) -> None:
    given: dict[str, Any] = {"legal_conclusion": legal, "policy_conclusion": policy}
    answer = run("material.check", stage="normative_review", topic_no="T1", **given)

    assert answer["complete"] is complete
    assert complete or "未经预先审查，不得提交区政府常务会议研究" in answer["refusal_text"]


def test_an_unknown_stage_is_a_mistake_of_the_diagram() -> None:
    with pytest.raises(Refused):
        run("material.check", stage="later", topic_no="T1")
