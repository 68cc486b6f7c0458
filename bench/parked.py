"""Those who wait: live streams of browsers and long polls of workers, held open in one thread."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Coroutine
from typing import Any

OPEN_SECONDS = 60.0


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
                part = await asyncio.wait_for(reader.read(4096), OPEN_SECONDS)
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
        asyncio.run_coroutine_threadsafe(work, self._loop).result(2 * OPEN_SECONDS)
