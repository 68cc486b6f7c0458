"""Plays one file on a whole engine: deploys it, starts every process, completes whatever waits until all is over."""

from __future__ import annotations

import logging
import random
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.bootstrap import Office as OfficePorts
from app.definitions import read_bpmn
from app.domain.commands.deployment import Deploy
from app.domain.commands.instance import (
    StartInstance,
)
from app.domain.errors import BanliError, DefinitionInvalid, Problem
from app.domain.model.process import EventKind, ProcessModel
from app.persistence.tables import ru
from scripts.conformance.moves import JoinError, LostError, moves_of, occur, pass_time, stuck
from scripts.conformance.verdicts import Finding, Verdict
from tests.support.engine_driver import Office, People

MOVES = 60
"""Completions, messages and passages of time that one instance is given."""
_FITTING: dict[str, Any] = {
    "collection": ["a", "b"],
    "timer": "PT1H",
    "cardinality": 2,
    "condition": True,
    "other": "a",
}
GUESSES: tuple[Mapping[str, Any], ...] = (_FITTING, dict.fromkeys(_FITTING, 1), dict.fromkeys(_FITTING, "a"))
"""What an unknown variable is taken to be, by its use: one guess after the other until the process reaches its end."""


@dataclass
class Resources:
    """The file to play, and the files that define what it calls."""

    name: str
    content: bytes
    companions: tuple[tuple[str, bytes], ...] = ()


class _Anything(frozenset[str]):
    """The topics that workers stand for: every one, so that Java classes are work like any other."""

    def __contains__(self, _topic: object) -> bool:
        return True


def _office(folder: Path) -> Office:
    ports = OfficePorts(org=lambda uow: People(), topics=_Anything({"any"}))
    return Office(folder, fresh=False, ports=ports)


def empty_database(folder: Path) -> Path:
    """A database with all tables and nothing in them, to be copied for every file."""
    with Office(folder):
        pass
    return folder / "banli.db"


def play(resources: Resources, empty: Path, folder: Path) -> list[Finding]:
    """One finding per executable process, or the one that refuses the whole file."""
    shutil.copyfile(empty, folder / "banli.db")
    with _listening() as heard, _office(folder) as office:
        problems = _refusals(office, resources)
        if problems:
            return [_refused(resources.name, problems[0])]
        for name, content in resources.companions:
            _deploy_if_possible(office, name, content)
        office.execute(Deploy(None, ((resources.name, resources.content),)))
    models = read_bpmn(resources.content, resources.name).processes
    template = folder / "template.db"
    (folder / "banli.db").rename(template)
    return [_best(resources.name, model, folder, template, heard) for model in models]


def _refusals(office: Office, resources: Resources) -> list[Problem]:
    found = office.execute(Deploy(None, ((resources.name, resources.content),), dry_run=True)).problems
    return [problem for problem in found if problem.severity == "error"]


def _refused(name: str, problem: Problem) -> Finding:
    verdict = Verdict.DRAWING if problem.code == "no_executable_process" else Verdict.REFUSED
    return Finding(name, verdict, problem.code, problem.element_id, problem.line, problem.text.en)


def _deploy_if_possible(office: Office, name: str, content: bytes) -> None:
    try:
        office.execute(Deploy(None, ((name, content),)))
    except DefinitionInvalid:
        return  # the caller then stops at its call activity, and says so


def _best(name: str, model: ProcessModel, folder: Path, template: Path, heard: _Heard) -> Finding:
    """The first try that reaches the end, by the plain path or a random one; a bug in any try is the answer."""
    first: Finding | None = None
    for guess in GUESSES:
        for seed in (None, 1):
            finding = _Try(name, model, guess, seed, heard).run(folder, template)
            if finding.verdict is Verdict.BUG:
                return finding
            first = first or finding
        if finding.verdict is Verdict.RUNS:
            return finding
    return first or Finding(name, Verdict.STOPS)


@dataclass
class _Heard:
    """What the engine logged: failed commands and jobs are told nowhere else with their exception."""

    broken: list[BaseException] = field(default_factory=list)
    failed: list[BanliError] = field(default_factory=list)


class _Listener(logging.Handler):
    def __init__(self, heard: _Heard) -> None:
        super().__init__()
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        given = [record.exc_info[1]] if record.exc_info else list(record.args or ())
        for error in given:
            if isinstance(error, BanliError):
                self._heard.failed.append(error)
            elif isinstance(error, BaseException):
                self._heard.broken.append(error)


@contextmanager
def _listening() -> Iterator[_Heard]:
    heard = _Heard()
    listener = _Listener(heard)
    for name in ("banli.engine", "banli.jobs"):
        logger = logging.getLogger(name)
        logger.addHandler(listener)
        logger.propagate = False
    yield heard


@dataclass
class _Try:
    """One run of one process with one way of guessing what its tests would give."""

    name: str
    model: ProcessModel
    guess: Mapping[str, Any]
    seed: int | None
    heard: _Heard
    known: dict[str, Any] = field(default_factory=dict)

    def run(self, folder: Path, template: Path) -> Finding:
        """Start again with one more variable for as long as one is missed."""
        while True:
            self.heard.broken.clear()
            self.heard.failed.clear()
            shutil.copyfile(template, folder / "banli.db")
            with _office(folder) as office:
                finding = self._run(office)
            missed = next((each.name for each in self.heard.failed if hasattr(each, "name")), None)
            if finding.verdict is Verdict.RUNS or missed is None or missed in self.known or len(self.known) > 8:
                return finding
            self.known[missed] = self.guess[_role(self.model, missed)]

    def _run(self, office: Office) -> Finding:
        try:
            self._start(office)
            if not office.rows(select(ru.instance.c.id).limit(1)):
                return self._stops("not started", "no start event happened")
            moves = self._move_on(office)
        except BanliError as error:
            self.heard.failed.append(error)
            return self._stops(error.code, error.text.en)
        except JoinError as stuck:
            return self._stops("deadlock at a join", str(stuck))
        except LostError as lost:
            return Finding(self.name, Verdict.BUG, "token lost", None, None, str(lost))
        except Exception as error:
            return Finding(self.name, Verdict.BUG, type(error).__name__, None, None, where(error))
        if self.heard.broken:
            broken = self.heard.broken[0]
            return Finding(self.name, Verdict.BUG, type(broken).__name__, None, None, where(broken))
        incidents = office.incidents()
        if office.running() and incidents:
            return self._stops(incidents[0].kind, incidents[0].message, incidents[0].element_id)
        return Finding(self.name, Verdict.RUNS, text=f"{moves} moves")

    def _stops(self, reason: str, text: str, element: str | None = None) -> Finding:
        return Finding(self.name, Verdict.STOPS, reason, element, None, text)

    def _start(self, office: Office) -> None:
        kinds = {node.event.kind: node for node in self.model.start_events(self.model.id) if node.event}
        with office.store.transaction() as uow:
            definition = uow.definitions.latest("process", self.model.id)
            waiting = uow.subscriptions.starts_of_definition(definition.id) if definition else ()
        if EventKind.NONE in kinds or not kinds:
            office.execute(StartInstance(None, self.model.id, self.name, self.known))
        elif EventKind.TIMER in kinds and not waiting:
            pass_time(office)
        for each in waiting if EventKind.NONE not in kinds else ():
            occur(office, each.kind, each.name or "", None, self.known)
            break
        office.run()

    def _move_on(self, office: Office) -> int:
        """Complete, correlate and let time pass; returns how many moves it took."""
        chance = random.Random(self.seed)  # noqa: S311 - a path through a diagram, no secret
        for count in range(MOVES):
            running = office.running()
            if not running or self.heard.broken:
                return count
            moves = list(moves_of(office, self.known))
            if not moves:
                if office.incidents() or self.heard.failed:
                    return count
                raise stuck(office)
            move = moves[0] if self.seed is None else chance.choice(moves)
            move()
            office.run()
        return MOVES


def _role(model: ProcessModel, name: str) -> str:
    """What a variable is used for: it tells what a test would put into it."""
    for node in model.nodes.values():
        loop, event = node.multi_instance, node.event
        if loop and loop.collection and name in loop.collection.text:
            return "collection"
        if loop and loop.cardinality and name in loop.cardinality.text:
            return "cardinality"
        if event and event.timer and name in event.timer.text:
            return "timer"
    conditions = [flow.condition.text for flow in model.flows.values() if flow.condition]
    return "condition" if any(name in text for text in conditions) else "other"


def where(error: BaseException) -> str:
    """The exception and the innermost place in Banli it came from."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "/app/" in code.co_filename:
            place = f"{code.co_filename.rpartition('/app/')[2]}:{code.co_name}"
        trace = trace.tb_next
    return f"{error} at app/{place}"[:300]
