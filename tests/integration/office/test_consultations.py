"""Consultations: asking, answering, silence, and what the initiator made of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from app.domain.office_records import Consultation, Opinion
from tests.support.office_desk import OfficeDesk, at

BODIES = [
    {"body": "finance_bureau", "written_required": True, "blocking": True, "article": "50(1)、19"},
    {"body": "housing_bureau", "written_required": False, "blocking": True, "article": "50(1)"},
    {"body": "democratic_parties", "written_required": True, "blocking": True, "article": "20"},
]


def test_every_body_is_asked_and_one_without_users_is_answered_for_by_the_office(desk: OfficeDesk) -> None:
    sent = _send(desk)

    assert sent["consult_id"] == "常议〔2026〕1号-征1"
    assert [each["request_key"] for each in sent["requests"]] == [f"{sent['consult_id']}/{b['body']}" for b in BODIES]
    assert [each["external"] for each in sent["requests"]] == [False, False, True]
    assert sent["requests"][0]["body_name"] == "区财政局"
    assert sent["recipients"] == ["finance_bureau_clerk", "housing_bureau_clerk"]


def test_a_second_consultation_of_a_case_has_its_own_number(desk: OfficeDesk) -> None:
    first, second = _send(desk), _send(desk, case_no="常议〔2026〕1号")

    assert [first["consult_id"][-1], second["consult_id"][-1]] == ["1", "2"]


@pytest.mark.parametrize(("mode", "state"), [("deemed", "deemed_none"), ("strict", "overdue")])
def test_the_silent_are_settled_by_the_mode(desk: OfficeDesk, mode: str, state: str) -> None:
    sent = _send(desk)
    _answer(desk, sent, "finance_bureau", opinion="agree", text=None)

    table = desk.work("consult.collate", consult_id=sent["consult_id"], mode=mode)

    assert [each["state"] for each in table["opinions"]] == ["answered", state, state]
    assert (table["answered"], table["silent"]) == (1, ["housing_bureau", "democratic_parties"])
    assert not table["has_disagreement"] and table["dispositions"] == []


def test_one_body_that_disagrees_is_a_disagreement_and_must_be_disposed_of(desk: OfficeDesk) -> None:
    sent = _send(desk)
    _answer(desk, sent, "finance_bureau", opinion="disagree", text="资金来源未落实")
    _answer(desk, sent, "housing_bureau", opinion="no_comment", text=None)

    table = desk.work("consult.collate", consult_id=sent["consult_id"], mode="deemed")
    disposition = {**table["dispositions"][0], "adopted": "partly", "reason": "分期落实"}
    row = {"consult_id": sent["consult_id"], "dispositions": [disposition]}
    desk.work("registry.register", kind="consultation_disposition", key=sent["consult_id"], row=row)

    assert table["has_disagreement"] and [each["body"] for each in table["dispositions"]] == ["finance_bureau"]
    assert table["dispositions"][0]["opinion_name"] == "不同意"
    finance = desk.records(Opinion, body="finance_bureau")[0]
    assert (finance.state, finance.adopted, finance.adopted_reason) == ("disposed", "partly", "分期落实")
    assert desk.records(Consultation)[0].state == "disposed"


def test_an_answer_after_the_collation_is_registered_and_changes_no_table(desk: OfficeDesk) -> None:
    sent = _send(desk)
    desk.work("consult.collate", consult_id=sent["consult_id"], mode="deemed")

    _answer(desk, sent, "finance_bureau", opinion="disagree", text="来不及")

    assert desk.records(Opinion, body="finance_bureau")[0].opinion == "deemed_none"


def _send(desk: OfficeDesk, case_no: str | None = None) -> Mapping[str, Any]:
    case_no = case_no or desk.topic()
    due = at("2026-09-20 18:00")
    more: dict[str, Any] = {"subject": "征求意见", "draft": [], "bodies": BODIES, "due": due, "mode": "strict"}
    return desk.work("consult.fanout", case_kind="executive_topic", case_no=case_no, **more)


def _answer(desk: OfficeDesk, sent: Mapping[str, Any], body: str, **said: Any) -> None:
    key = f"{sent['consult_id']}/{body}"
    row = {"consult_id": sent["consult_id"], "request_key": key, "body": body, **said}
    desk.work("registry.register", kind="consultation_opinion", key=key, row=row)
