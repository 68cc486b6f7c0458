"""Answers and payloads survive their way through JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from app.domain.commands.instance import CorrelationResult
from app.domain.values import FileRef, InstanceState, TypedValue
from app.engine.images import decode, encode


@pytest.mark.parametrize(
    "value",
    [
        None, True, 3, 2.5, "文", b"\x00\xff", datetime(2026, 1, 1, tzinfo=UTC), (1, ("a",)), [1, None],
        {"a": {"$": "not a record"}}, frozenset({"x"}), InstanceState.ACTIVE,
        CorrelationResult("Execution", "1", "2"), TypedValue("File", FileRef("ab", "n.pdf", "application/pdf", 3)),
    ],
)  # fmt: skip
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    image = json.loads(json.dumps(encode(value)))
    back = decode(image)
    assert back == value
    assert type(back) is type(value)


def test_only_types_of_the_domain_are_made() -> None:
    with pytest.raises(TypeError):
        decode({"$": "record", "type": "subprocess:Popen", "value": {"args": "x"}})
    with pytest.raises(TypeError):
        encode(object())
