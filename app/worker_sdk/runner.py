"""Runs worker functions: claims their tasks, reports results, waits longer after every failure."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import tzinfo
from functools import partial
from zoneinfo import ZoneInfo

from app.worker_sdk.errors import BpmnError, Failure, Refused, TaskLost, TransportDown
from app.worker_sdk.office import OfficeClient
from app.worker_sdk.registry import Worker
from app.worker_sdk.task import ClaimedTask, Task
from app.worker_sdk.transport import Transport

logger = logging.getLogger("banli.worker")

SHANGHAI = ZoneInfo("Asia/Shanghai")
POLL_S = 15.0
"""How long a claim waits for work."""
PAUSES_S = (5.0, 30.0, 120.0, 600.0)
"""Back-off of failed tasks by how often they failed; the last one stays."""
DOWN_S = 5.0
REPORTS = 3
REPORT_PAUSE_S = 1.0
"""How often a result is offered to an engine that does not answer, and the seconds between."""
MAX_DETAILS = 20_000


class Runner:
    """The workers of one process. `start` and `stop` for threads, `run_once` to do what is there and return."""

    def __init__(
        self,
        transport: Transport,
        workers: Mapping[str, Worker],
        worker_id: str,
        threads: int = 4,
        zone: tzinfo = SHANGHAI,
    ) -> None:
        self._transport = transport
        self._workers = dict(workers)
        self._topics = {topic: round(each.lease_s * 1000) for topic, each in workers.items()}
        self._worker_id = worker_id
        self._zone = zone
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._loop, name=f"worker-{number}", daemon=True) for number in range(threads)
        ]

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_s: float = 30.0) -> None:
        """Take no more work and wait for what runs; what takes longer is left to its lease."""
        self._stopping.set()
        self._transport.wake()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(timeout_s)

    def run_once(self, limit: int = 100) -> int:
        """Do up to `limit` waiting tasks on this thread; returns how many there were."""
        claimed = self._transport.claim(self._worker_id, self._topics, limit, 0)
        for task in claimed:
            self.do(task)
        return len(claimed)

    def do(self, claimed: ClaimedTask) -> None:
        """Do one task and report how it ended. Raises `TransportDown` where the engine stays away."""
        worker = self._workers[claimed.topic]
        try:
            report = self._outcome(worker, Task(claimed, OfficeClient(self._transport, claimed.id), self._zone))
            try:
                self._reported(report)
            except Refused as refused:
                # The work is done, but the process cannot go on with it: a person must look.
                self._reported(self._failing(claimed, refused, 0, 0.0))
        except TaskLost as lost:
            logger.warning("task %s (%s) went to somebody else: %s", claimed.id, claimed.topic, lost)
        except Refused as refused:
            logger.warning("failure of task %s was not recorded: %s", claimed.id, refused)

    def _outcome(self, worker: Worker, task: Task) -> Callable[[], None]:
        """Run the function; what comes back says how it ended."""
        transport, me, claimed = self._transport, self._worker_id, task.claimed
        try:
            results = dict(worker.function(task) or {})
        except BpmnError as error:
            return partial(transport.throw, me, claimed, error)
        except (TaskLost, TransportDown):
            raise
        except Exception as error:
            logger.warning("task %s (%s) failed: %s", claimed.id, claimed.topic, error)
            return self._failing(claimed, error, *_next_try(worker, claimed, error))
        return partial(transport.complete, me, claimed, results)

    def _failing(self, claimed: ClaimedTask, error: Exception, left: int, pause_s: float) -> Callable[[], None]:
        details = "".join(traceback.format_exception(error))[-MAX_DETAILS:]
        message = str(error) or type(error).__name__
        return partial(self._transport.fail, self._worker_id, claimed, message, details, left, round(pause_s * 1000))

    def _reported(self, report: Callable[[], None]) -> None:
        """Report; a result is worth a few more tries when the engine is away for a moment."""
        for _ in range(REPORTS - 1):
            try:
                return report()
            except TransportDown as down:
                logger.info("the engine did not take a report: %s", down)
                self._stopping.wait(REPORT_PAUSE_S)
        return report()

    def _loop(self) -> None:
        while not self._stopping.is_set():
            try:
                for task in self._transport.claim(self._worker_id, self._topics, 1, POLL_S):
                    self.do(task)
            except TransportDown as down:
                logger.warning("the engine does not answer: %s", down)
                self._stopping.wait(DOWN_S)
            except Exception:
                # A thread that dies would go unnoticed; the task comes back when its lease is over.
                logger.exception("a worker thread stumbled")
                self._stopping.wait(DOWN_S)


def _next_try(worker: Worker, claimed: ClaimedTask, error: Exception) -> tuple[int, float]:
    """`(tries left, seconds until the next)` after a failure; a `Failure` may say both itself."""
    left = max((worker.tries if claimed.retries is None else claimed.retries) - 1, 0)
    pause = PAUSES_S[min(max(worker.tries - 1 - left, 0), len(PAUSES_S) - 1)]
    if isinstance(error, Failure):
        left = left if error.retries is None else error.retries
        pause = pause if error.wait_s is None else error.wait_s
    return left, pause
