"""Workers on another machine: the same results over HTTP, fenced by lease and token."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.api.blueprint import blueprint
from app.bootstrap import build_web
from app.domain.commands.deployment import Deploy
from app.domain.commands.external_task import FetchAndLock, TopicRequest
from app.domain.commands.identity import AddUser
from app.domain.commands.instance import StartInstance
from app.domain.office_records import Number
from app.domain.queries.external_task import ExternalTaskQuery
from app.domain.queries.incident import IncidentQuery
from app.domain.values import SYSTEM, Right
from app.worker_sdk import BpmnError, ClaimedTask, Refused, Runner, Task, TaskLost, TransportDown, Worker, find_workers
from app.worker_sdk.http import HttpTransport
from tests.support import bpmn_builder as b
from tests.support.office_desk import OfficeDesk

PASSWORD = "a long enough password 42"
AT = datetime(2026, 9, 16, 1, 30, 0, 123000, tzinfo=UTC)


class Server:
    """The server's web application, and doors of its workers to it."""

    def __init__(self, desk: OfficeDesk) -> None:
        house = desk.house
        self.desk = desk
        self.app = build_web(house)
        if "engine_rest" not in self.app.blueprints:
            rest = blueprint(
                house.engine, house.identity, house.settings, files=house.store.files, notifier=house.notifier
            )
            self.app.register_blueprint(rest)
        password_hash = house.identity.hash_password(PASSWORD, "robot")
        rights = frozenset({Right.WORKER})
        house.engine.execute(
            AddUser("robot", "机器人", rights, password_hash=password_hash, must_change_password=False), SYSTEM
        )

    def transport(self, user: str = "robot", password: str = PASSWORD) -> HttpTransport:
        client = httpx.Client(transport=httpx.WSGITransport(self.app), auth=(user, password))
        return HttpTransport("http://office.test", user, password, client)

    def start(self, topic: str, **variables: Any) -> str:
        """A case with one service task."""
        diagram = b.bpmn(
            "case",
            b.start(),
            b.service("work", topic=topic),
            b.user("next"),
            b.end(),
            *b.chain("start", "work", "next", "end"),
        )
        self.desk.do(Deploy("case", (("case.bpmn", diagram),)), SYSTEM)
        instance = self.desk.do(StartInstance(key="case", business_key="K1", variables=variables), SYSTEM)
        return str(instance.id)

    def waiting(self) -> tuple[Any, ...]:
        rows: tuple[Any, ...] = self.desk.ask(ExternalTaskQuery()).rows
        return rows

    def values(self, instance: str) -> dict[str, Any]:
        with self.desk.house.store.transaction() as uow:
            found = uow.variables.load(instance).values.get(instance, {})
            return {name: typed.value for name, typed in found.items()}


@pytest.fixture
def server(desk: OfficeDesk) -> Iterator[Server]:
    yield Server(desk)


def test_a_task_is_claimed_done_with_the_office_s_help_and_completed(server: Server) -> None:
    instance = server.start("numbering.allocate", series="topic")

    done = Runner(server.transport(), find_workers(), "far-away", threads=0).run_once()

    assert done == 1 and server.waiting() == ()
    assert server.values(instance)["number"] == "常议〔2026〕1号"
    (number,) = server.desk.records(Number)
    assert number.instance_id == instance


def test_every_kind_of_value_arrives_and_returns_as_it_was(server: Server) -> None:
    sent = {"flag": True, "count": 3, "share": 0.5, "words": "字", "at": AT, "rows": [{"a": 1}], "nothing": None}
    instance = server.start("echo", **sent)
    seen: list[ClaimedTask] = []

    def echo(task: Task) -> dict[str, Any]:
        seen.append(task.claimed)
        return {f"{name}_back": value for name, value in task.claimed.variables.items()}

    Runner(server.transport(), {"echo": Worker("echo", echo, 60, 3)}, "w", threads=0).run_once()

    back = {name.removesuffix("_back"): value for name, value in server.values(instance).items() if "_back" in name}
    assert dict(seen[0].variables) == back == sent
    assert (seen[0].business_key, seen[0].instance_id, seen[0].element_id) == ("K1", instance, "work")


def test_failures_count_down_with_a_pause_and_end_in_an_incident(server: Server) -> None:
    server.start("flaky")

    def fail(task: Task) -> None:
        raise RuntimeError("打印机没有纸")

    runner = Runner(server.transport(), {"flaky": Worker("flaky", fail, 60, 2)}, "w", threads=0)
    assert runner.run_once() == 1
    assert (server.waiting()[0].retries, server.waiting()[0].error_message) == (1, "打印机没有纸")
    assert runner.run_once() == 0
    server.desk.clock.advance(timedelta(minutes=10))
    assert runner.run_once() == 1

    assert server.waiting()[0].retries == 0
    assert [incident.message for incident in server.desk.ask(IncidentQuery()).rows] == ["打印机没有纸"]


def test_a_worker_that_lost_its_lease_is_fenced_off(server: Server) -> None:
    server.start("numbering.allocate", series="topic")
    slow = server.transport()
    (task,) = slow.claim("w", {"numbering.allocate": 1_000}, 1, 0)
    server.desk.clock.advance(timedelta(seconds=2))
    with pytest.raises(TaskLost):
        slow.command(task.id, "AllocateNumber", {"series": "topic"})

    # The same worker id, but the lease was given out again: only the token tells.
    server.desk.do(FetchAndLock("w", 1, (TopicRequest("numbering.allocate", 60_000),)))
    for report in (
        lambda: slow.complete("w", task, {}),
        lambda: slow.fail("w", task, "late", "", 1, 0),
        lambda: slow.throw("w", task, BpmnError("LATE")),
    ):
        with pytest.raises(TaskLost):
            report()
    assert server.desk.records(Number) == ()


def test_what_the_office_refuses_is_told_and_files_are_fetched(server: Server) -> None:
    server.start("numbering.allocate", series="letters")
    transport = server.transport()
    (task,) = transport.claim("w", {"numbering.allocate": 60_000}, 1, 0)

    for call in (
        lambda: transport.command(task.id, "AllocateNumber", {"series": "letters"}),
        lambda: transport.command(task.id, "Deploy", {}),
        lambda: transport.query("SwitchQuery", {}),
        lambda: transport.file("0" * 64),
    ):
        with pytest.raises(Refused):
            call()
    assert transport.query("NamesQuery", {"ids": ["finance_bureau"]}) == {"finance_bureau": "区财政局"}
    assert transport.file(server.desk.file("a.txt", b"words")["sha256"]) == b"words"


def test_only_workers_with_the_right_password_are_served(server: Server) -> None:
    with pytest.raises(TransportDown):
        server.transport(password="wrong").claim("w", {"echo": 1_000}, 1, 0)
    with pytest.raises(TransportDown):
        server.transport(password="wrong").query("NamesQuery", {"ids": []})
    with pytest.raises(Refused):
        server.transport("education.clerk", "demo-office-88").query("NamesQuery", {"ids": []})
    answer = server.app.test_client().post("/api/office-client/queries/NamesQuery", json={"ids": []})
    assert answer.status_code == 401


def test_a_server_that_is_away_is_no_failure_of_the_task() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    away = HttpTransport("http://office.test", "robot", "x", httpx.Client(transport=httpx.MockTransport(refuse)))
    with pytest.raises(TransportDown):
        away.claim("w", {"echo": 1_000}, 1, 0)
    away.wake()
    assert away.claim("w", {"echo": 1_000}, 1, 5) == []
