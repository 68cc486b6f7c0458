"""Backup and restore: database and files as one unit."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain import events
from app.domain.errors import InvalidState
from app.persistence import schema
from app.persistence.backup import backup, restore
from app.persistence.files import FolderFileStore
from app.persistence.store import SqlStore
from app.persistence.tables import metadata
from tests.integration.persistence import rows
from tests.integration.persistence.rows import NOW, FixedClock


@pytest.fixture
def other_url(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """A second empty database of the same kind."""
    if database_url.startswith("sqlite"):
        return f"sqlite:///{tmp_path}/restored/banli.db"
    postgres = request.getfixturevalue("postgres")
    name: str = postgres.create_database()
    request.addfinalizer(lambda: postgres.drop_database(name))
    url: str = postgres.url(name)
    return url


@pytest.fixture
def full(database_url: str, tmp_path: Path) -> SqlStore:
    """A migrated database with something in most tables, and a file."""
    schema.upgrade(database_url)
    store = SqlStore(database_url, FixedClock(NOW), FolderFileStore(tmp_path / "files"))
    store.files.put("会议纪要".encode())
    with store.transaction() as work:
        work.record(rows.deployed(), events.InstanceStarted(rows.instance()))
        work.record(
            events.UserTaskCreated(rows.task(candidate_groups=("a\tb", "c\\d\n"))),
            rows.activity("approve:t1"),
            rows.variables(text="制表\t换行\n反斜杠\\", raw=b"\x00\xff", number=1.5, nothing=None),
            events.JobCreated(rows.job(payload={"a": "\\N"})),
            events.OperationLogged("Start", "Instance", "i1", "li", NOW, instance_id="i1"),
        )
    return store


def contents(store: SqlStore) -> dict[str, list[object]]:
    with store.backend.reading() as connection:
        return {
            name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for name, table in metadata.tables.items()
        }


def test_everything_comes_back(full: SqlStore, other_url: str, tmp_path: Path) -> None:
    report = backup(full, tmp_path / "banli.tar")
    files = FolderFileStore(tmp_path / "restored" / "files")

    again = restore(tmp_path / "banli.tar", other_url, files)

    restored = SqlStore(other_url, FixedClock(NOW), files)
    assert contents(restored) == contents(full)
    assert list(files.stored()) == list(full.files.stored())
    assert (report.files, again.files, again.revision) == (1, 1, schema.newest())
    with restored.transaction() as work:
        work.record(events.OperationLogged("Claim", "Task", "t1", "li", NOW, instance_id="i1"))
    full.close()
    restored.close()


def test_a_backup_is_never_written_over(full: SqlStore, tmp_path: Path) -> None:
    backup(full, tmp_path / "banli.tar")
    with pytest.raises(InvalidState):
        backup(full, tmp_path / "banli.tar")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    full.close()


def test_a_target_with_data_is_refused(full: SqlStore, database_url: str, other_url: str, tmp_path: Path) -> None:
    backup(full, tmp_path / "banli.tar")
    before = contents(full)

    with pytest.raises(InvalidState):
        restore(tmp_path / "banli.tar", database_url, FolderFileStore(tmp_path / "empty"))
    with pytest.raises(InvalidState):
        restore(tmp_path / "banli.tar", other_url, full.files)

    assert contents(full) == before
    full.close()


def test_a_damaged_archive_is_refused_before_anything_is_written(
    full: SqlStore, other_url: str, tmp_path: Path
) -> None:
    backup(full, tmp_path / "good.tar")
    full.close()
    with tarfile.open(tmp_path / "good.tar") as archive:
        archive.extractall(tmp_path / "parts", filter="data")
    part = next(path for path in (tmp_path / "parts").rglob("*") if path.suffix in (".sqlite", ".copy"))
    part.write_bytes(part.read_bytes() + b"x")
    with tarfile.open(tmp_path / "bad.tar", "w") as archive:
        for path in sorted((tmp_path / "parts").rglob("*")):
            if path.is_file():
                archive.add(path, arcname=str(path.relative_to(tmp_path / "parts")))
    files = FolderFileStore(tmp_path / "restored" / "files")

    with pytest.raises(InvalidState):
        restore(tmp_path / "bad.tar", other_url, files)
    (tmp_path / "cut.tar").write_bytes((tmp_path / "good.tar").read_bytes()[:700])
    with pytest.raises(InvalidState):
        restore(tmp_path / "cut.tar", other_url, files)

    assert schema.current(other_url) is None
    assert list(files.stored()) == []


def test_an_archive_of_another_kind_of_database_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    schema.upgrade(url)
    store = SqlStore(url, FixedClock(NOW), FolderFileStore(tmp_path / "files"))
    backup(store, tmp_path / "a.tar")
    store.close()

    with pytest.raises(InvalidState, match="sqlite"):
        restore(tmp_path / "a.tar", "postgresql://nobody@localhost:1/none", FolderFileStore(tmp_path / "other"))
