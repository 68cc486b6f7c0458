"""`banli demo executive-meeting`: catalogue scenario SC-62, as far as the topic and its session go."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli_demo import demo
from app.demo.executive_meeting import BEGIN, CATALOGUE, Chain, play
from app.demo.narrator import Narrator
from app.demo.stage import Deed
from app.domain.queries.incident import IncidentQuery
from app.domain.queries.office import VerifyArchive
from app.domain.values import SYSTEM
from tests.scenarios.story import Story, local
from tests.support.demo_office import SHANGHAI, office_at


@dataclass
class Played:
    """The play at its end, told in both languages."""

    story: Story
    chain: Chain
    cpu_s: float
    zh: list[str]
    en: list[str]


@pytest.fixture(scope="module")
def played(prepared_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """SC-62, played once for this module."""
    with office_at(prepared_office, tmp_path_factory.mktemp("play"), BEGIN) as office:
        zh: list[str] = []
        en: list[str] = []
        tellers = (
            Narrator(zh.append, lambda user_id: user_id, SHANGHAI),
            Narrator(en.append, lambda user_id: user_id, SHANGHAI, english=True),
        )

        def tell(deed: Deed) -> None:
            for teller in tellers:
                teller(deed)

        office.stage.watcher = tell
        began = time.process_time()
        chain = play(office.stage)
        yield Played(Story(office.house, office.stage), chain, time.process_time() - began, zh, en)


def test_the_due_times_are_those_of_the_catalogue(played: Played) -> None:
    due = {each.deadline_id: (local(each.due_at), each.state) for each in played.story.stage.deadlines(*CATALOGUE)}
    assert due == {
        "DL-08": ("Sun 2026-09-20 18:00", "met"),
        "DL-11": ("Tue 2026-09-22 18:00", "met"),
        "DL-13": ("Wed 2026-09-23 18:00", "met"),
        "DL-41": ("Thu 2026-09-24 18:00", "met"),
        "DL-05": ("Wed 2026-09-30 18:00", "met"),
        "DL-21": ("Fri 2026-10-09 18:00", "met"),
        "DL-18": ("Tue 2026-10-13 18:00", "met"),
    }


def test_nothing_is_left_to_do_and_the_file_is_whole(played: Played) -> None:
    engine = played.story.stage.engine
    assert played.story.stage.open() == []
    assert engine.ask(IncidentQuery(), SYSTEM).rows == ()
    assert engine.ask(VerifyArchive("executive_meeting", played.chain.meeting_no), SYSTEM) == ()


def test_it_takes_less_than_ten_seconds_of_work(played: Played) -> None:
    assert played.cpu_s < 10


def test_every_post_is_held_by_somebody_else(played: Played) -> None:
    holders: dict[str, set[str]] = {}
    for deed in played.story.stage.deeds:
        for post in set(deed.task.candidate_groups) - {"office"}:  # the whole office may do its errands
            holders.setdefault(post, set()).add(deed.user_id)
    del holders["secretariat_chief"]  # may type the report of the reporter, who is asked beside him
    assert all(len(people) == 1 for people in holders.values()), holders
    assert len(set.union(*holders.values())) == len(holders), holders


def test_every_step_is_told_with_its_limit_light_and_person(played: Played) -> None:
    zh = next(line for line in played.zh if "区长批准列入会议" in line)
    en = next(line for line in played.en if "区长批准列入会议" in line)
    assert zh.startswith("2026-09-20 周日 10:00  ● 绿灯 按时｜时限 2026-09-21 周一 18:00 DL-27｜mayor.liu（mayor.liu）")
    assert en.startswith("2026-09-20 Sun 10:00  ● green, in time | due 2026-09-21 Mon 18:00 DL-27 | mayor.liu")


def test_the_command_ends_by_verifying_the_archive() -> None:
    result = CliRunner().invoke(demo, ["executive-meeting"])
    assert result.exit_code == 0, result.output
    assert "档案核验通过" in result.output.splitlines()[-1]
