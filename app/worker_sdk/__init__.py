"""What a worker imports: `@worker`, `Task`, the errors it may raise; transports and the runner for programs."""

from __future__ import annotations

from app.worker_sdk.errors import BpmnError, Failure, Refused, TaskLost, TransportDown
from app.worker_sdk.office import OfficeClient
from app.worker_sdk.registry import Worker, find_workers, worker
from app.worker_sdk.runner import Runner
from app.worker_sdk.task import ClaimedTask, Task, as_moment
from app.worker_sdk.transport import Transport

__all__ = [
    "BpmnError",
    "ClaimedTask",
    "Failure",
    "OfficeClient",
    "Refused",
    "Runner",
    "Task",
    "TaskLost",
    "Transport",
    "TransportDown",
    "Worker",
    "as_moment",
    "find_workers",
    "worker",
]
