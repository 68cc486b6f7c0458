"""The one door: keys that are answered once, races, rights, and word to those who wait."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Office as Ports
from app.domain.commands import Command
from app.domain.commands.deployment import Deploy
from app.domain.commands.instance import CancelInstance, CorrelateMessage, StartInstance
from app.domain.commands.task import ClaimTask, CompleteTask
from app.domain.context import CommandContext
from app.domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from app.domain.events import OperationLogged
from app.domain.extension import Extension, merged
from app.domain.ports.notifier import Changes
from app.domain.queries.process_list import StartableQuery
from app.domain.queries.runtime import ActivityTreeQuery, TaskFormQuery
from app.domain.queries.task import ReturnTargetsQuery
from app.domain.values import SYSTEM, Actor, Right
from tests.support.bpmn_builder import bpmn, chain, end, message, parallel, service, start, user
from tests.support.engine_driver import WORKER, Office, People

ZHAO = Actor("zhao", frozenset({Right.CLERK, Right.OPERATOR}), frozenset({"clerks"}))
PROCESS = bpmn("p", start("s"), user("a", candidate_groups="clerks"), end("e"), *chain("s", "a", "e"))


class Probe(Command):
    """A command of some other package."""


def probing(office_path: Path, handler: Callable[[Any, CommandContext], Any], right: Right | None = None) -> Office:
    rights: dict[type[Command], frozenset[Right]] = {Probe: frozenset({right})} if right else {}
    people = People({"clerks": ("zhao", "qian")})
    ports = Ports(extensions=(Extension({Probe: handler}, rights),), org=lambda uow: people)
    office = Office(office_path, ports=ports)
    office.people = people
    return office


def test_a_repeat_with_the_same_key_gets_the_first_answer_and_changes_nothing(office: Office) -> None:
    office.deploy(PROCESS)
    command = StartInstance(key="p", variables={"x": 1})
    first = office.execute(command, SYSTEM, key="k1")
    office.restart()
    assert office.execute(command, SYSTEM, key="k1") == first
    assert len(office.running()) == 1
    with pytest.raises(InvalidInput):
        office.execute(StartInstance(key="p", variables={"x": 2}), SYSTEM, key="k1")
    office.execute(command, WORKER, key="k1")
    assert len(office.running()) == 2


def test_a_refused_command_keeps_no_answer(office: Office) -> None:
    with pytest.raises(NotFound):
        office.execute(StartInstance(key="p"), SYSTEM, key="k1")
    office.deploy(PROCESS)
    office.execute(StartInstance(key="p"), SYSTEM, key="k1")
    assert len(office.running()) == 1


def test_a_failure_anywhere_rolls_everything_back(tmp_path: Path) -> None:
    def half_done(command: Probe, context: CommandContext) -> None:
        context.dispatch(StartInstance(key="p"))
        context.uow.record(OperationLogged("Probe", "Test", "1", "x", context.at))
        raise RuntimeError("in the middle")

    with probing(tmp_path, half_done) as office:
        office.deploy(PROCESS)
        with pytest.raises(RuntimeError) as failed:
            office.execute(Probe())
        assert "correlation id" in failed.value.__notes__[0]
        assert office.running() == ()


def test_a_lost_race_is_retried_for_machines_and_reported_to_people(tmp_path: Path) -> None:
    tries: list[int] = []

    def contested(command: Probe, context: CommandContext) -> str:
        tries.append(1)
        if len(tries) % 3:
            raise Conflict("晚了", "late")
        return "done"

    with probing(tmp_path, contested, Right.CLERK) as office:
        assert office.execute(Probe(), SYSTEM) == "done"
        assert len(tries) == 3
        with pytest.raises(Conflict):
            office.execute(Probe(), office.actor("zhao"))
        assert len(tries) == 4


def test_a_command_nobody_listed_is_for_the_engine_alone(tmp_path: Path) -> None:
    with probing(tmp_path, lambda command, context: "done") as office:
        assert office.execute(Probe(), SYSTEM) == "done"
        with pytest.raises(NotAllowed):
            office.execute(Probe(), Actor("root", frozenset(Right)))


@pytest.mark.parametrize(
    ("command", "rights"),
    [
        (Deploy("n", (("a.bpmn", b""),)), {Right.CLERK, Right.OPERATOR, Right.SUPERVISOR, Right.WORKER}),
        (CancelInstance("x", "why"), {Right.CLERK, Right.SUPERVISOR, Right.DESIGNER, Right.ADMINISTRATOR}),
        (CorrelateMessage("M"), {Right.CLERK, Right.SUPERVISOR, Right.DESIGNER}),
        (CompleteTask("x"), {Right.SUPERVISOR, Right.OPERATOR, Right.DESIGNER, Right.ADMINISTRATOR, Right.WORKER}),
    ],
)
def test_every_right_ends_somewhere(office: Office, command: Command, rights: set[Right]) -> None:
    for right in rights:
        with pytest.raises(NotAllowed):
            office.execute(command, Actor("x", frozenset({right})))


def test_those_who_wait_are_told_after_the_commit(office: Office) -> None:
    heard: list[Changes] = []
    office.deploy(
        bpmn(
            "p",
            start("s", message("GO")),
            parallel("f"),
            user("a"),
            service("w", topic="t"),
            user("later", async_before=True),
            *chain("s", "f", "a"),
            *chain("f", "w"),
            *chain("f", "later"),
        )
    )
    leave = office.notifier.subscribe(heard.append)

    def broken(changes: Changes) -> None:
        raise RuntimeError("a listener's own trouble")

    office.notifier.subscribe(broken)
    office.execute(CorrelateMessage("GO"))
    (changes,) = heard
    assert (changes.topics, changes.jobs_due, len(changes.tasks)) == (frozenset({"t"}), True, 1)
    assert changes.instances == {office.running()[0].id}
    with pytest.raises(NotFound):
        office.execute(CancelInstance("unknown", "x"))
    leave()
    office.execute(CorrelateMessage("GO"))
    assert len(heard) == 1


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> str | None:
    return None if request.param == "sqlite" else request.getfixturevalue("postgres_url")


def in_parallel(*actions: Callable[[], Any]) -> list[Any]:
    """Run all at the same time; results and exceptions in their order."""
    results: list[Any] = [None] * len(actions)
    barrier = threading.Barrier(len(actions))

    def run(index: int) -> None:
        barrier.wait()
        try:
            results[index] = actions[index]()
        except Exception as error:
            results[index] = error

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_many_who_claim_one_gets_the_task(tmp_path: Path, database: str | None) -> None:
    names = tuple(f"u{number}" for number in range(6))
    with Office(tmp_path, url=database, people=People({"clerks": names})) as office:
        office.deploy(PROCESS)
        office.start("p")
        task = office.task("a")
        engine = office.engine
        results = in_parallel(
            *(lambda name=name: engine.execute(ClaimTask(task.id, name), office.actor(name)) for name in names)
        )
        assert results.count(None) == 1
        assert office.task("a").assignee == names[results.index(None)]


def test_two_branches_completed_at_once_meet_in_the_join(tmp_path: Path, database: str | None) -> None:
    branches = [f"b{number}" for number in range(5)]
    with Office(tmp_path, url=database) as office:
        office.deploy(
            bpmn(
                "p",
                start("s"),
                parallel("f"),
                *(user(branch) for branch in branches),
                parallel("j"),
                user("after"),
                *chain("s", "f"),
                *(each for branch in branches for each in chain("f", branch, "j")),
                *chain("j", "after"),
            )
        )
        office.start("p")
        engine = office.engine
        results = in_parallel(*(lambda id=task.id: engine.execute(CompleteTask(id), SYSTEM) for task in office.tasks()))
        assert [error for error in results if isinstance(error, Exception)] == []
        assert office.open_elements() == ["after"]


def test_two_packages_cannot_register_the_same_command() -> None:
    one = Extension({Probe: lambda command, context: None})
    with pytest.raises(ValueError, match="Probe"):
        merged(one, one)


def test_a_question_of_the_engine_waits_for_no_writer(any_office: Office) -> None:
    any_office.deploy(PROCESS)
    instance = any_office.start("p")
    task = any_office.task("a", instance)
    questions = (TaskFormQuery(task.id), ReturnTargetsQuery(task.id), ActivityTreeQuery(instance), StartableQuery())
    with any_office.store.transaction() as uow:
        uow.tasks.get(task.id, lock=True)
        answers = in_thread(lambda: [any_office.engine.ask(question, ZHAO) for question in questions])
    assert [type(answer).__name__ for answer in answers] == ["FormView", "tuple", "ActivityNode", "tuple"]


def test_a_question_changes_nothing(office: Office) -> None:
    event = OperationLogged("Look", "Task", "t", "zhao", office.clock.now())
    with pytest.raises(RuntimeError, match="may not change"), office.store.snapshot() as seen:
        seen.record(event)


def in_thread(ask: Callable[[], list[Any]]) -> list[Any]:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask).result(20)
