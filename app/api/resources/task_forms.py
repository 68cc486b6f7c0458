"""Forms of tasks: which form, its schema, the variables it shows, and handing it in."""

from __future__ import annotations

from typing import Any

from flask import Response

from app.api.call import Call, nothing_here
from app.api.dto.task import form as form_dto
from app.api.errors import SUBMIT_FORM, NotOffered
from app.api.resources.task import complete_with
from app.api.routes import Routes
from app.api.scopes import wants_decoded
from app.api.task_scopes import task_variables
from app.api.tasks import find_task
from app.api.variables import write_variables
from app.api.wire import json_answer
from app.domain.queries.runtime import FormView, TaskFormQuery

routes = Routes()


@routes.get("/task/<task_id>/form")
def form(call: Call, task_id: str) -> dict[str, Any]:
    """Which form the task has."""
    return form_dto(find_task(call, task_id))


@routes.get("/task/<task_id>/deployed-form")
def deployed_form(call: Call, task_id: str) -> Response:
    """The schema of its deployed form."""
    find_task(call, task_id)
    return schema_answer(call.ask(TaskFormQuery(task_id)), f"task with id '{task_id}'")


@routes.get("/task/<task_id>/form-variables")
def form_variables(call: Call, task_id: str) -> dict[str, Any]:
    """What its form shows: the variables the task sees, or those named."""
    names = call.query.texts("variableNames")
    seen = task_variables(call, find_task(call, task_id), local=False)
    wanted = seen if names is None else {name: seen[name] for name in names if name in seen}
    return write_variables(wanted, wants_decoded(call, "deserializeValues"))


@routes.get("/task/<task_id>/rendered-form")
def rendered_form(call: Call, task_id: str) -> None:
    """Forms are drawn by the browser, never by the server."""
    find_task(call, task_id)
    raise not_rendered()


@routes.post("/task/<task_id>/submit-form", SUBMIT_FORM)
def submit_form(call: Call, task_id: str) -> Any:
    """Hand the form in: every rule of it is checked again, of programs too."""
    return complete_with(call, task_id, check_form=True)


def schema_answer(view: FormView, owner: str) -> Response:
    """The form-js schema, or Camunda's 404."""
    if view.model is None:
        raise nothing_here(f"The form with the resource name of {owner} cannot be found: it has no deployed form")
    return json_answer(view.model.schema)


def not_rendered() -> NotOffered:
    """The refusal of `rendered-form`."""
    return NotOffered("不提供服务器渲染的表单", "Rendered forms are not offered: fetch the deployed form")
