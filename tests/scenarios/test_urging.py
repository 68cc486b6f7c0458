"""Urging by people (catalogue C05, Art. 89)."""

from __future__ import annotations

from app.domain.commands.task import UrgeTask
from tests.scenarios.conftest import StoryAt


def test_a_case_that_has_no_number_yet_can_be_urged(story_at: StoryAt) -> None:
    story = story_at("2026-09-16 09:00")
    stage = story.stage
    stage.start(story.clerk, "executive_topic", title="关于校舍安全改造的议题", unit=story.unit)
    task = stage.task(story.clerk, "S01_propose")

    stage.engine.execute(UrgeTask(task.id, "请今日内报送。"), stage.actor("operator.gao"))
    stage.settle()

    (urged,) = [each for each in story.notices(story.clerk) if each.template == "urge_manual"]
    assert "请今日内报送。" in urged.text
