"""External tasks, as Camunda's worker clients speak: fetch and lock, report, lists."""

from __future__ import annotations

from typing import Any

from flask import Response

from app.api.call import Call
from app.api.downloads import plain_text
from app.api.dto.external_task import external_task
from app.api.errors import EXTERNAL_TASK, FAILURE, FETCH
from app.api.fetching import read_fetch
from app.api.filters import answer_count, answer_list, listing, many, moment, one, text, variables, when, whole
from app.api.routes import Routes
from app.api.variables import read_variables
from app.domain.commands.external_task import (
    CompleteExternalTask,
    ExtendLock,
    FailExternalTask,
    ReportExternalBpmnError,
    SetExternalTaskRetries,
    UnlockExternalTask,
)
from app.domain.errors import InvalidInput
from app.domain.queries.external_task import ExternalTaskQuery
from app.domain.records import ExternalTask

routes = Routes()

LISTING = listing(
    ExternalTaskQuery,
    {
        "externalTaskId": one("ids"),
        "externalTaskIdIn": many("ids"),
        "topicName": one("topics"),
        "workerId": text("worker_id"),
        "locked": when("locked"),
        "notLocked": when("locked", False),
        "withRetriesLeft": when("with_retries"),
        "noRetriesLeft": when("with_retries", False),
        "lockExpirationAfter": moment("locked_after"),
        "lockExpirationBefore": moment("locked_before"),
        "activityId": one("element_ids"),
        "activityIdIn": many("element_ids"),
        "executionId": one("activity_instance_ids"),
        "processInstanceId": one("instance_ids"),
        "processInstanceIdIn": many("instance_ids"),
        "processDefinitionId": one("definition_ids"),
        "processDefinitionKey": one("definition_keys"),
        "processDefinitionKeyIn": many("definition_keys"),
        "active": when("suspended", False),
        "suspended": when("suspended"),
        "priorityHigherThanOrEquals": whole("min_priority"),
        "priorityLowerThanOrEquals": whole("max_priority"),
        "processVariables": variables("process_variables"),
    },
    {
        "id": "id",
        "lockExpirationTime": "locked_until",
        "processInstanceId": "instance_id",
        "processDefinitionId": "definition_id",
        "processDefinitionKey": "definition_key",
        "taskPriority": "priority",
        "createTime": "created",
        "tenantId": "definition_key",
    },
    impossible=("tenantIdIn",),
    certain=("withoutTenantId",),
    unsupported=("processDefinitionName", "processDefinitionNameLike"),
)


@routes.get("/external-task")
@routes.post("/external-task")
def list_tasks(call: Call) -> list[Any]:
    """External tasks, oldest first."""
    return answer_list(call, LISTING, external_task)


@routes.get("/external-task/count")
@routes.post("/external-task/count")
def count_tasks(call: Call) -> dict[str, int]:
    """How many match."""
    return answer_count(call, LISTING)


@routes.get("/external-task/topic-names")
def topic_names(call: Call) -> list[str]:
    """The topics of all external tasks."""
    for ignored in ("withLockedTasks", "withUnlockedTasks", "withRetriesLeft"):
        call.query.flag(ignored)
    return sorted({row.topic for row in call.rows(ExternalTaskQuery())})


@routes.post("/external-task/fetchAndLock", FETCH)
def fetch_and_lock(call: Call) -> list[Any]:
    """Claim work; with `asyncResponseTimeout` wait for it."""
    fetch = read_fetch(call.body)
    return [fetch.answer(locked) for locked in fetch.run(call)]


@routes.put("/external-task/retries")
def retries_of_several(call: Call) -> None:
    """Let stuck tasks be tried again."""
    retries, ids = call.body.whole("retries"), call.body.texts("externalTaskIds")
    if retries is None or not ids:
        raise InvalidInput("缺少 retries 或 externalTaskIds", "retries and externalTaskIds must be set", "retries")
    call.execute(SetExternalTaskRetries(ids, retries, call.reason))


@routes.get("/external-task/<task_id>", EXTERNAL_TASK)
def get_task(call: Call, task_id: str) -> dict[str, Any]:
    """One external task."""
    return external_task(_task(call, task_id))


@routes.get("/external-task/<task_id>/errorDetails", EXTERNAL_TASK)
def error_details(call: Call, task_id: str) -> Response:
    """The details of its last failure."""
    return plain_text(_task(call, task_id).error_details or "")


@routes.post("/external-task/<task_id>/complete", EXTERNAL_TASK)
def complete(call: Call, task_id: str) -> None:
    """The work is done. `token` is our SDK's."""
    files = call.house.files
    variables = read_variables(call.body.mapping("variables"), files)
    local = read_variables(call.body.mapping("localVariables"), files)
    call.execute(CompleteExternalTask(task_id, _worker(call), variables, local, call.body.whole("token")))


@routes.post("/external-task/<task_id>/failure", FAILURE)
def failure(call: Call, task_id: str) -> None:
    """The work failed. Without retries it is stuck at once, as in Camunda; for our SDK (`token`) the model says."""
    given = call.body
    retries, token = given.whole("retries"), given.whole("token")
    for ignored in ("variables", "localVariables"):
        given.raw(ignored)
    command = FailExternalTask(
        task_id,
        _worker(call),
        given.text("errorMessage") or "",
        given.text("errorDetails"),
        0 if retries is None and token is None else retries,
        given.whole("retryTimeout") or 0,
        token,
    )
    call.execute(command)


@routes.post("/external-task/<task_id>/bpmnError", EXTERNAL_TASK)
def bpmn_error(call: Call, task_id: str) -> None:
    """The work ended in a modelled error."""
    given = call.body
    variables = read_variables(given.mapping("variables"), call.house.files)
    code, message, token = given.required("errorCode"), given.text("errorMessage"), given.whole("token")
    call.execute(ReportExternalBpmnError(task_id, _worker(call), code, message, variables, token))


@routes.post("/external-task/<task_id>/extendLock", EXTERNAL_TASK)
def extend_lock(call: Call, task_id: str) -> None:
    """Lengthen the lease from now on."""
    duration = call.body.whole("newDuration") or call.body.whole("lockDuration") or 0
    call.execute(ExtendLock(task_id, _worker(call), duration, call.body.whole("token")))


@routes.post("/external-task/<task_id>/unlock", EXTERNAL_TASK)
def unlock(call: Call, task_id: str) -> None:
    """Give it back."""
    call.execute(UnlockExternalTask(task_id))


@routes.put("/external-task/<task_id>/retries", EXTERNAL_TASK)
def set_retries(call: Call, task_id: str) -> None:
    """Let it be tried again."""
    number = call.body.whole("retries")
    if number is None:
        raise InvalidInput("缺少 retries", "The number of retries cannot be null", "retries")
    call.execute(SetExternalTaskRetries((task_id,), number, call.reason))


def _worker(call: Call) -> str:
    return call.body.required("workerId")


def _task(call: Call, task_id: str) -> ExternalTask:
    row: ExternalTask = call.one(ExternalTaskQuery(ids=(task_id,)), f"External task with id {task_id} does not exist")
    return row
