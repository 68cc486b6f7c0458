"""The server is killed with -9 at every kind of wait state; restarted, the case goes on from there."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.commands.deployment import Deploy
from app.domain.commands.external_task import CompleteExternalTask, FetchAndLock, TopicRequest
from app.domain.commands.instance import CorrelateMessage, StartInstance
from app.domain.commands.task import CompleteTask
from app.domain.values import Actor, Right
from app.persistence.store import SqlStore
from app.persistence.tables import hi, ru
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    call,
    catch,
    chain,
    end,
    event_based,
    exclusive,
    flow,
    message,
    multi,
    parallel,
    receive,
    service,
    start,
    sub,
    timer,
    user,
)
from tests.support.history import faults, read_case
from tests.support.server_process import Nursery, Server

pytestmark = pytest.mark.chaos
WORKER = Actor("worker", frozenset({Right.WORKER}))
PATIENCE = 30.0
"""Seconds for what the server does by itself."""

CASE = bpmn(
    "case",
    start("s"),
    user("propose"),
    service("render", topic="render", async_before=True),
    parallel("fork"),
    user("review"),
    receive("opinion", message="OPINION"),
    parallel("join"),
    catch("rest", timer(duration="PT1S")),
    call("ask", "asked"),
    sub(
        "meeting",
        start("meeting_s"),
        user("sign", multi(cardinality=3)),
        end("meeting_e"),
        *chain("meeting_s", "sign", "meeting_e"),
    ),
    boundary("late", "meeting", timer(duration="P1D"), interrupting=False),
    user("urge"),
    event_based("gate"),
    catch("answered", message("ANSWER")),
    catch("silent", timer(duration="P30D")),
    user("archive"),
    exclusive("merge"),
    end("e"),
    *chain("s", "propose", "render", "fork", "review", "join", "rest", "ask", "meeting", "gate", "answered", "merge"),
    *chain("fork", "opinion", "join"),
    *chain("late", "urge"),
    *chain("gate", "silent", "merge", "archive"),
    flow("archive", "e"),
)
ASKED = bpmn("asked", start("s"), user("inner"), end("e"), *chain("s", "inner", "e"))
WALK: tuple[tuple[str, ...], ...] = (
    ("propose",),
    ("render",),
    ("review", "opinion"),
    ("opinion",),
    ("ask", "inner"),
    ("sign", "sign", "sign"),
    ("sign", "sign"),
    ("sign",),
    ("gate",),
    ("archive",),
)
"""Where the case waits, one after the other; the server is killed at each. What the timer does comes by itself."""


@dataclass
class Hands:
    """The people, workers and senders of messages around the server."""

    server: Server
    store: SqlStore

    def waiting(self) -> list[str]:
        """The elements at which anything waits, as history has them."""
        shown = hi.activity.c.ended_at.is_(None) & hi.activity.c.kind.not_in(["subProcess", "multiInstanceBody"])
        with self.store.backend.reading() as connection:
            return sorted(connection.execute(select(hi.activity.c.element_id).where(shown)).scalars())

    def act(self, element: str) -> None:
        """Do what the element waits for."""
        acts: dict[str, Callable[[], Any]] = {
            "render": self._render,
            "opinion": lambda: self.server.execute(CorrelateMessage("OPINION", "K-1")),
            "gate": lambda: self.server.execute(CorrelateMessage("ANSWER", "K-1")),
        }
        acts.get(element, lambda: self._complete(element))()

    def _complete(self, element: str) -> None:
        is_open = (ru.task.c.element_id == element) & ru.task.c.ended_at.is_(None)
        with self.store.backend.reading() as connection:
            task_id = connection.execute(select(ru.task.c.id).where(is_open).limit(1)).scalar_one()
        self.server.execute(CompleteTask(task_id))

    def _render(self) -> None:
        (locked,) = self.server.execute(FetchAndLock("w", 5, (TopicRequest("render", 60_000),)), WORKER)
        self.server.restart()
        self.server.execute(CompleteExternalTask(locked.task.id, "w", token=locked.task.token), WORKER)


def test_the_case_goes_on_after_a_kill_at_every_wait_state(
    nursery: Nursery, url: str, store: SqlStore, tmp_path: Path
) -> None:
    with Server(nursery, tmp_path, url) as server:
        hands = Hands(server, store)
        server.execute(Deploy("test", (("case.bpmn", CASE), ("asked.bpmn", ASKED))))
        instance = server.execute(StartInstance(key="case", business_key="K-1")).id
        for expected in WALK:
            server.restart()
            _eventually(hands.waiting, sorted(expected))
            hands.act(expected[0] if expected[0] != "ask" else "inner")
        _eventually(hands.waiting, [])
        case = read_case(store, instance)
        assert faults(case) == []
        assert case.finished == Counter(propose=1, review=1, sign=3, archive=1)
        ended = Counter(row["element_id"] for row in case.activities if not row["canceled"])
        assert {name: ended[name] for name in ("render", "opinion", "rest", "ask", "answered", "e")} == dict.fromkeys(
            ("render", "opinion", "rest", "ask", "answered", "e"), 1
        )


def _eventually(ask: Callable[[], list[str]], expected: list[str]) -> None:
    """Wait until the answer is the expected one; then it must be it."""
    give_up = time.monotonic() + PATIENCE
    while ask() != expected and time.monotonic() < give_up:
        time.sleep(0.02)
    assert ask() == expected
