"""Backup and restore: database and files as one archive, taken while the server works.

The archive is a tar: `manifest.json`, the database (`database.sqlite`, or one `tables/<name>.copy` each on PostgreSQL)
and `files/<sha256>`. The database is read first, in one snapshot; files are only ever added, so every file the snapshot
names is there when the files are read.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from app.domain.errors import InvalidState
from app.persistence import postgres_dump, schema
from app.persistence.dialects import PostgresBackend, SqliteBackend, backend_for
from app.persistence.files import FolderFileStore
from app.persistence.store import SqlStore

_FORMAT = 1
_SQLITE = "database.sqlite"
_TABLES = "tables/"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What a backup holds, or a restore brought back."""

    database: str
    revision: str
    files: int
    size: int
    """Bytes of the archive."""


def backup(store: SqlStore, target: Path) -> BackupReport:
    """Write an archive of everything to `target`, which must not exist; complete or not there at all."""
    if target.exists():
        raise InvalidState(f"{target} 已存在", f"{target} exists already")
    partial = target.with_name(f".{target.name}.partial")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".banli-backup-") as folder:
        revision = _dump(store, Path(folder))
        stored = list(store.files.stored())
        manifest = {
            "format": _FORMAT,
            "database": store.backend.name,
            "revision": revision,
            "parts": {name: _sha256(Path(folder) / name) for name in _parts(Path(folder))},
            "files": stored,
        }
        (Path(folder) / "manifest.json").write_text(json.dumps(manifest))
        _write(partial, Path(folder), stored, store.files)
    partial.replace(target)
    return BackupReport(store.backend.name, revision, len(stored), target.stat().st_size)


def restore(source: Path, url: str, files: FolderFileStore) -> BackupReport:
    """Bring an archive back into an empty database and an empty file store, then to the newest revision.

    Raises `InvalidState` where the target is not empty, the archive is damaged, or of another kind of database.
    """
    with _unpacked(source) as folder:
        manifest = _checked(folder, url)
        _refuse_full(url, files)
        for sha256 in manifest["files"]:
            if files.put((folder / "files" / sha256).read_bytes()) != sha256:
                raise _damaged(f"files/{sha256}")
        if manifest["database"] == SqliteBackend.name:
            _restore_sqlite(folder / _SQLITE, url)
        else:
            schema.upgrade(url, manifest["revision"])
            postgres_dump.load(url, folder / _TABLES)
        schema.upgrade(url)
    return BackupReport(manifest["database"], manifest["revision"], len(manifest["files"]), source.stat().st_size)


def _dump(store: SqlStore, folder: Path) -> str:
    with store.backend.reading() as connection:
        revision = schema.revision(connection)
        if revision is None:
            raise InvalidState("数据库尚未初始化", "The database has no schema yet")
        if isinstance(store.backend, PostgresBackend):
            postgres_dump.dump(connection, folder / _TABLES)
        else:
            raw = connection.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy what this dialect always has
            copy = sqlite3.connect(folder / _SQLITE)
            try:
                raw.backup(copy)
            finally:
                copy.close()
    return revision


def _parts(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _write(target: Path, folder: Path, stored: list[str], files: FolderFileStore) -> None:
    with target.open("wb") as raw, tarfile.open(fileobj=raw, mode="w") as archive:
        for name in ["manifest.json", *(part for part in _parts(folder) if part != "manifest.json")]:
            archive.add(folder / name, arcname=name)
        for sha256 in stored:
            archive.add(files.path(sha256), arcname=f"files/{sha256}")
        archive.close()
        raw.flush()
        os.fsync(raw.fileno())


@contextmanager
def _unpacked(source: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="banli-restore-") as folder:
        try:
            with tarfile.open(source) as archive:
                # The filter refuses names that lead out of the folder, links and devices.
                archive.extractall(folder, filter="data")
        except tarfile.TarError as error:
            raise _damaged(str(error)) from error
        yield Path(folder)


def _checked(folder: Path, url: str) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        known = manifest["format"] == _FORMAT
        broken = [name for name, digest in manifest["parts"].items() if _sha256(folder / name) != digest]
        missing = [sha256 for sha256 in manifest["files"] if not (folder / "files" / sha256).is_file()]
    except (OSError, ValueError, KeyError) as error:
        raise _damaged(str(error)) from error
    if not known or broken or missing:
        raise _damaged(", ".join([*broken, *missing]) or f"format {manifest['format']}")
    if manifest["database"] != make_url(url).get_backend_name():
        raise InvalidState(
            f"该备份来自 {manifest['database']}，不能恢复到另一种数据库",
            f"The backup is of a {manifest['database']} database and cannot go into another kind",
        )
    return manifest


def _refuse_full(url: str, files: FolderFileStore) -> None:
    backend = backend_for(url)
    try:
        with backend.reading() as connection:
            tables = schema.tables(connection)
    finally:
        backend.close()
    if tables or next(files.stored(), None) is not None:
        raise InvalidState(
            "恢复的目标必须为空（没有表，也没有文件）", "The target is not empty: it has tables or files"
        )


def _restore_sqlite(copy: Path, url: str) -> None:
    source = sqlite3.connect(copy)
    target = sqlite3.connect(str(make_url(url).database))
    try:
        if source.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise _damaged(_SQLITE)
        source.backup(target)
    finally:
        source.close()
        target.close()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(what: str) -> InvalidState:
    return InvalidState(f"备份文件已损坏：{what}", f"The backup is damaged: {what}")
