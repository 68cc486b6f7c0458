"""`banli demo executive-meeting`: catalogue scenario SC-62, as far as the topic and its session go."""

from __future__ import annotations

import time

import pytest
from click.testing import CliRunner

from app.cli_demo import demo
from app.demo.executive_meeting import BEGIN, CATALOGUE, play
from app.domain.queries.incident import IncidentQuery
from app.domain.queries.office import VerifyArchive
from app.domain.values import SYSTEM
from tests.scenarios.conftest import StoryAt
from tests.scenarios.story import local


@pytest.fixture(scope="module")
def told() -> str:
    """What the command prints."""
    result = CliRunner().invoke(demo, ["executive-meeting"])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_due_times_are_those_of_the_catalogue(story_at: StoryAt) -> None:
    # given the play on the dates of SC-62
    story = story_at(BEGIN.strftime("%Y-%m-%d %H:%M"))
    began = time.process_time()

    # when it is played to its end
    chain = play(story.stage)

    # then every limit is the catalogue's, and every one was met
    due = {each.deadline_id: (local(each.due_at), each.state) for each in story.stage.deadlines(*CATALOGUE)}
    assert due == {
        "DL-08": ("Sun 2026-09-20 18:00", "met"),
        "DL-11": ("Tue 2026-09-22 18:00", "met"),
        "DL-13": ("Wed 2026-09-23 18:00", "met"),
        "DL-41": ("Thu 2026-09-24 18:00", "met"),
        "DL-05": ("Wed 2026-09-30 18:00", "met"),
        "DL-21": ("Fri 2026-10-09 18:00", "met"),
        "DL-18": ("Tue 2026-10-13 18:00", "met"),
    }
    # and nothing is left to do, nothing is stuck, the file is whole
    assert story.stage.open() == []
    assert story.stage.engine.ask(IncidentQuery(), SYSTEM).rows == ()
    assert story.stage.engine.ask(VerifyArchive("executive_meeting", chain.meeting_no), SYSTEM) == ()
    assert time.process_time() - began < 10


def test_every_post_is_held_by_somebody_else(story_at: StoryAt) -> None:
    story = story_at(BEGIN.strftime("%Y-%m-%d %H:%M"))
    play(story.stage)
    holders: dict[str, set[str]] = {}
    for deed in story.stage.deeds:
        for post in deed.task.candidate_groups:
            if deed.task.element_id not in ("S11_report", "S06_deliver", "S07_prepare", "S06_report"):
                holders.setdefault(post, set()).add(deed.user_id)
    assert all(len(people) == 1 for people in holders.values()), holders
    assert len(set.union(*holders.values())) == len(holders), holders


def test_the_command_tells_every_step_with_limit_light_and_person(told: str) -> None:
    lines = told.splitlines()
    approval = next(line for line in lines if "区长批准列入会议" in line)
    assert approval.startswith(
        "2026-09-20 周日 10:00  ● 绿灯 按时｜时限 2026-09-21 周一 18:00 DL-27｜刘建国（mayor.liu）"
    )
    assert "档案核验通过" in lines[-1]


def test_the_command_speaks_english_too() -> None:
    result = CliRunner().invoke(demo, ["executive-meeting", "--language", "en"])
    assert result.exit_code == 0
    approval = next(line for line in result.output.splitlines() if "区长批准列入会议" in line)
    assert approval.startswith("2026-09-20 Sun 10:00  ● green, in time | due 2026-09-21 Mon 18:00 DL-27 | 刘建国")
