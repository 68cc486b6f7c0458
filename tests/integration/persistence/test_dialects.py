"""What only one of the two databases does."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain import events
from app.domain.errors import Unavailable
from app.persistence.dialects import backend_for
from app.persistence.dialects.turns import Turns
from app.persistence.store import SqlStore
from tests.integration.persistence import rows
from tests.support.database import open_store


@pytest.fixture
def sqlite(tmp_path: Path) -> SqlStore:
    store = open_store(tmp_path)
    with store.transaction() as work:
        work.record(rows.deployed())
    return store


def test_sqlite_is_durable_and_checks_foreign_keys(sqlite: SqlStore) -> None:
    with sqlite.backend.writing() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        assert [connection.exec_driver_sql(f"PRAGMA {p}").scalar_one() for p in pragmas] == ["wal", 2, 1, 5000]
    sqlite.backend.check_durable()
    sqlite.close()


def test_readers_see_the_last_commit_while_a_command_writes(sqlite: SqlStore) -> None:
    count = text("SELECT count(*) FROM ru_instance")
    with sqlite.transaction() as work:
        work.record(events.InstanceStarted(rows.instance()))
        assert work.tasks.of_instance("i1") == ()
        with sqlite.backend.reading() as reader:
            assert reader.execute(count).scalar_one() == 0
    with sqlite.backend.reading() as reader:
        assert reader.execute(count).scalar_one() == 1
        with pytest.raises(Exception, match="readonly"):
            reader.exec_driver_sql("DELETE FROM ru_instance")
    sqlite.close()


def test_a_command_inside_a_command_is_a_mistake_not_a_deadlock(sqlite: SqlStore) -> None:
    with pytest.raises(RuntimeError, match="already open"), sqlite.transaction(), sqlite.transaction():
        pass
    with sqlite.transaction() as work:
        assert work.instances.find("i1") is None
    sqlite.close()


def test_turns_are_taken_in_the_order_of_coming() -> None:
    turns, order = Turns(10), []

    def wait(number: int) -> None:
        with turns.turn():
            order.append(number)

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(5)]
    with turns.turn():
        for thread in threads:
            thread.start()
            time.sleep(0.02)
    for thread in threads:
        thread.join(10)

    assert order == [0, 1, 2, 3, 4]


def test_who_waits_too_long_for_a_turn_is_told_and_the_next_goes_on() -> None:
    turns, told = Turns(0.05), []

    def wait() -> None:
        try:
            with turns.turn():
                told.append("turn")
        except Unavailable:
            told.append("unavailable")

    with turns.turn():
        waiting = threading.Thread(target=wait)
        waiting.start()
        waiting.join(10)
    wait()

    assert told == ["unavailable", "turn"]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/name"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite|unsupported"):
        backend_for(url)


@pytest.mark.postgres
def test_a_cut_connection_is_unavailable_and_the_next_command_goes_on(shared_postgres_url: str, tmp_path: Path) -> None:
    store = open_store(tmp_path, url=shared_postgres_url)

    with pytest.raises(Unavailable), store.transaction() as work:
        work.record(rows.deployed())
        work.definitions.of_deployment("dep1")
        with store.backend.writing() as other:
            mine = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'")
            other.execute(mine)
        work.definitions.of_deployment("dep1")

    with store.transaction() as work:
        assert work.definitions.of_deployment("dep1") == ()
    store.close()


@pytest.mark.postgres
def test_postgres_waits_are_bounded_and_commits_durable(shared_postgres_url: str, tmp_path: Path) -> None:
    store = open_store(tmp_path, url=shared_postgres_url)
    with store.backend.writing() as connection:
        names = ("synchronous_commit", "lock_timeout", "statement_timeout", "timezone", "transaction_isolation")
        settings = [connection.execute(text(f"SHOW {name}")).scalar_one() for name in names]
    assert settings == ["on", "5s", "1min", "UTC", "read committed"]
    # The server of the tests runs without fsync: exactly what must not serve an office.
    with pytest.raises(Unavailable, match="fsync"):
        store.backend.check_durable()
    store.close()


@pytest.mark.postgres
def test_the_clock_of_several_nodes_is_the_databases(shared_postgres_url: str, tmp_path: Path) -> None:
    store = open_store(tmp_path, url=shared_postgres_url)
    assert store.now().utcoffset() is not None
    assert store.now() <= store.now()
    store.close()
