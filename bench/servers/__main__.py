"""Measures each installed server: the p50 and p99 of work, alone and beside 500 streams and 500 parked polls."""

from __future__ import annotations

import asyncio
import importlib.util
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

SERVERS = ("gunicorn", "waitress", "cheroot")
STREAMS = POLLS = 500
CLIENTS = 4
SECONDS = 8
FIRST_PORT = 18201


async def request(port: int, path: str, *, keep: bool = False) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection and send one GET; returns once the head of the answer (or nothing, for a poll) is there."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    close = "" if keep else "Connection: close\r\n"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{close}\r\n".encode())
    await writer.drain()
    return reader, writer


async def client(port: int, until: float, times: list[float]) -> None:
    """One client that works without a pause over new connections."""
    while time.monotonic() < until:
        start = time.perf_counter()
        reader, writer = await request(port, "/work")
        answer = await reader.read()
        times.append(time.perf_counter() - start)
        writer.close()
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer[:200].decode(errors="replace"))


async def load(port: int) -> list[float]:
    """All clients for some seconds."""
    times: list[float] = []
    until = time.monotonic() + SECONDS
    await asyncio.gather(*(client(port, until, times) for _ in range(CLIENTS)))
    return times


async def measure(port: int) -> tuple[list[float], list[float], int]:
    """Times alone, times beside the parked ones, and how many of the parked ones were really served."""
    alone = await load(port)
    streams = [await request(port, "/stream") for _ in range(STREAMS)]
    polls = [await request(port, "/poll") for _ in range(POLLS)]
    await asyncio.sleep(1)
    beside = await load(port)
    served = 0
    for reader, _ in streams:
        head = await asyncio.wait_for(reader.read(4096), 6)
        served += b": open" in head
    for _, writer in [*streams, *polls]:
        writer.close()
    return alone, beside, served


def memory(pid: int) -> float:
    """Resident memory in MB of a process and its children."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        fields = dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)
        if str(pid) in (fields.get("Pid", "").strip(), fields.get("PPid", "").strip()):
            total += int(fields.get("VmRSS", "0 kB").split()[0])
    return total / 1024


def figures(times: list[float]) -> str:
    """p50, p99 and rate."""
    cuts = statistics.quantiles(times, n=100)
    return f"{cuts[49] * 1000:6.1f} {cuts[98] * 1000:7.1f} {len(times) / SECONDS:7.0f}/s"


def main() -> None:
    """One table row a server."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    print("server      alone: p50 p99 ms, rate    | beside 500+500: p50 p99 ms, rate | p99 ratio | streams | RSS MB")
    for number, name in enumerate(SERVERS):
        if importlib.util.find_spec(name) is None:
            print(f"{name:10}  not installed")
            continue
        port = FIRST_PORT + number
        process = subprocess.Popen([sys.executable, "-m", "bench.servers.run", name, str(port)])
        try:
            time.sleep(4)
            alone, beside, served = asyncio.run(measure(port))
            rss = memory(process.pid)
            ratio = statistics.quantiles(beside, n=100)[98] / statistics.quantiles(alone, n=100)[98]
            print(
                f"{name:10}  {figures(alone)}     | {figures(beside)}     | {ratio:5.2f} | {served} | {rss:.0f}",
                flush=True,
            )
        except (OSError, RuntimeError, TimeoutError, ValueError) as error:
            print(f"{name:10}  failed: {type(error).__name__} {error}", flush=True)
        finally:
            process.kill()  # a server that waits for its streams would never end
            process.wait(10)


if __name__ == "__main__":
    main()
