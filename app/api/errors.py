"""Errors in Camunda's words: the only place of its quirks, such as 500 for a task that is not there.

A route names the quirk of its operation (`COMPLETE_TASK`, ...); everything else follows the common table.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response
from werkzeug.exceptions import HTTPException

from app.api.dto.migration import instance_report, plan_report
from app.api.wire import json_answer
from app.domain import errors as err
from app.domain.migration import CannotMigrate, PlanInvalid

logger = logging.getLogger("banli.rest")

REALM = "default"
ENGINE_ERROR = 0
OPTIMISTIC_LOCK = 1
"""Camunda's codes of engine errors; pure REST errors have none."""


class NothingHere(err.NotFound):
    """A resource that the address names does not exist."""


class JavaSerializationRefused(err.InvalidInput):
    """A variable came as a serialised Java object."""

    def __init__(self, name: str) -> None:
        zh = f"变量 {name} 不能是序列化的 Java 对象"
        super().__init__(
            zh, f"ENGINE-17007 Cannot set variable with name {name}. Java serialization format is prohibited", name
        )


class BadFetch(err.InvalidInput):
    """A waiting time or an order that is out of bounds: a 400, unlike the other mistakes of a fetch."""


class NotOffered(err.Rejected):
    """Camunda knows it, Banli's dialect does not (yet)."""

    code = "not_offered"


@dataclass(frozen=True, slots=True)
class Shape:
    """Status, type and code of one kind of error."""

    status: int
    type: str
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Quirk:
    """How one operation speaks of its errors: a prefix, and shapes that differ from the common ones.

    `prefix` may name the parts of the address: ``Cannot complete task {task_id}: ``.
    """

    prefix: str = ""
    shapes: Mapping[type[Exception], Shape] = field(default_factory=dict)


_BAD_REQUEST = Shape(400, "InvalidRequestException")
_MISSING = Shape(404, "InvalidRequestException")
_ENGINE = Shape(500, "ProcessEngineException", ENGINE_ERROR)
_REST_500 = Shape(500, "RestException", ENGINE_ERROR)
_REST_400 = Shape(400, "RestException", ENGINE_ERROR)

COMMON: Mapping[type[Exception], Shape] = {
    err.NotFound: _MISSING,
    JavaSerializationRefused: _ENGINE,
    err.InvalidInput: _BAD_REQUEST,
    NotOffered: _BAD_REQUEST,
    err.NotAllowed: Shape(403, "AuthorizationException", ENGINE_ERROR),
    err.NotSignedIn: Shape(401, "AuthenticationException"),
    err.AccountLocked: Shape(401, "AuthenticationException"),
    err.TooManyAttempts: Shape(429, "AuthenticationException"),
    err.AlreadyClaimed: Shape(500, "TaskAlreadyClaimedException", ENGINE_ERROR),
    err.Suspended: Shape(500, "SuspendedEntityInteractionException", ENGINE_ERROR),
    err.LockLost: Shape(400, "RestException", ENGINE_ERROR),
    err.RuleViolated: Shape(400, "RestException", ENGINE_ERROR),
    err.CorrelationMismatch: Shape(400, "RestException", ENGINE_ERROR),
    err.DefinitionInvalid: Shape(400, "ParseException", ENGINE_ERROR),
    err.Rejected: _ENGINE,
    err.Conflict: Shape(500, "OptimisticLockingException", OPTIMISTIC_LOCK),
    err.Unavailable: Shape(503, "ProcessEngineException", ENGINE_ERROR),
    err.BanliError: _ENGINE,
}
"""By the nearest class of the error's ancestry."""

PLAIN = Quirk()
_FAILING_STEP: Mapping[type[Exception], Shape] = {
    err.NotFound: _REST_500,
    err.InvalidState: _REST_500,
    err.EvaluationFailed: _REST_500,
    err.LimitExceeded: _REST_500,
    err.Conflict: Shape(500, "RestException", OPTIMISTIC_LOCK),
}
START = Quirk(
    "Cannot instantiate process definition {definition}: ", {**_FAILING_STEP, NothingHere: Shape(404, "RestException")}
)
COMPLETE_TASK = Quirk("Cannot complete task {task_id}: ", _FAILING_STEP)
SUBMIT_FORM = Quirk("Cannot submit task form {task_id}: ", _FAILING_STEP)
CHANGE_TASK = Quirk("", {NothingHere: _MISSING, err.NotFound: Shape(500, "NullValueException", ENGINE_ERROR)})
EXTERNAL_TASK = Quirk("", {err.NotFound: Shape(404, "RestException"), err.InvalidState: _REST_400})
FETCH = Quirk(
    "",
    {BadFetch: _BAD_REQUEST, err.InvalidInput: Shape(500, "NullValueException", ENGINE_ERROR), err.NotFound: _REST_500},
)
FAILURE = Quirk("", {**EXTERNAL_TASK.shapes, err.InvalidInput: _ENGINE})
EXECUTE_JOB = Quirk("", {err.Suspended: _REST_500, err.EvaluationFailed: _REST_500})
DECIDE = Quirk("Cannot evaluate decision {definition}: ", {err.EvaluationFailed: _REST_500})
MODIFY = Quirk(
    "", {err.InvalidState: Shape(400, "InvalidRequestException", ENGINE_ERROR), err.EvaluationFailed: _REST_500}
)
MIGRATE = Quirk("", {err.InvalidState: Shape(400, "RestException", ENGINE_ERROR), err.NotFound: _BAD_REQUEST})
CORRELATE = Quirk("", {err.EvaluationFailed: _REST_500})


def answer_error(error: Exception, quirk: Quirk, parts: Mapping[str, Any], user_id: str | None) -> Response:
    """The response to an error. What nobody raised on purpose is logged and tells nothing but that it happened."""
    if isinstance(error, HTTPException):
        return _http_error(error)
    shape = _shape(error, quirk)
    if not isinstance(error, err.BanliError):
        logger.error("unexpected error", exc_info=error)
        return _body(Shape(500, "RestException", ENGINE_ERROR), "An unexpected error occurred; see the server's log")
    message = _message(error)
    if shape.status >= 500 and shape in quirk.shapes.values():
        message = quirk.prefix.format(**parts) + message
    response = _body(shape, message, **_more(error, user_id))
    if shape.status == 401:
        response.headers["WWW-Authenticate"] = f'Basic realm="{REALM}"'
    return response


def _shape(error: Exception, quirk: Quirk) -> Shape:
    for shapes in (quirk.shapes, COMMON):
        for kind in type(error).__mro__:
            if kind in shapes:
                return shapes[kind]
    return _ENGINE


def _message(error: err.BanliError) -> str:
    match error:
        case err.CorrelationMismatch():
            return f"org.camunda.bpm.engine.MismatchingMessageCorrelationException: {error.text.en}"
        case err.DefinitionInvalid():
            # Camunda Modeler knows a parse error by these words.
            found = (_finding(problem) for problem in error.problems if problem.severity == "error")
            return "\n".join(("ENGINE-09005 Could not parse BPMN process. Errors: ", *found))
        case err.InvalidInput() if error.problems:
            fields = "; ".join(f"{problem.field}: {problem.text}" for problem in error.problems)
            return f"{error.text.en}: {fields}"
        case _:
            return error.text.en


def _finding(problem: err.Problem) -> str:
    where = (f" | {name} {value}" for name, value in _place(problem) if value)
    return f"* {problem.text}{''.join(where)}"


def _place(problem: err.Problem) -> tuple[tuple[str, object], ...]:
    return (("resource", problem.resource), ("line", problem.line), ("element", problem.element_id))


def _more(error: Exception, user_id: str | None) -> dict[str, Any]:
    match error:
        case err.NotAllowed():
            return {"userId": user_id, "missingAuthorizations": []}
        case err.DefinitionInvalid():
            return {"details": _details(error)}
        case PlanInvalid():
            return {"validationReport": plan_report(error.reports)}
        case CannotMigrate():
            return {"validationReport": instance_report(error)}
        case _:
            return {}


def _details(error: err.DefinitionInvalid) -> dict[str, Any]:
    """Camunda's report by resource: errors and warnings with line, column and elements."""
    details: dict[str, Any] = {}
    for problem in error.problems:
        report = details.setdefault(problem.resource or "", {"errors": [], "warnings": []})
        report["errors" if problem.severity == "error" else "warnings"].append(
            {
                "message": str(problem.text),
                "line": problem.line or 0,
                "column": 0,
                "mainElementId": problem.element_id,
                "elementIds": [] if problem.element_id is None else [problem.element_id],
            }
        )
    return details


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    names = {404: "NotFoundException", 405: "NotAllowedException", 413: "RestException", 415: "NotSupportedException"}
    default = "InvalidRequestException" if status < 500 else "RestException"
    return _body(Shape(status, names.get(status, default)), error.description or error.name)


def _body(shape: Shape, message: str, **more: Any) -> Response:
    body = {"type": shape.type, "message": message, "code": shape.code, **more}
    return json_answer(body, shape.status)
