"""Everything that can be known to fail before the first instance starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.definitions import expressions_of
from app.domain.context import CommandContext
from app.domain.errors import DefinitionInvalid, EvaluationFailed, Problem
from app.domain.model.process import Expression, ProcessModel
from app.domain.text import Text
from app.engine.deploying.reading import Reading

_EXPRESSION_PROPERTIES = frozenset({"correlation", "message_key", "business_key", "deadline", "payload", "expires"})
"""`camunda:property` names that the engine evaluates."""

_KEPT_FOR_EVER = Text(
    "没有填写历史保留时间(historyTimeToLive),历史将一直保留。如需按期清理,请填写天数,例如 180。",
    "No history time to live is given, so history is kept for ever. Give days, for example 180, to change it.",
)


def check_models(reading: Reading, context: CommandContext) -> Iterator[Problem]:
    """Expressions, decision cells, and what the interpreter cannot run, each with its place."""
    for resource, process in reading.processes:
        yield from _check_expressions(process, resource, context)
        yield from _check_program(process, resource, context)
        if process.history_time_to_live is None:
            yield Problem("no_time_to_live", _KEPT_FOR_EVER, resource, process.id, severity="warning")
    for resource, decision in reading.decisions:
        try:
            context.decisions.check(decision)
        except EvaluationFailed as failed:
            yield Problem("invalid_decision", _in_decision(failed.text), resource, decision.id, decision.line)


def _check_expressions(process: ProcessModel, resource: str, context: CommandContext) -> Iterator[Problem]:
    for element_id, line, expression in (*expressions_of(process), *_properties(process)):
        try:
            context.expressions.check(expression)
        except EvaluationFailed as failed:
            yield Problem("invalid_expression", _in_expression(failed.text, expression), resource, element_id, line)


def _properties(process: ProcessModel) -> Iterator[tuple[str, int | None, Expression]]:
    for node in process.nodes.values():
        for name in _EXPRESSION_PROPERTIES & node.properties.keys():
            yield node.id, node.line, Expression(node.properties[name], line=node.line)


def _check_program(process: ProcessModel, resource: str, context: CommandContext) -> Iterator[Problem]:
    try:
        context.interpreter.compile(process)
    except DefinitionInvalid as invalid:
        for problem in invalid.problems:
            yield replace(problem, resource=problem.resource or resource)


def _in_expression(text: Text, expression: Expression) -> Text:
    """What is wrong with the text of a diagram, and which text it is."""
    named = expression.text[:80]
    return Text(f"{text.zh}。请改正表达式“{named}”。", f'{text.en}. Correct the expression "{named}".')


def _in_decision(text: Text) -> Text:
    return Text(f"{text.zh}。请改正这个决策。", f"{text.en}. Correct the decision.")
