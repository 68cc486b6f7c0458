"""SC-21: no submission without consensus (Art. 50(2), INV-07)."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.errors import InvalidInput, Rejected
from tests.scenarios.conftest import StoryAt
from tests.scenarios.story import Story

DISPUTE: dict[str, Any] = {"participants": ["finance.head", "housing.head"], "dispute": "资金来源"}


def disputed(story: Story) -> None:
    """A topic with which two departments disagree."""
    story.propose(related_units=["housing_bureau", "civil_affairs_bureau"])
    story.answer("housing_bureau", "disagree", text="资金没有落实")
    story.answer("civil_affairs_bureau", "disagree", text="选址不妥")
    story.dispose()


def test_sc_21_without_consensus_the_topic_stays_with_the_portfolio_deputy_mayor(story_at: StoryAt) -> None:
    # given two departments disagree
    story = story_at("2026-09-14 09:00")
    disputed(story)
    assert story.stage.open() == ["S07_coordinate"]

    # when the portfolio deputy mayor records no consensus, however often
    for _ in range(2):
        story.stage.act("dm.zhou", "S07_coordinate", **DISPUTE, result="no_consensus")
        # then it cannot leave
        assert story.stage.open() == ["S07_coordinate"]

    # and with consensus and the agreed text it goes on
    story.stage.act("dm.zhou", "S07_coordinate", **DISPUTE, result="consensus", agreed_text="分两年安排资金。")
    assert story.stage.open() == ["S08_finalise"]
    story.finalise()
    assert story.stage.open() == ["S09_secretary_review"]


def test_sc_21_a_consensus_needs_its_text(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    disputed(story)
    with pytest.raises(InvalidInput) as refused:
        story.stage.act("dm.zhou", "S07_coordinate", **DISPUTE, result="consensus")
    assert [problem.field for problem in refused.value.problems] == ["agreed_text"]


def test_inv_07_nobody_else_can_record_the_consensus_or_submit(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    disputed(story)
    for user_id in ("education.clerk", "education.head", "chief.zhao", "dm.wang"):
        with pytest.raises(Rejected):
            story.stage.act(user_id, "S07_coordinate", **DISPUTE, result="consensus", agreed_text="已一致")
    with pytest.raises(Rejected):
        story.finalise()


def test_sc_21_a_topic_without_consensus_may_be_withdrawn(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    disputed(story)
    story.stage.act("dm.zhou", "S07_coordinate", **DISPUTE, result="withdraw")
    assert story.stage.open() == []
    assert [topic.state for topic in story.topics()] == ["withdrawn"]
