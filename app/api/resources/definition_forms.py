"""Start forms of process definitions: which one, its schema, its defaults, and handing it in."""

from __future__ import annotations

from typing import Any

from flask import Response

from app.api.call import Call
from app.api.definitions import find_definition
from app.api.errors import START
from app.api.resources.process_definition import start_by
from app.api.resources.task_forms import not_rendered, schema_answer
from app.api.routes import DefinitionRef, Routes
from app.api.variables import inferred_type, write_variable
from app.domain.queries.runtime import FormView, StartFormQuery
from app.domain.values import TypedValue

routes = Routes()


@routes.get("/process-definition/{D}/startForm")
def start_form(call: Call, reference: DefinitionRef) -> dict[str, Any]:
    """Which form starts it."""
    view = _view(call, reference)
    deployed = (
        None if view.key is None or view.model is None else {"key": view.key, "binding": view.binding, "version": None}
    )
    return {"key": None if deployed else view.key, "camundaFormRef": deployed, "contextPath": None}


@routes.get("/process-definition/{D}/deployed-start-form")
def deployed_start_form(call: Call, reference: DefinitionRef) -> Response:
    """The schema of its deployed form."""
    return schema_answer(_view(call, reference), f"process definition {reference}")


@routes.get("/process-definition/{D}/form-variables")
def form_variables(call: Call, reference: DefinitionRef) -> dict[str, Any]:
    """The defaults of its fields, or of those named."""
    names, view = call.query.texts("variableNames"), _view(call, reference)
    fields = view.model.fields if view.model else ()
    return {
        field.key: write_variable(TypedValue(inferred_type(field.default), field.default))
        for field in fields
        if field.default is not None and (names is None or field.key in names)
    }


@routes.get("/process-definition/{D}/rendered-form")
def rendered_form(call: Call, reference: DefinitionRef) -> None:
    """Forms are drawn by the browser, never by the server."""
    find_definition(call, "process", reference)
    raise not_rendered()


@routes.post("/process-definition/{D}/submit-form", START)
def submit_form(call: Call, reference: DefinitionRef) -> dict[str, Any]:
    """Start with the start form: every rule of it is checked, of programs too."""
    return start_by(call, reference, check_form=True)


def _view(call: Call, reference: DefinitionRef) -> FormView:
    view: FormView = call.ask(StartFormQuery(find_definition(call, "process", reference).id))
    return view
