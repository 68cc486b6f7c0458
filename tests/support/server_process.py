"""Servers in processes of their own, for tests that kill them: each a whole house with its background threads.

A server takes pickled commands over a unix socket, each connection in its own thread, and answers when the transaction
is committed; so what a client has seen acknowledged must never be lost. Importing everything costs a second per start:
a *nursery* process does it once, forks a server per start, and kills it when told.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from datetime import timedelta
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from app.bootstrap import House, node_name, open_house
from app.domain.commands import Command
from app.domain.errors import BanliError
from app.domain.values import SYSTEM, Actor
from app.jobs.executor import JobExecutor
from app.jobs.ticker import Ticker
from app.settings import load_settings

JOB_LEASE = timedelta(seconds=1)
"""Short, so that a test need not wait long for the jobs a killed server had claimed."""


class Refused(Exception):
    """The server answered with an error; `code` is that of the `BanliError`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code


class Unacknowledged(Exception):
    """The server died before it answered: the command may have been carried out, or not."""


class Nursery:
    """The process that has imported everything and runs nothing, until it forks a server."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.support.server_process"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **request: Any) -> str:
        """One request, one line of answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(request), file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        """End it."""
        self._process.communicate()


class Server:
    """Starts, kills and asks one server; safe for threads, each has its own connection."""

    def __init__(self, nursery: Nursery, home: Path, url: str, *, jobs: bool = True) -> None:
        self._nursery = nursery
        self._environment = {
            "BANLI_HOME": str(home),
            "BANLI_DATABASE_URL": url,
            "BANLI_JOBS": "on" if jobs else "off",
        }
        self._folder = Path(tempfile.mkdtemp(prefix="banli-", dir="/tmp"))  # short: a socket's path has 107 bytes
        self._starts = 0
        self._local = threading.local()
        self._pid: int | None = None

    def start(self) -> Server:
        """Start and wait until it answers."""
        self._starts += 1
        answer = self._nursery.ask(start=self._environment, socket=self._socket)
        if not answer.isdecimal():
            raise RuntimeError(f"the server did not start: {answer}")
        self._pid = int(answer)
        return self

    def kill(self) -> None:
        """SIGKILL: no clean-up, no last words. Returns when the process is gone."""
        self._nursery.ask(kill=self._pid)
        self._pid = None

    def restart(self) -> None:
        """Kill it, and start it on the same database."""
        self.kill()
        self.start()

    def execute(self, command: Command, actor: Actor = SYSTEM, key: str | None = None) -> Any:
        """Carry out a command. Raises `Refused` and `Unacknowledged`."""
        try:
            connection = self._connection()
            connection.send((command, actor, key))
            is_fine, answer = connection.recv()
        except (OSError, EOFError) as error:
            self._local.connection = None
            raise Unacknowledged(type(command).__name__) from error
        if not is_fine:
            raise Refused(*answer)
        return answer

    def close(self) -> None:
        """Kill it for good."""
        if self._pid is not None:
            self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _socket(self) -> str:
        return str(self._folder / str(self._starts))

    def _connection(self) -> Connection[Any, Any]:
        known: tuple[int, Connection[Any, Any]] | None = getattr(self._local, "connection", None)
        if known is None or known[0] != self._starts:
            known = self._local.connection = (self._starts, Client(self._socket, "AF_UNIX"))
        return known[1]


def main() -> None:
    """The nursery: starts and kills servers, as the lines on standard input say."""
    for line in sys.stdin:
        request = json.loads(line)
        if "kill" in request:
            os.kill(request["kill"], signal.SIGKILL)
            os.waitpid(request["kill"], 0)
            print("killed", flush=True)
        elif os.fork() == 0:
            serve(request["start"], request["socket"])


def serve(environment: dict[str, str], socket: str) -> None:
    """Open the house, say so with the process id, and serve until somebody kills the process."""
    try:
        house = open_house(load_settings(environment))
        if house.settings.jobs:
            Ticker(JobExecutor(house.engine, node_name(), lease=JOB_LEASE), house.notifier).start()
        listener = Listener(socket, "AF_UNIX", backlog=50)
        print(os.getpid(), flush=True)
        while True:
            threading.Thread(target=_serve, args=(house, listener.accept()), daemon=True).start()
    except BaseException as error:
        print(repr(error), flush=True)
        raise


def _serve(house: House, connection: Connection[Any, Any]) -> None:
    with connection:
        while True:
            try:
                command, actor, key = connection.recv()
                connection.send(_answer(house, command, actor, key))
            except (EOFError, OSError):
                return


def _answer(house: House, command: Command, actor: Actor, key: str | None) -> tuple[bool, Any]:
    try:
        return True, house.engine.execute(command, actor, key)
    except BanliError as error:
        return False, (error.code, str(error))


if __name__ == "__main__":
    main()
