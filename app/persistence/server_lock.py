"""One server per SQLite database: a lock file in `BANLI_HOME`, freed by the system when the process dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from app.domain.errors import Unavailable


class ServerLock:
    """Holds `server.lock` as long as it is open. Raises `Unavailable` where another process holds it."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.path = home / "server.lock"
        self._file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(self._file, 32).decode(errors="replace").strip() or "?"
            os.close(self._file)
            raise Unavailable(
                f"{home} 已被另一个办理服务占用（进程 {holder}）；SQLite 数据库只能由一个服务进程使用，"
                f"多个进程请改用 PostgreSQL（BANLI_DATABASE_URL）",
                f"{home} is in use by another Banli server (process {holder}); a SQLite database serves one process, "
                f"use PostgreSQL (BANLI_DATABASE_URL) for several",
            ) from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def close(self) -> None:
        """Free the lock; closing twice does nothing."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> ServerLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
