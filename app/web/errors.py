"""What a refused or failed call answers: a code for programs, a sentence in both languages for people."""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, Response, jsonify
from werkzeug.exceptions import HTTPException

from app.domain.errors import (
    AccountLocked,
    BanliError,
    Conflict,
    CorrelationMismatch,
    DefinitionInvalid,
    EvaluationFailed,
    FieldProblem,
    InvalidInput,
    InvalidState,
    LimitExceeded,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Problem,
    RuleViolated,
    TooManyAttempts,
    Unavailable,
)
from app.web.language import language, say

logger = logging.getLogger("banli.web")

_STATUS: tuple[tuple[type[BanliError], int], ...] = (
    (InvalidInput, 400),
    (NotSignedIn, 401),
    (NotAllowed, 403),
    (NotFound, 404),
    (TooManyAttempts, 429),
    (InvalidState, 409),
    (Conflict, 409),
    (CorrelationMismatch, 409),
    (RuleViolated, 422),
    (DefinitionInvalid, 422),
    (EvaluationFailed, 422),
    (LimitExceeded, 422),
    (Unavailable, 503),
)
"""The first that fits; anything else is 500."""

_HTTP_WORDS = {
    404: ("not_found", "没有这个地址", "there is no such address"),
    405: ("not_found", "不支持这种请求方法", "the method is not allowed here"),
    413: ("invalid_input", "内容太大", "the request is too large"),
}


def status_of(error: BanliError) -> int:
    """The HTTP status of an error of ours."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def problem_json(problem: Problem) -> dict[str, Any]:
    """One finding of a lint."""
    return {
        "code": problem.code,
        "message": problem.text.in_language(language()),
        "message_en": problem.text.en,
        "resource": problem.resource,
        "element_id": problem.element_id,
        "line": problem.line,
        "severity": problem.severity,
    }


def answer_error(error: BanliError) -> tuple[Response, int]:
    """An error that was raised on purpose."""
    answer: dict[str, Any] = {"code": error.code, "message": say(error.text), "message_en": error.text.en}
    match error:
        case InvalidInput():
            answer |= {"field": error.field, "fields": [_field(problem) for problem in error.problems]}
        case RuleViolated():
            answer["article"] = error.article
        case DefinitionInvalid():
            answer["problems"] = [problem_json(problem) for problem in error.problems]
        case AccountLocked() | TooManyAttempts():
            answer["locked_until"] = error.until.isoformat()
    return jsonify(answer), status_of(error)


def answer_http(error: HTTPException) -> tuple[Response, int]:
    """An address or method that is not there, a body that is too large."""
    status = error.code or 500
    code, zh, en = _HTTP_WORDS.get(status, ("invalid_input", "请求有误", error.name))
    return jsonify({"code": code, "message": zh if language() == "zh" else en, "message_en": en}), status


def answer_failure(error: Exception) -> tuple[Response, int]:
    """A technical failure: rolled back, told in the log, never to the browser."""
    logger.exception("a request failed", exc_info=error)
    zh, en = "系统出错，您的操作没有生效，请稍后重试", "the system failed; nothing was changed, try again later"
    return jsonify({"code": "internal", "message": zh if language() == "zh" else en, "message_en": en}), 500


def _field(problem: FieldProblem) -> dict[str, str]:
    return {"field": problem.field, "message": say(problem.text)}


def register_errors(blueprint: Blueprint) -> None:
    """Errors of this blueprint's calls are JSON."""
    blueprint.register_error_handler(BanliError, answer_error)
    blueprint.register_error_handler(HTTPException, answer_http)
    blueprint.register_error_handler(Exception, answer_failure)
