"""Evaluate a decision by itself."""

from __future__ import annotations

from app.domain.commands.decision import EvaluateDecision
from app.domain.context import CommandContext
from app.domain.errors import NotFound
from app.domain.events import DecisionRecorded
from app.domain.ports.evaluation import DecisionResult
from app.engine.stepping.beans import office_beans


def evaluate_decision(command: EvaluateDecision, context: CommandContext) -> DecisionResult:
    """The result, kept in history without an instance. Raises `NotFound`, `EvaluationFailed`."""
    definition = context.uow.definitions.get(command.definition_id)
    if definition.kind != "decision":
        raise NotFound(f"{definition.id} 不是决策", f"{definition.id} is no decision definition")
    models = context.programs.decisions(definition, context.uow)
    result = context.decisions.decide(models, definition.key, command.variables, office_beans(context, context.at))
    context.uow.record(
        DecisionRecorded(
            context.ids.new(),
            None,
            None,
            definition.key,
            None,
            context.at,
            dict(command.variables),
            result.single if result.is_single else [dict(row) for row in result.rows],
            result.matched_rules,
        )
    )
    return result
