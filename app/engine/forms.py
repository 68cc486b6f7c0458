"""The deployed form of a task or start event, and the server's own check of what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.definitions import validate_form
from app.domain.context import CommandContext
from app.domain.errors import FieldProblem, InvalidInput, NotFound
from app.domain.model.form import FormField, FormModel
from app.domain.model.process import Expression, FormRef
from app.domain.ports.evaluation import ExpressionEvaluator
from app.domain.records import UserTask
from app.engine.binding import bound_definition


def deployed_form(
    reference: FormRef | None, key: str | None, deployment_id: str | None, context: CommandContext
) -> FormModel | None:
    """The form-js form a reference names (`key` where it was evaluated already); None where there is none to check.

    Raises `NotFound` where the form is not deployed.
    """
    if reference is None or reference.is_form_key:
        return None
    if reference.drawn is not None:
        return reference.drawn
    key = key or str(context.expressions.evaluate(Expression(reference.key), {}, {}))
    definitions = context.uow.definitions
    definition = bound_definition(definitions, "form", key, reference.binding, reference.version, deployment_id)
    if definition is None:
        raise NotFound(f"表单 {key} 未部署", f"form {key} is not deployed (binding {reference.binding})")
    return context.programs.form(definition, context.uow)


def task_form(task: UserTask, context: CommandContext) -> FormModel | None:
    """The deployed form of a human task."""
    process = context.programs.process(task.definition_id, context.uow)
    spec = process.model.nodes[task.element_id].user_task
    return deployed_form(spec.form if spec else None, task.form_key, process.definition.deployment_id, context)


def names_of(form: FormModel, context: CommandContext) -> frozenset[str]:
    """Every variable the form needs: of its fields, their conditions and their lists of options."""
    return frozenset(_names(form.fields, context.expressions))


def _names(fields: Iterable[FormField], expressions: ExpressionEvaluator) -> Iterable[str]:
    for field in fields:
        yield field.key.partition(".")[0]
        yield from expressions.check(Expression(field.hide_when, "feel")) if field.hide_when else ()
        yield from filter(None, (field.properties.get("valuesKey"),))
        yield from _names(field.fields, expressions)


def validated(
    form: FormModel, values: Mapping[str, Any], known: Mapping[str, Any], context: CommandContext
) -> Mapping[str, Any]:
    """The cleaned values of one form. Raises `InvalidInput` naming every field that is wrong.

    `known` are the variables the form was opened with.
    """
    cleaned, problems = context.forms.validate(form, values, known)
    if problems:
        raise InvalidInput(
            f"表单有 {len(problems)} 处需要更正", f"{len(problems)} fields are wrong", problems[0].field, problems
        )
    return cleaned


class FormCheck:
    """The port `FormValidator`: the form's own rules, with its conditions evaluated as FEEL."""

    def __init__(self, expressions: ExpressionEvaluator) -> None:
        self._expressions = expressions

    def validate(
        self, form: FormModel, values: Mapping[str, Any], context: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], tuple[FieldProblem, ...]]:
        """The cleaned values and what is wrong with them."""
        return validate_form(form, values, self._is_hidden, context)

    def _is_hidden(self, condition: str, data: Mapping[str, Any]) -> bool:
        return self._expressions.evaluate(Expression(condition, "feel"), data, {}) is True
