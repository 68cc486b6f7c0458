"""A WSGI application with the three kinds of request Banli has: a stream, a parked poll, a piece of work."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from typing import Any

WAKE = threading.Condition()
_LOCAL = threading.local()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """`/stream` sends a heartbeat every 5 s, `/poll` answers after 20 s, `/work` reads and computes for about 2 ms."""
    path = environ["PATH_INFO"]
    if path == "/stream":
        start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
        return _stream()
    if path == "/poll":
        with WAKE:
            WAKE.wait(20)
    body = b"[]" if path == "/poll" else _work()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def _stream() -> Iterator[bytes]:
    yield b": open\n\n"
    while True:
        time.sleep(5)
        yield b": still here\n\n"


def _work() -> bytes:
    connection = getattr(_LOCAL, "connection", None)
    if connection is None:
        connection = _LOCAL.connection = sqlite3.connect(":memory:")
        connection.execute("create table t (a integer, b text)")
        connection.executemany("insert into t values (?, ?)", [(n, str(n)) for n in range(500)])
    rows = connection.execute("select a, b from t where a % 3 = 0 order by b").fetchall()
    total = sum(len(str(row)) for row in rows for _ in range(4))
    return f"{total}".encode()
