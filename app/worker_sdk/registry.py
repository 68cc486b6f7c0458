"""`@worker("area.function")`: which function does the work of which topic."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from app.worker_sdk.task import Task

Function = Callable[[Task], Mapping[str, Any] | None]
F = TypeVar("F", bound=Function)

_MARK = "__banli_worker__"


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker function with its lease and how often it is tried."""

    topic: str
    function: Function
    lease_s: float
    tries: int


def worker(topic: str, *, lease_s: float = 120, tries: int = 4) -> Callable[[F], F]:
    """Mark a function as the worker of a topic. It returns the variables to set, or nothing.

    It may run twice for one task (a lease that ran out, a crash before the result was reported): whatever it does must
    be the same the second time. What goes through `task.office` is.
    """

    def mark(function: F) -> F:
        setattr(function, _MARK, Worker(topic, function, lease_s, tries))
        return function

    return mark


def find_workers(package: str = "workers") -> dict[str, Worker]:
    """Topic -> worker of every module of a package. Raises `ValueError` where two functions want one topic."""
    root = importlib.import_module(package)
    found: dict[str, Worker] = {}
    for module in pkgutil.iter_modules(root.__path__):
        for value in vars(importlib.import_module(f"{package}.{module.name}")).values():
            marked = getattr(value, _MARK, None)
            if isinstance(marked, Worker) and value.__module__ == f"{package}.{module.name}":
                if marked.topic in found:
                    raise ValueError(f"two workers for topic {marked.topic}")
                found[marked.topic] = marked
    return found
