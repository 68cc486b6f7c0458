"""Answers to queries: SQL straight to view rows, each restricted by `visible` (architecture, section 6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.persistence.answers.question import Question

Answer = Callable[[Question, Any], Any]

ANSWERS: dict[type[Any], Answer] = {}
"""Query type -> the function that answers it."""

__all__ = ["ANSWERS", "Answer", "Question"]
