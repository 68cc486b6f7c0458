"""How a worker reaches the engine: the same Protocol in the server's own process and over HTTP."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from app.worker_sdk.errors import BpmnError
from app.worker_sdk.office import OfficeCalls
from app.worker_sdk.task import ClaimedTask


class Transport(OfficeCalls, Protocol):
    """Claims and reports tasks. Every method raises `TransportDown` where the engine does not answer.

    The reports raise `TaskLost` where the lease is over by now, `Refused` where the engine does not take the result.
    """

    def claim(self, worker_id: str, topics: Mapping[str, int], limit: int, wait_s: float) -> Collection[ClaimedTask]:
        """Up to `limit` tasks, leased; `topics` name -> lease in ms. Waits up to `wait_s` while there are none."""

    def complete(self, worker_id: str, task: ClaimedTask, variables: Mapping[str, Any]) -> None:
        """The work is done."""

    def fail(self, worker_id: str, task: ClaimedTask, message: str, details: str, retries: int, wait_ms: int) -> None:
        """It failed; at 0 retries an incident is opened."""

    def throw(self, worker_id: str, task: ClaimedTask, error: BpmnError) -> None:
        """It ended in a modelled error."""

    def wake(self) -> None:
        """Let waiting claims return early, because the program stops."""
