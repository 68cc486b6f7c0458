"""`banli worker`: the service-task workers on a machine of their own, over HTTP long polling."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from zoneinfo import ZoneInfo

import click

from app.worker_sdk import Runner, find_workers
from app.worker_sdk.http import HttpTransport


@click.command()
@click.option("--url", envvar="BANLI_URL", default="http://127.0.0.1:8080", show_default=True, help="the server")
@click.option("--user", envvar="BANLI_WORKER_USER", required=True, help="machine account with the right worker")
@click.option("--password", envvar="BANLI_WORKER_PASSWORD", required=True, help="better given by the variable")
@click.option("--topic", "topics", multiple=True, help="only these topics [all of workers/]")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@click.option("--timezone", envvar="BANLI_TIMEZONE", default="Asia/Shanghai", show_default=True)
def worker(url: str, user: str, password: str, topics: tuple[str, ...], threads: int, timezone: str) -> None:
    """Work on external tasks until stopped; variables BANLI_URL, BANLI_WORKER_USER, BANLI_WORKER_PASSWORD."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    known = find_workers()
    unknown = sorted(set(topics) - known.keys())
    if unknown:
        raise click.UsageError(f"没有这个主题的工作者 / no worker for: {', '.join(unknown)}")
    chosen = {topic: known[topic] for topic in topics or known}
    worker_id = f"{socket.gethostname()}:{os.getpid()}"
    runner = Runner(HttpTransport(url, user, password), chosen, worker_id, threads, ZoneInfo(timezone))
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda _number, _frame: stop.set())
    runner.start()
    click.echo(f"工作者已启动 / {len(chosen)} topics from {url}, {threads} threads")
    stop.wait()
    click.echo("正在停止 / stopping")
    runner.stop()
