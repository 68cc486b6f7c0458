"""Input and output parameters: one expression, or lists and maps of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.model.process import Expression, MappingValue


def evaluate_mapping(value: MappingValue, evaluate: Callable[[Expression], Any]) -> Any:
    """The value of a parameter: text, list or map, every leaf evaluated."""
    if isinstance(value, Expression):
        return evaluate(value)
    if isinstance(value, tuple):
        return [evaluate_mapping(part, evaluate) for part in value]
    return {name: evaluate_mapping(part, evaluate) for name, part in value.items()}
