"""The file store, the sweep, and the lock of a server."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.domain import events
from app.domain.errors import InvalidInput, NotFound, Unavailable
from app.domain.values import FileRef, TypedValue
from app.domain.variables import VariableChange
from app.persistence.files import FolderFileStore
from app.persistence.housekeeping import sweep_files
from app.persistence.server_lock import ServerLock
from app.persistence.store import SqlStore
from tests.integration.persistence import rows
from tests.integration.persistence.rows import NOW


def test_a_file_is_kept_under_its_hash_once(tmp_path: Path) -> None:
    files = FolderFileStore(tmp_path / "files")

    name = files.put(b"minutes")

    assert name == hashlib.sha256(b"minutes").hexdigest() == files.put(b"minutes")
    assert files.get(name) == b"minutes"
    assert list(files.stored()) == [name]
    assert [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()] == [name]


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        FolderFileStore(tmp_path, limit=3).put(b"four")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64])
def test_what_is_not_there_is_not_found(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        FolderFileStore(tmp_path).get(name)


def test_only_old_files_that_no_row_names_are_swept(store: SqlStore) -> None:
    used, inside, orphan, young = (store.files.put(text) for text in (b"used", b"inside", b"orphan", b"young"))
    paper = VariableChange("i1", "paper", TypedValue("File", FileRef(used, "a.txt", "text/plain", 4)))
    form = VariableChange("i1", "form", TypedValue("Json", {"papers": [{"sha256": inside}]}))
    rows.started(store, events.VariablesChanged("i1", (paper, form), NOW))
    logged = store.files.put(b"logged")
    with store.transaction() as work:
        work.record(events.OperationLogged("Attach", "Case", "i1", "li", NOW, after={"file": {"sha256": logged}}))
    for name in (used, inside, orphan, logged):
        os.utime(store.files.path(name), (time.time() - 100_000,) * 2)

    assert sweep_files(store) == 1
    assert sorted(store.files.stored()) == sorted([used, inside, young, logged])


def test_a_second_server_is_refused_in_both_languages(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.persistence.server_lock import ServerLock\n"
        "lock = ServerLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"

    with pytest.raises(Unavailable) as refused:
        ServerLock(tmp_path)
    assert str(holder.pid) in refused.value.text.zh
    assert "PostgreSQL" in refused.value.text.en

    holder.kill()
    holder.communicate()
    with ServerLock(tmp_path) as lock:
        assert lock.path.read_text().strip() == str(os.getpid())
