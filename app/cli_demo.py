"""`banli demo`: the demo office, and a whole case of it played on a simulated clock."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from app.bootstrap import House, open_house, seed_demo
from app.bundles.deploying import deploy_bundle
from app.bundles.files import bundle_root, read_bundle
from app.demo.executive_meeting import BEGIN, CATALOGUE, Chain, play
from app.demo.narrator import Narrator
from app.demo.stage import Stage
from app.domain.queries.office import ArchiveQuery, VerifyArchive
from app.domain.values import SYSTEM
from app.jobs.simulation import SimulatedClock
from app.office.in_process import InProcessTransport
from app.settings import load_settings
from app.worker_sdk import Runner, find_workers


@click.group()
def demo() -> None:
    """The demo office."""


@demo.command()
def seed() -> None:
    """Put the people of the demo office into their posts; safe to repeat."""
    with open_house(load_settings(os.environ)) as house:
        click.echo(f"{len(seed_demo(house))} people added")


@demo.command("executive-meeting")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def executive_meeting(language: str) -> None:
    """Play one topic from proposal to the archived minutes of its session, in a few seconds."""
    clock = SimulatedClock(BEGIN)
    with tempfile.TemporaryDirectory() as folder, demo_house(Path(folder), clock) as house:
        stage = open_stage(house, clock)
        people = house.office.people.latest(house.engine)
        narrator = Narrator(
            click.echo, lambda user_id: people.person(user_id).name, house.settings.timezone, language == "en"
        )
        narrator.say(
            "一个议题从申报到会议纪要归档（模拟时钟）", "One topic from proposal to archived minutes (simulated clock)"
        )
        stage.watcher = narrator
        chain = play(stage)
        narrator.limits(stage.deadlines(*CATALOGUE), clock.now())
        problems = verified(house, chain, narrator)
    if problems:
        raise SystemExit(1)


@contextmanager
def demo_house(folder: Path, clock: SimulatedClock) -> Iterator[House]:
    """A house of its own in `folder`, with the demo office and the whole bundle, and no background thread."""
    settings = load_settings({"BANLI_HOME": str(folder), "BANLI_JOBS": "off"})
    with open_house(settings, clock) as house:
        seed_demo(house)
        deploy_bundle(house.engine, read_bundle(bundle_root()), SYSTEM)
        yield house


def open_stage(house: House, clock: SimulatedClock) -> Stage:
    """A stage on a house; its workers run in this thread, whenever the stage settles."""
    transport = InProcessTransport(house.engine, house.store.files)
    runner = Runner(transport, find_workers(), "stage", threads=0, zone=house.settings.timezone)
    people = house.office.people
    return Stage(
        house.engine,
        clock,
        actor=lambda user_id: people.latest(house.engine).actor(user_id, clock.now()),
        work=runner.run_once,
        keep_file=house.store.files.put,
    )


def verified(house: House, chain: Chain, narrator: Narrator) -> tuple[str, ...]:
    """Check every file of the archived session against its checksum, and say so."""
    kept = ArchiveQuery(kind="executive_meeting", file_ids=(chain.meeting_no,))
    archive_no = house.engine.ask(kept, SYSTEM).rows[0].archive_no
    problems: tuple[str, ...] = house.engine.ask(VerifyArchive("executive_meeting", chain.meeting_no), SYSTEM)
    if problems:
        found = "；".join(problems)
        narrator.say(f"档案核验未通过：{found}", f"the archive file is not whole: {found}")
    else:
        narrator.say(
            f"{chain.topic_no}、{chain.meeting_no} 已归档，归档号 {archive_no}；档案核验通过，校验值全部一致",
            f"{chain.topic_no}, {chain.meeting_no} archived as {archive_no}; all its checksums are right",
        )
    return problems
