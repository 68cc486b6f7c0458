"""`python -m tests.browser.office_server HOME PORT MOMENT`: the demo office on a clock that standard input moves.

One thread plays ticker and workers: what becomes due is done at once, on a clock that otherwise stands still. A line
on standard input is a moment; it is written back when time has passed until then and everything due has been done.
The end of the input ends the server.
"""

from __future__ import annotations

import logging
import sys
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from app.bootstrap import build_web
from app.cli_demo import demo_house, open_stage
from app.demo.stage import Stage
from app.domain.ports.notifier import Changes
from app.jobs.simulation import SimulatedClock
from app.web.server import make_server

Orders = SimpleQueue[str | None]
"""A moment; nothing: do what is due; None: the end."""
READY = "ready"


def main(home: str, port: str, begin: str) -> None:
    """Serve until the input ends."""
    logging.basicConfig(level=logging.INFO)
    clock = SimulatedClock(datetime.fromisoformat(begin))
    orders: Orders = SimpleQueue()
    with demo_house(Path(home), clock) as house:
        house.notifier.subscribe(lambda changes: orders.put("") if changes.jobs_due or changes.topics else None)
        server = make_server(build_web(house), "127.0.0.1", int(port))
        server.prepare()
        Thread(target=server.serve, daemon=True).start()
        Thread(target=_read, args=(orders,), daemon=True).start()
        _say(READY)
        _obey(open_stage(house, clock), orders)
        house.notifier.publish(Changes(closing=True))
        server.stop()


def _read(orders: Orders) -> None:
    for line in sys.stdin:
        orders.put(line.strip())
    orders.put(None)


def _obey(stage: Stage, orders: Orders) -> None:
    for order in iter(orders.get, None):
        if order:
            stage.go_to(datetime.fromisoformat(order))
            _say(order)
        else:
            stage.settle()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
