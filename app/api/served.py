"""Every area of the dialect: `ALL` is what the blueprint serves."""

from __future__ import annotations

from app.api.resources import (
    decision,
    definition_forms,
    deployment,
    event,
    execution,
    external_task,
    history,
    incident,
    instance_variables,
    job,
    meta,
    modification,
    process_definition,
    process_instance,
    task,
    task_forms,
    task_people,
    task_variables,
    user_operation,
    variable_instance,
)

ALL = (
    meta.routes,
    deployment.routes,
    process_definition.routes,
    definition_forms.routes,
    process_instance.routes,
    modification.routes,
    instance_variables.routes,
    execution.routes,
    variable_instance.routes,
    task.routes,
    task_people.routes,
    task_forms.routes,
    task_variables.routes,
    external_task.routes,
    event.routes,
    job.routes,
    incident.routes,
    history.routes,
    user_operation.routes,
    decision.routes,
)
