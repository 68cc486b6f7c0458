"""Workers on another machine: Camunda's external task calls with our token, and the office client, over HTTP."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx

from app.worker_sdk.errors import BpmnError, Refused, TaskLost, TransportDown
from app.worker_sdk.task import ClaimedTask

ANSWER_S = 60.0
"""How long an answer may take, beside the wait of a long poll."""
_LOST = frozenset({400, 404})
"""How Camunda's dialect says that a task is gone or leased to somebody else."""


class HttpTransport:
    """`Transport` to `/engine-rest` and `/api/office-client` of a server; safe for threads."""

    def __init__(self, url: str, user: str, password: str, client: httpx.Client | None = None) -> None:
        self._url = url.rstrip("/")
        self._client = client or httpx.Client(auth=(user, password), timeout=ANSWER_S)
        self._stopping = threading.Event()

    def claim(self, worker_id: str, topics: Mapping[str, int], limit: int, wait_s: float) -> list[ClaimedTask]:
        """A long poll of fetchAndLock."""
        if self._stopping.is_set():
            return []
        wanted = [{"topicName": name, "lockDuration": lease, **_TOPIC} for name, lease in topics.items()]
        asked = {"workerId": worker_id, "maxTasks": limit, "usePriority": True, "topics": wanted}
        if wait_s:
            asked["asyncResponseTimeout"] = round(wait_s * 1000)
        answer = self._sent("POST", "/engine-rest/external-task/fetchAndLock", asked, ANSWER_S + wait_s)
        if answer.status_code != httpx.codes.OK:
            raise TransportDown(_message(answer))
        return [_claimed(each) for each in answer.json()]

    def complete(self, worker_id: str, task: ClaimedTask, variables: Mapping[str, Any]) -> None:
        """The work is done."""
        self._report(task, "complete", {"workerId": worker_id, "variables": _written(variables)})

    def fail(self, worker_id: str, task: ClaimedTask, message: str, details: str, retries: int, wait_ms: int) -> None:
        """It failed."""
        told = {"errorMessage": message, "errorDetails": details, "retries": retries, "retryTimeout": wait_ms}
        self._report(task, "failure", {"workerId": worker_id, **told})

    def throw(self, worker_id: str, task: ClaimedTask, error: BpmnError) -> None:
        """It ended in a modelled error."""
        told = {"errorCode": error.code, "errorMessage": error.message, "variables": _written(error.variables)}
        self._report(task, "bpmnError", {"workerId": worker_id, **told})

    def wake(self) -> None:
        """No new claims; a poll that waits ends with its time."""
        self._stopping.set()

    def command(self, task_id: str, name: str, arguments: Mapping[str, Any]) -> Any:
        """A command of the office."""
        return self._office("POST", f"/tasks/{task_id}/{name}", arguments).json()

    def query(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """A query of the office."""
        return self._office("POST", f"/queries/{name}", arguments).json()

    def file(self, sha256: str) -> bytes:
        """A stored file."""
        return self._office("GET", f"/files/{sha256}").content

    def _report(self, task: ClaimedTask, what: str, body: dict[str, Any]) -> None:
        answer = self._sent("POST", f"/engine-rest/external-task/{task.id}/{what}", {**body, "token": task.token})
        if answer.is_success:
            return
        if answer.status_code in _LOST:
            raise TaskLost(_message(answer))
        if _field(answer, "type") == "OptimisticLockingException":
            raise TransportDown(_message(answer))
        raise Refused(_field(answer, "type"), _message(answer))

    def _office(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        answer = self._sent(method, f"/api/office-client{path}", body)
        if answer.is_success:
            return answer
        code = _field(answer, "code")
        if code == "lock_lost":
            raise TaskLost(_message(answer))
        if code == "conflict":
            raise TransportDown(_message(answer))
        raise Refused(code, _message(answer))

    def _sent(
        self, method: str, path: str, body: Mapping[str, Any] | None, timeout_s: float = ANSWER_S
    ) -> httpx.Response:
        try:
            answer = self._client.request(method, self._url + path, json=body, timeout=timeout_s)
        except httpx.HTTPError as error:
            raise TransportDown(f"{type(error).__name__}: {error}") from error
        if answer.status_code in (401, 429, 502, 503, 504):
            raise TransportDown(f"HTTP {answer.status_code}: {_message(answer)}")
        return answer


_TOPIC = {"deserializeValues": True, "includeExtensionProperties": True}


def _claimed(given: Mapping[str, Any]) -> ClaimedTask:
    return ClaimedTask(
        given["id"],
        given["topicName"],
        given.get("token"),
        {name: _read(each) for name, each in given["variables"].items()},
        given.get("retries"),
        given.get("businessKey"),
        given.get("processInstanceId"),
        given.get("activityId"),
        given.get("extensionProperties") or {},
    )


def _read(variable: Mapping[str, Any]) -> Any:
    value, kind = variable["value"], variable["type"]
    if value is None:
        return None
    if kind == "Json":
        return json.loads(value)
    return datetime.fromisoformat(value) if kind == "Date" else value


def _written(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _variable(value) for name, value in variables.items()}


def _variable(value: Any) -> dict[str, Any]:
    """Camunda's form of a plain value; the same types as the engine gives values of its own process."""
    match value:
        case None:
            return {"value": None, "type": "Null"}
        case bool():
            return {"value": value, "type": "Boolean"}
        case int():
            return {"value": value, "type": "Long"}
        case float() | Decimal():
            return {"value": float(value), "type": "Double"}
        case str():
            return {"value": value, "type": "String"}
        case datetime():
            at = value.astimezone(UTC)
            return {"value": f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}+0000", "type": "Date"}
        case _:
            return {"value": json.dumps(value, ensure_ascii=False, default=_plain), "type": "Json"}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _field(answer: httpx.Response, name: str) -> str:
    try:
        return str(answer.json().get(name) or answer.status_code)
    except (ValueError, AttributeError):
        return str(answer.status_code)


def _message(answer: httpx.Response) -> str:
    return f"{_field(answer, 'message')} (HTTP {answer.status_code})"
