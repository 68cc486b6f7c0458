"""How a worker says that it cannot give a result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class BpmnError(Exception):
    """A modelled error: a boundary event of the diagram goes on with it."""

    def __init__(self, code: str, message: str | None = None, variables: Mapping[str, Any] | None = None) -> None:
        super().__init__(message or code)
        self.code = code
        self.message = message
        self.variables = dict(variables or {})


class Failure(Exception):
    """A technical failure. `retries` left (0: an incident at once; None: one less than before), after `wait_s`."""

    def __init__(self, message: str, retries: int | None = None, wait_s: float | None = None) -> None:
        super().__init__(message)
        self.retries = retries
        self.wait_s = wait_s


class Refused(Failure):
    """The office refused a command, or an input is wrong: trying again would not help, a person must look."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, retries=0)
        self.code = code


class TaskLost(Exception):
    """The lease of the task is over or the task is gone; what was done counts for nothing."""


class TransportDown(Exception):
    """The engine does not answer; the task is left to its lease."""
