"""`banli serve` in a process of its own on the loopback address, and the clients that ask it over HTTP."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

START_SECONDS = 60.0


class Api:
    """Calls of /engine-rest and /api; one kept connection per thread."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._local = threading.local()

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """One call; the parsed answer. Raises RuntimeError where it is not a success."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        self._connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self._connection.getresponse()
        content = answer.read()
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

    def open_tasks(self) -> list[str]:
        """The ids of the oldest open tasks."""
        found: list[str] = [task["id"] for task in self.call("GET", "/engine-rest/task?maxResults=1000")]
        return found

    def complete(self, task_id: str, number: int) -> None:
        """One completion, as in process."""
        values = {"v1": {"value": f"changed {number}"}, "v2": {"value": number}}
        self.call("POST", f"/engine-rest/task/{task_id}/complete", {"variables": values})

    @property
    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._local, "connection"):
            self._local.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        connection: http.client.HTTPConnection = self._local.connection
        return connection


@contextmanager
def served(url: str, home: Path) -> Iterator[Api]:
    """A server on a database that is there already."""
    port = _free_port()
    environment = {
        **os.environ,
        "BANLI_HOME": str(home),
        "BANLI_DATABASE_URL": url,
        "BANLI_PORT": str(port),
        "BANLI_REST_AUTH": "none",
        "BANLI_BUNDLE": "off",
    }
    with (home / "server.log").open("w") as log:
        command = [sys.executable, "-c", "from app.cli import main; main()", "serve"]
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _wait(server, port, home / "server.log")
        yield Api(port)
    finally:
        server.kill()  # its database is thrown away; parked polls need not be waited for
        server.wait()


def _wait(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"banli serve does not answer:\n{log.read_text(encoding='utf-8')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Parked:
    """Connections that wait: live streams of browsers and long polls of workers, in one thread of their own."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._readers: list[asyncio.Task[None]] = []
        self.bytes_read = 0

    def stream(self, cookie: str) -> None:
        """Open a live stream and keep reading it."""
        self._await(self._open(f"GET /api/stream HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n", b": open"))

    def poll(self, worker: str, topic: str) -> None:
        """Park a long poll for a topic that has no work."""
        body = {"workerId": worker, "maxTasks": 1, "asyncResponseTimeout": 600_000}
        text = json.dumps({**body, "topics": [{"topicName": topic, "lockDuration": 10_000}]})
        head = "POST /engine-rest/external-task/fetchAndLock HTTP/1.1\r\nHost: localhost\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        self._await(self._open(head + text, None))

    @property
    def alive(self) -> int:
        """How many still wait."""
        return sum(not reader.done() for reader in self._readers)

    def close(self) -> None:
        """Let all go."""
        for reader in self._readers:
            self._loop.call_soon_threadsafe(reader.cancel)
        time.sleep(0.5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    async def _open(self, request: str, until: bytes | None) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(request.encode())
        await writer.drain()
        if until is not None:
            head = b""
            while until not in head:
                part = await asyncio.wait_for(reader.read(4096), START_SECONDS)
                if not part:
                    raise RuntimeError(head[:300].decode(errors="replace"))
                head += part
        self._readers.append(asyncio.ensure_future(self._read(reader, writer)))

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while part := await reader.read(65536):
                self.bytes_read += len(part)
        finally:
            writer.close()

    def _await(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(2 * START_SECONDS)
