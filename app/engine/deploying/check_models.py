"""Everything that can be known to fail before the first instance starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.definitions import expressions_of
from app.domain.context import CommandContext
from app.domain.errors import DefinitionInvalid, EvaluationFailed, Problem
from app.domain.model.process import Expression, ProcessModel
from app.engine.deploying.reading import Reading

_EXPRESSION_PROPERTIES = frozenset({"correlation", "message_key", "business_key", "deadline", "payload", "expires"})
"""`camunda:property` names that the engine evaluates."""


def check_models(reading: Reading, context: CommandContext) -> Iterator[Problem]:
    """Expressions, decision cells, and what the interpreter cannot run, each with its place."""
    for resource, process in reading.processes:
        yield from _check_expressions(process, resource, context)
        yield from _check_program(process, resource, context)
    for resource, decision in reading.decisions:
        try:
            context.decisions.check(decision)
        except EvaluationFailed as failed:
            yield Problem("invalid_decision", failed.text, resource, decision.id, decision.line)


def _check_expressions(process: ProcessModel, resource: str, context: CommandContext) -> Iterator[Problem]:
    for element_id, line, expression in (*expressions_of(process), *_properties(process)):
        try:
            context.expressions.check(expression)
        except EvaluationFailed as failed:
            yield Problem("invalid_expression", failed.text, resource, element_id, line)


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
