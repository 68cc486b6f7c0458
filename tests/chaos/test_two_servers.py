"""Two servers on one PostgreSQL: no job or external task is handed out twice within its lease, a timer fires once."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.domain.commands import Command
from app.domain.commands.deployment import Deploy
from app.domain.commands.external_task import CompleteExternalTask, FetchAndLock, TopicRequest
from app.domain.commands.instance import StartInstance
from app.domain.commands.job import ClaimJobs, ExecuteJob
from app.domain.values import SYSTEM, Actor, Right
from app.persistence.store import SqlStore
from app.persistence.tables import hi, ru
from tests.support.bpmn_builder import boundary, bpmn, catch, chain, end, service, start, timer, user
from tests.support.history import faults, read_case
from tests.support.server_process import Nursery, Refused, Server

pytestmark = [pytest.mark.chaos, pytest.mark.postgres]
WORKER = Actor("worker", frozenset({Right.WORKER}))
PATIENCE = 60.0
CASES = 30
Lease = tuple[int, datetime, datetime]
"""Token, begin and end."""

WORK = bpmn("p", start("s"), service("w", topic="t"), end("e"), *chain("s", "w", "e"))
STOP = bpmn("p", start("s"), user("u", async_before=True), *chain("s", "u"))
TIMED = bpmn(
    "p",
    start("s"),
    catch("soon", timer(duration="PT0.5S")),
    user("u"),
    boundary("often", "u", timer(cycle="R3/PT0.3S"), interrupting=False),
    user("reminder"),
    *chain("s", "soon", "u"),
    *chain("often", "reminder"),
)


@pytest.fixture
def url(postgres_url: str) -> str:
    """PostgreSQL only: a SQLite database has one server."""
    return postgres_url


@contextmanager
def two_servers(nursery: Nursery, url: str, folder: Path, content: bytes, *, jobs: bool) -> Iterator[list[Server]]:
    """Two servers with homes of their own, and as many cases as there are, started by turns."""
    with ExitStack() as stack:
        servers = [stack.enter_context(Server(nursery, folder / name, url, jobs=jobs)) for name in ("a", "b")]
        servers[0].execute(Deploy("test", (("p.bpmn", content),)))
        for number in range(CASES):
            servers[number % 2].execute(StartInstance(key="p", business_key=str(number)))
        yield servers


def together(servers: list[Server], act: Callable[[Server, str], None]) -> None:
    """Two threads per server do the same at the same time; each has a name."""
    with ThreadPoolExecutor(2 * len(servers)) as pool:
        for done in [pool.submit(act, servers[n % 2], f"w{n}") for n in range(2 * len(servers))]:
            done.result()


def overlaps(leases: dict[str, list[Lease]]) -> list[str]:
    """What was handed out again before its lease had ended."""
    return [
        f"{id}: {earlier} {later}"
        for id, held in leases.items()
        for earlier, later in zip(sorted(held), sorted(held)[1:], strict=False)
        if earlier[0] == later[0] or later[1] < earlier[2]
    ]


def test_no_external_task_is_handed_out_twice_within_its_lease(
    nursery: Nursery, url: str, store: SqlStore, tmp_path: Path
) -> None:
    leases: dict[str, list[Lease]] = defaultdict(list)
    completed: list[str] = []

    def work(server: Server, name: str) -> None:
        give_up = time.monotonic() + PATIENCE
        while len(completed) < CASES and time.monotonic() < give_up:
            for locked in server.execute(FetchAndLock(name, 4, (TopicRequest("t", 400),)), WORKER):
                task = locked.task
                leases[task.id].append((task.token, task.locked_until - timedelta(milliseconds=400), task.locked_until))
                if task.token == 1:
                    continue  # this worker is slow: somebody else gets the task when the lease is over
                if _accepted(server, CompleteExternalTask(task.id, name, token=task.token)):
                    completed.append(task.id)

    with two_servers(nursery, url, tmp_path, WORK, jobs=False) as servers:
        together(servers, work)
        late = CompleteExternalTask(completed[0], "w0", token=1)
        with pytest.raises(Refused):
            servers[0].execute(late, WORKER)
    assert overlaps(leases) == []
    assert Counter(completed) == Counter(leases.keys())
    assert len(completed) == CASES
    _all_whole(store)


def _accepted(server: Server, command: Command) -> bool:
    """Whether the server took it; else the lease was over on a busy machine and another has the work by now."""
    try:
        server.execute(command, WORKER if isinstance(command, CompleteExternalTask) else SYSTEM)
    except Refused as refused:
        assert refused.code in {"lock_lost", "not_found"}
        return False
    return True


def test_no_job_is_claimed_twice_within_its_lease(nursery: Nursery, url: str, store: SqlStore, tmp_path: Path) -> None:
    leases: dict[str, list[Lease]] = defaultdict(list)
    run: list[str] = []

    def claim(server: Server, name: str) -> None:
        give_up = time.monotonic() + PATIENCE
        while len(run) < CASES and time.monotonic() < give_up:
            for job in server.execute(ClaimJobs(name, 400, 4)):
                leases[job.id].append((job.token, job.locked_until - timedelta(milliseconds=400), job.locked_until))
                if job.token > 1 and _accepted(server, ExecuteJob(job.id, job.token)):
                    run.append(job.id)

    with two_servers(nursery, url, tmp_path, STOP, jobs=False) as servers:
        together(servers, claim)
    assert overlaps(leases) == []
    assert Counter(run) == Counter(leases.keys())
    assert len(run) == CASES
    _all_whole(store)


def test_each_timer_fires_once(nursery: Nursery, url: str, store: SqlStore, tmp_path: Path) -> None:
    with two_servers(nursery, url, tmp_path, TIMED, jobs=True):
        give_up = time.monotonic() + PATIENCE
        while _jobs(store) and time.monotonic() < give_up:
            time.sleep(0.05)
        time.sleep(0.3)
    fired = Counter[tuple[str, str]]()
    with store.backend.reading() as connection:
        fired.update(
            tuple(row) for row in connection.execute(select(hi.activity.c.instance_id, hi.activity.c.element_id))
        )
        instances = list(connection.execute(select(ru.instance.c.id)).scalars())
    expected = {"s": 1, "soon": 1, "u": 1, "often": 3, "reminder": 3}
    assert fired == Counter({(id, element): n for id in instances for element, n in expected.items()})
    _all_whole(store)


def _jobs(store: SqlStore) -> int:
    with store.backend.reading() as connection:
        count: int = connection.execute(select(func.count()).select_from(ru.job)).scalar_one()
        return count


def _all_whole(store: SqlStore) -> None:
    with store.backend.reading() as connection:
        instances = list(connection.execute(select(ru.instance.c.id)).scalars())
    assert len(instances) == CASES
    assert {id: faults(read_case(store, id)) for id in instances} == {id: [] for id in instances}
