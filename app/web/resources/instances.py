"""Cases for supervisors and operators: what runs, why it waits, what is stuck, and mending it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any

from flask import Blueprint

from app.domain.commands.external_task import SetExternalTaskRetries
from app.domain.commands.instance import ActivateInstance, CancelInstance, SetVariables, SuspendInstance
from app.domain.commands.job import SetJobRetries
from app.domain.commands.task import UrgeTask
from app.domain.errors import InvalidState, NotFound
from app.domain.files import file_refs
from app.domain.queries.common import Paging, Sort
from app.domain.queries.deadline import DeadlineQuery
from app.domain.queries.history import ActivityQuery, OperationQuery
from app.domain.queries.incident import IncidentQuery
from app.domain.queries.instance import InstanceQuery, InstanceView
from app.domain.queries.runtime import ActivityTreeQuery
from app.domain.queries.task import TaskQuery
from app.domain.queries.variable import VariableQuery
from app.domain.values import InstanceState
from app.web.answers import Json, ask, execute, listed
from app.web.body import Arguments, body, no_arguments
from app.web.guard import actor
from app.web.views import instances as views
from app.web.views.lights import Lights, iso
from app.web.views.tasks import deadline_json

blueprint = Blueprint("instances", __name__)

_RETRIES = 3
_LONG = Paging(limit=1000)
"""Of one instance: what a page shows at once."""


class State(StrEnum):
    """The filter of the list."""

    RUNNING = "running"
    FINISHED = "finished"
    SUSPENDED = "suspended"
    INCIDENT = "incident"


_STATES: dict[State | None, dict[str, Any]] = {
    None: {},
    State.RUNNING: {"finished": False},
    State.FINISHED: {"finished": True},
    State.SUSPENDED: {"states": (InstanceState.SUSPENDED,)},
    State.INCIDENT: {"finished": False, "with_incidents": True},
}


@blueprint.get("/instances")
def instances() -> Json:
    """What the person may see, newest first."""
    arguments = Arguments()
    query = InstanceQuery(
        **_STATES[arguments.choice("state", State)],
        definition_keys=_one(arguments.text("process")),
        units=_one(arguments.text("unit")),
        business_keys=_one(arguments.text("business_key")),
        late=arguments.flag("late") or None,
        text=arguments.text("q"),
        started_after=arguments.moment("from"),
        started_before=arguments.moment("to"),
        with_current=True,
        sort=(Sort("started", descending=True),),
        page=arguments.paging(),
    )
    arguments.end()
    lights = Lights()
    return listed(ask(query), lambda row: views.instance_row(row, lights))


@blueprint.get("/instances/<instance_id>")
def instance(instance_id: str) -> Json:
    """Everything the page of a case shows."""
    no_arguments()
    found = _visible(instance_id)
    parent = _find(found.parent_id) if found.parent_id else None
    children = ask(InstanceQuery(parent_id=instance_id, page=_LONG)).rows
    stuck = ask(IncidentQuery(instance_ids=(instance_id,))).rows
    return views.instance_detail(found, parent, children, stuck, actor(), Lights())


@blueprint.get("/instances/<instance_id>/tree")
def tree(instance_id: str) -> Any:
    """Where it stands, as a tree; nothing where it has ended."""
    no_arguments()
    if _visible(instance_id).state not in views.RUNNING:
        return []
    return views.tree_node(ask(ActivityTreeQuery(instance_id)))


@blueprint.get("/instances/<instance_id>/variables")
def variables(instance_id: str) -> Json:
    """Variables by scope."""
    no_arguments()
    _visible(instance_id)
    scopes = {each.id: each.name or each.element_id for each in _activities(instance_id)}
    found = ask(VariableQuery(instance_ids=(instance_id,), sort=(Sort("name"),)))
    return listed(found, lambda row: views.variable_row(row, scopes))


@blueprint.put("/instances/<instance_id>/variables")
def set_variables(instance_id: str) -> tuple[str, int]:
    """An operator mends values, with a reason."""
    fields = body()
    changes, deletions = fields.mapping("changes"), fields.optional_texts("deletions") or ()
    reason = fields.text("reason", 2000)
    fields.end()
    _visible(instance_id)
    execute(SetVariables(instance_id, changes, deletions, reason=reason))
    return "", 204


@blueprint.get("/instances/<instance_id>/history")
def history(instance_id: str) -> Json:
    """Every step, in order."""
    no_arguments()
    _visible(instance_id)
    return {"rows": [views.activity_row(each) for each in _activities(instance_id)]}


@blueprint.get("/instances/<instance_id>/log")
def log(instance_id: str) -> Json:
    """Who did what, for whom and why."""
    no_arguments()
    _visible(instance_id)
    return listed(ask(OperationQuery(instance_ids=(instance_id,), page=_LONG)), views.operation_row)


@blueprint.get("/instances/<instance_id>/deadlines")
def deadlines(instance_id: str) -> Json:
    """Every computed due time with its rule."""
    no_arguments()
    _visible(instance_id)
    lights, going_on = Lights(), {each.id for each in _activities(instance_id) if each.ended_at is None}
    return listed(
        ask(DeadlineQuery(instance_ids=(instance_id,))),
        lambda row: deadline_json(row, lights, running=row.activity_instance_id in going_on),
    )


@blueprint.get("/instances/<instance_id>/incidents")
def incidents(instance_id: str) -> Json:
    """What is stuck."""
    no_arguments()
    _visible(instance_id)
    names = {each.element_id: each.name or each.element_id for each in _activities(instance_id)}
    return listed(ask(IncidentQuery(instance_ids=(instance_id,))), lambda row: views.incident_row(row, names))


@blueprint.get("/instances/<instance_id>/papers")
def papers(instance_id: str) -> Json:
    """Every file that a variable of the case refers to, each once."""
    no_arguments()
    _visible(instance_id)
    scopes = {each.id: each.name or each.element_id for each in _activities(instance_id)}
    found: dict[tuple[str, str], Json] = {}
    for variable in ask(VariableQuery(instance_ids=(instance_id,), deleted=None)).rows:
        for file in file_refs(variable.value.value):
            row = {
                "sha256": file.sha256,
                "name": file.name,
                "size": file.size,
                "media_type": file.media_type,
                "created": iso(variable.created_at),
                "step": scopes.get(variable.scope_id, ""),
            }
            found.setdefault((file.sha256, file.name), row)
    return {"rows": sorted(found.values(), key=lambda row: row["created"])}


@blueprint.post("/instances/<instance_id>/<any(cancel, suspend, activate):what>")
def mend(instance_id: str, what: str) -> tuple[str, int]:
    """End, stop or go on, with a reason."""
    fields = body()
    reason = fields.text("reason", 2000)
    fields.end()
    _visible(instance_id)
    command = {"cancel": CancelInstance, "suspend": SuspendInstance, "activate": ActivateInstance}[what]
    execute(command(instance_id, reason))
    return "", 204


@blueprint.post("/instances/<instance_id>/urge")
def urge(instance_id: str) -> tuple[str, int]:
    """Remind everybody the case waits for."""
    fields = body()
    note = fields.text("note", 2000)
    fields.end()
    _visible(instance_id)
    open_tasks = ask(TaskQuery(instance_ids=(instance_id,), suspended=False)).rows
    if not open_tasks:
        raise InvalidState("目前没有人工任务可催办", "no human task waits in this case")
    for each in open_tasks:
        # One key would name one command only: each task is urged under a key of its own.
        execute(UrgeTask(each.id, note), part=each.id)
    return "", 204


@blueprint.post("/incidents/<incident_id>/retry")
def retry(incident_id: str) -> tuple[str, int]:
    """Let what is stuck be tried again, with a reason."""
    fields = body()
    reason = fields.text("reason", 2000)
    fields.end()
    found = ask(IncidentQuery(ids=(incident_id,))).rows
    if not found:
        raise NotFound("没有这个异常，或已处理", f"there is no open incident {incident_id}")
    execute(_retry(found[0].kind, found[0].configuration, reason))
    return "", 204


def _retry(kind: str, configuration: str | None, reason: str) -> SetJobRetries | SetExternalTaskRetries:
    if configuration is not None and kind == "failedExternalTask":
        return SetExternalTaskRetries((configuration,), _RETRIES, reason)
    if configuration is not None and kind in ("failedJob", "undeliveredMessage"):
        return SetJobRetries(configuration, _RETRIES, reason)
    raise InvalidState("这类异常不能重试，请修正流程或变量", f"an incident of kind {kind} cannot be tried again")


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _find(instance_id: str) -> InstanceView | None:
    rows = ask(InstanceQuery(ids=(instance_id,), with_current=True)).rows
    return rows[0] if rows else None


def _visible(instance_id: str) -> InstanceView:
    """An instance the person may know of. Raises `NotFound`."""
    found = _find(instance_id)
    if found is None:
        raise NotFound("没有这个事项", f"there is no instance {instance_id}")
    return found


def _activities(instance_id: str) -> tuple[Any, ...]:
    rows: tuple[Any, ...] = ask(ActivityQuery(instance_ids=(instance_id,), page=replace(_LONG, limit=5000))).rows
    return rows
