"""Forms with their data, for the desks and for Camunda clients."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.queries.runtime import FormView, StartFormQuery, TaskFormQuery
from app.domain.queries.task import TaskQuery
from app.domain.values import Right
from app.engine.forms import deployed_form, names_of, task_form
from app.engine.stepping.starts import start_node
from app.engine.stepping.variables import StepVariables
from app.engine.task_rights import doer_of


def task_form_query(query: TaskFormQuery, context: CommandContext) -> FormView:
    """Whoever may do the task sees its form; supervisors and operators too, where they see the task."""
    task = context.uow.tasks.get(query.task_id)
    oversees = context.actor.may(Right.SUPERVISOR) or context.actor.may(Right.OPERATOR)
    if not (oversees and context.ask(TaskQuery(ids=(task.id,), ended=None)).rows):
        doer_of(task, context)
    model = task_form(task, context)
    variables = StepVariables.of(context.uow.variables.load(task.instance_id))
    scope = variables.innermost(task.activity_instance_id, task.scope_id)
    draft = context.uow.tasks.draft(task.id, context.actor.user_id)
    if model is None:
        return FormView(task.form_key, None, draft=draft, binding=task.form_binding)
    data = dict(variables.visible(scope))
    return FormView(task.form_key, model, data, names_of(model, context), draft, task.form_binding)


def start_form_query(query: StartFormQuery, context: CommandContext) -> FormView:
    """The form of the none start event."""
    process = context.programs.process(query.definition_id, context.uow)
    node = start_node(process.model, None)
    reference = node.start_form if node else None
    model = deployed_form(reference, None, process.definition.deployment_id, context)
    if reference is None or reference.drawn is not None:
        return FormView(None, model)
    return FormView(reference.key, model, binding=reference.binding)
