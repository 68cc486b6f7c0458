"""Human tasks: lists, one task, changing and completing it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.api.call import Call
from app.api.dto.task import task as task_dto
from app.api.errors import CHANGE_TASK, COMPLETE_TASK
from app.api.filters import answer_count, answer_list
from app.api.instances import instance_variables
from app.api.routes import Routes
from app.api.task_parameters import LISTING
from app.api.task_scopes import task_variables
from app.api.tasks import find_task
from app.api.variables import plain_values, read_variables, write_variables
from app.domain.commands.task import AssignTask, CompleteTask, ReportTaskBpmnError, UpdateTask
from app.domain.queries.task import TaskView
from app.domain.records import UserTask

routes = Routes()


@routes.get("/task")
@routes.post("/task")
def list_tasks(call: Call) -> list[Any]:
    """Open tasks, oldest first; on request with the variables each of them sees."""
    given = call.query if call.request.method == "GET" else call.body
    seen, local = given.flag("withTaskVariablesInReturn"), given.flag("withTaskLocalVariablesInReturn")
    if not (seen or local):
        return answer_list(call, LISTING, task_dto)
    return answer_list(call, LISTING, lambda row: {**task_dto(row), "variables": _variables(call, row, bool(seen))})


@routes.get("/task/count")
@routes.post("/task/count")
def count_tasks(call: Call) -> dict[str, int]:
    """How many match."""
    return answer_count(call, LISTING)


@routes.get("/task/<task_id>")
def get_task(call: Call, task_id: str) -> dict[str, Any]:
    """One open task."""
    for ignored in ("withTaskVariablesInReturn", "withTaskLocalVariablesInReturn", "withCommentAttachmentInfo"):
        call.query.flag(ignored)
    return task_dto(find_task(call, task_id))


@routes.put("/task/<task_id>")
def update_task(call: Call, task_id: str) -> None:
    """Every property of the task as the body says it; what the body leaves out is emptied, as in Camunda."""
    given, row = call.body, find_task(call, task_id)
    for ignored in ("parentTaskId", "caseInstanceId", "tenantId"):
        given.raw(ignored)
    priority = given.whole("priority")
    changes = {
        "name": given.text("name") or row.name or row.element_id,
        "description": given.text("description"),
        "due_at": given.moment("due"),
        "follow_up_at": given.moment("followUp"),
        "priority": row.priority if priority is None else priority,
        "owner": given.text("owner"),
        "delegation": given.text("delegationState"),
    }
    call.execute(UpdateTask(task_id, changes))
    if given.text("assignee") != row.assignee:
        call.execute(AssignTask(task_id, given.text("assignee"), call.reason))


@routes.post("/task/<task_id>/complete", COMPLETE_TASK)
def complete(call: Call, task_id: str) -> Any:
    """Finish it. Of people every rule of the form is checked again; a machine account has Camunda's freedom."""
    return complete_with(call, task_id, check_form=not call.does_any_task)


def complete_with(call: Call, task_id: str, *, check_form: bool) -> Any:
    """Complete with the variables of the body; with `withVariablesInReturn` answers those of the instance."""
    variables = read_variables(call.body.mapping("variables"), call.house.files)
    values: Mapping[str, Any] = plain_values(variables) if check_form else variables
    done: UserTask = call.execute(CompleteTask(task_id, values, check_form=check_form))
    if call.body.flag("withVariablesInReturn"):
        return write_variables(instance_variables(call, done.instance_id))
    return None


@routes.post("/task/<task_id>/bpmnError", CHANGE_TASK)
def bpmn_error(call: Call, task_id: str) -> None:
    """Report a modelled error."""
    variables = read_variables(call.body.mapping("variables"), call.house.files)
    code, message = call.body.required("errorCode"), call.body.text("errorMessage")
    find_task(call, task_id)
    call.execute(ReportTaskBpmnError(task_id, code, message, variables))


def _variables(call: Call, row: TaskView, everything: bool) -> dict[str, Any]:
    return write_variables(task_variables(call, row, local=not everything))
