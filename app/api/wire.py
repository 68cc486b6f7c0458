"""JSON as it goes over the wire: keys in the order they were written, no NaN, no infinity."""

from __future__ import annotations

import json
from typing import Any

from flask import Response


def dumps(value: Any) -> str:
    """Text of a JSON value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def loads(text: str | bytes) -> Any:
    """A JSON value. Raises `ValueError` for anything else, `RecursionError` for one that is nested too deep."""
    return json.loads(text, parse_constant=_refuse)


def json_answer(value: Any, status: int = 200) -> Response:
    """A response with exactly this content type: with a charset the npm worker takes the body for bytes."""
    return Response(dumps(value), status, content_type="application/json")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
