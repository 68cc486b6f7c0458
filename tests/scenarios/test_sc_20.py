"""SC-20: no normative topic without both prior reviews (Art. 24, INV-06)."""

from __future__ import annotations

import pytest

from app.domain.commands.instance import CorrelateMessage, SetVariables
from app.domain.errors import NotAllowed
from app.domain.values import SYSTEM
from tests.scenarios.conftest import StoryAt

ARTICLE_24 = "未经预先审查，不得提交区政府常务会议研究"


def test_sc_20_with_the_policy_review_missing_the_submission_is_refused(story_at: StoryAt) -> None:
    # given a normative topic that the legal office has let pass, and the policy research office has not seen
    story = story_at("2026-09-14 09:00")
    story.propose(normative=True)
    story.stage.act("legal.head", "S03_review", legal_conclusion="pass", legal_opinion="合法")

    # then the unit is told with the words of the rule, and who is missing
    (refusal,) = [each for each in story.notices("education.clerk") if each.template == "topic_refused"]
    assert ARTICLE_24 in refusal.text
    assert "区政研室" in refusal.text and "区法制办" not in refusal.text
    # and nothing goes on: nobody is consulted, nothing can be submitted; P15 shows what is missing
    assert story.stage.open() == ["S03_review"]
    assert story.stage.form("policy.head", "S03_review")["missing_reviews"] == "政研室审查意见"


def test_sc_20_with_both_reviews_the_topic_goes_on(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    topic_no = story.propose(normative=True)
    story.stage.act("legal.head", "S03_review", legal_conclusion="pass")
    story.stage.act("policy.head", "S03_review", legal_conclusion="pass", policy_conclusion="pass_with_changes")

    asked = {each.body for each in story.topic_file(topic_no).opinions}
    assert asked == {"housing_bureau", "legal_office", "policy_research_office"}
    story.answer_all()
    story.finalise()
    assert story.stage.open() == ["S09_secretary_review"]


@pytest.mark.parametrize("policy_conclusion", [None, "fail", "yes"])
def test_inv_06_a_message_without_the_conclusion_does_not_help(
    story_at: StoryAt, policy_conclusion: str | None
) -> None:
    story = story_at("2026-09-14 09:00")
    topic_no = story.propose(normative=True)

    said = {"legal_conclusion": "pass", "policy_conclusion": policy_conclusion, "normative_reviewed": True}
    story.stage.engine.execute(CorrelateMessage("MSG_NORMATIVE_REVIEWED", topic_no, variables=said), SYSTEM)
    story.stage.settle()

    assert story.stage.open() == ["S03_review"]


def test_inv_06_the_unit_cannot_set_the_conclusion_itself(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    topic_no = story.propose(normative=True)
    passed = {"legal_conclusion": "pass", "policy_conclusion": "pass", "normative_reviewed": True}
    instance_id = str(story.topic_file(topic_no).topic.instance_id)

    for user_id in ("education.clerk", "education.head", "dm.zhou"):
        with pytest.raises(NotAllowed):
            story.stage.engine.execute(SetVariables(instance_id, passed, reason="x"), story.stage.actor(user_id))
        with pytest.raises(NotAllowed):
            message = CorrelateMessage("MSG_NORMATIVE_REVIEWED", topic_no, variables=passed)
            story.stage.engine.execute(message, story.stage.actor(user_id))
