"""SC-17, SC-18: whom a topic is sent to, and until when they answer (Art. 50, DT-01, DL-08)."""

from __future__ import annotations

import pytest

from app.domain.errors import InvalidInput
from tests.scenarios.conftest import StoryAt


def test_sc_17_finance_and_legal_must_answer_in_writing_within_three_working_days(story_at: StoryAt) -> None:
    # given a topic registered on Friday 26 September 2025 at 10:00, with finance and legal ticked
    story = story_at("2025-09-26 10:00")
    topic_no = story.propose(fiscal_funds=True, amount=860, legal=True)

    # then finance bureau and legal office owe an opinion in writing, the related unit one in any form
    opinions = story.topic_file(topic_no).opinions
    assert {each.body: each.written_required for each in opinions} == {
        "housing_bureau": False,
        "finance_bureau": True,
        "legal_office": True,
    }
    # and all are due on the third working day, the make-up Sunday counted
    assert story.deadline("DL-08") == "Tue 2025-09-30 18:00"
    assert {story.due("S02_draft", each.request_key) for each in opinions} == {"Tue 2025-09-30 18:00"}


def test_sc_17_an_answer_without_the_signed_document_is_refused(story_at: StoryAt) -> None:
    story = story_at("2025-09-26 10:00")
    story.propose(fiscal_funds=True, amount=860)

    with pytest.raises(InvalidInput) as refused:
        story.stage.act("finance.clerk", "S02_draft", opinion="agree")

    assert [problem.field for problem in refused.value.problems] == ["written_doc"]
    story.stage.act("housing.clerk", "S02_draft", opinion="agree")


def test_sc_17_the_silent_are_told_and_stay_asked(story_at: StoryAt) -> None:
    story = story_at("2025-09-26 10:00")
    story.propose(fiscal_funds=True, amount=860)
    story.answer("housing_bureau")

    story.at("2025-10-10 09:00")

    assert story.stage.open() == ["S02_draft", "S02_measure"], "finance still owes its answer; the director sees to it"
    told = story.notices("finance.clerk")
    assert {"consult_request", "urge_remind", "urge_overdue"} <= {each.template for each in told}


def test_sc_18_the_spring_festival_does_not_count(story_at: StoryAt) -> None:
    story = story_at("2026-02-12 09:00")
    story.propose()
    assert story.deadline("DL-08") == "Tue 2026-02-24 18:00"
