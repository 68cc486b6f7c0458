"""A DMN decision as frozen data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """One input column."""

    id: str
    label: str | None
    expression: str
    language: str = "feel"
    type_ref: str | None = None
    variable: str | None = None
    """`camunda:inputVariable`; the name under which the cells know the value."""


@dataclass(frozen=True, slots=True)
class DecisionOutput:
    """One output column; `allowed_values` in order of priority."""

    id: str
    name: str | None
    label: str | None = None
    type_ref: str | None = None
    allowed_values: tuple[str, ...] = ()
    default: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """One row; cells as text, empty or `-` means any."""

    id: str
    input_entries: tuple[str, ...]
    output_entries: tuple[str, ...]
    description: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table with its hit policy."""

    hit_policy: str
    inputs: tuple[DecisionInput, ...]
    outputs: tuple[DecisionOutput, ...]
    rules: tuple[DecisionRule, ...]
    aggregation: str | None = None
    """SUM, MIN, MAX or COUNT, with COLLECT only."""


@dataclass(frozen=True, slots=True)
class LiteralDecision:
    """A decision that is one expression."""

    expression: str
    language: str = "feel"
    variable: str | None = None
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionModel:
    """One decision; `requires` names the decisions of the same file it needs first."""

    id: str
    name: str | None
    logic: DecisionTable | LiteralDecision
    requires: tuple[str, ...] = ()
    version_tag: str | None = None
    history_time_to_live: int | None = None
    line: int | None = None
