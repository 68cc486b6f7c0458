"""`banli serve` in a process of its own on the loopback address, and a client of its REST API."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_SECONDS = 60.0


class Api:
    """Calls of /engine-rest and /api; one kept connection per thread."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._local = threading.local()
        self._opened: list[http.client.HTTPConnection] = []

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection in self._opened:
            connection.close()

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """One call; the parsed answer. Raises RuntimeError where it is refused, OSError where nobody answers."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        try:
            self._connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = self._connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._local.connection.close()
            del self._local.connection
            raise ConnectionError(f"{method} {path}") from error
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:300]!r}")
        return json.loads(content) if content else None

    def sign_in(self, user_id: str, password: str) -> str:
        """The session cookie of a person."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        body = json.dumps({"user_id": user_id, "password": password})
        connection.request("POST", "/api/session", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{user_id} cannot sign in: {answer.status} {answer.read()[:300]!r}")
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        connection.close()
        return cookie

    def open_tasks(self, query: str = "maxResults=1000") -> list[str]:
        """The ids of open tasks."""
        found: list[str] = [task["id"] for task in self.call("GET", f"/engine-rest/task?{query}")]
        return found

    def complete(self, task_id: str, number: int) -> None:
        """One completion that changes two variables."""
        values = {"v1": {"value": f"changed {number}"}, "v2": {"value": number}}
        self.call("POST", f"/engine-rest/task/{task_id}/complete", {"variables": values})

    @property
    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._local, "connection"):
            self._local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
            self._opened.append(self._local.connection)
        connection: http.client.HTTPConnection = self._local.connection
        return connection


class Serve:
    """Starts and kills `banli serve`, always on the same port and database."""

    def __init__(self, url: str, home: Path) -> None:
        self.api = Api(_free_port())
        self._log = home / "server.log"
        self._environment = {
            **os.environ,
            "BANLI_HOME": str(home),
            "BANLI_DATABASE_URL": url,
            "BANLI_PORT": str(self.api.port),
            "BANLI_REST_AUTH": "none",
            "BANLI_BUNDLE": "off",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [sys.executable, "-c", "from app.cli import main; main()", "serve"]
        with self._log.open("a") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.api.port), 1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError(f"banli serve does not answer:\n{self._log.read_text(encoding='utf-8')}")

    def kill(self) -> None:
        """SIGKILL; returns when the process is gone."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()


@contextmanager
def served(url: str, home: Path) -> Iterator[Serve]:
    """A server on a database; killed at the end."""
    server = Serve(url, home)
    server.start()
    try:
        yield server
    finally:
        server.api.close()
        server.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
