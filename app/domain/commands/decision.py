"""Asking a decision from outside a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.commands import Command


@dataclass(frozen=True, slots=True)
class EvaluateDecision(Command):
    """Evaluate a decision definition and keep it in history. Returns a `DecisionResult`.

    Raises `NotFound`, `EvaluationFailed`.
    """

    definition_id: str
    variables: Mapping[str, Any] = field(default_factory=dict)
