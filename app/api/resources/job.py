"""Jobs: timers, continuations and deliveries; with BANLI_JOBS=off they run only through here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response

from app.api.call import Call
from app.api.dates import write_date
from app.api.downloads import plain_text
from app.api.errors import EXECUTE_JOB
from app.api.fields import Fields, bad_value
from app.api.filters import Filter, answer_count, answer_list, listing, many, one, text, when, whole
from app.api.routes import Routes
from app.domain.commands.job import ExecuteJob, SetJobDueDate, SetJobRetries
from app.domain.errors import InvalidInput
from app.domain.queries.job import JobQuery
from app.domain.records import Job
from app.domain.values import JobKind

routes = Routes()

_TIMERS = (JobKind.TIMER, JobKind.TIMER_START)
_MESSAGES = tuple(kind for kind in JobKind if kind not in _TIMERS)


def _range(field: str) -> tuple[Filter, Filter]:
    """`gt_date,lt_date` in a query string, `[{operator, value}]` in JSON."""
    return Filter(f"{field}_after", _bound("gt")), Filter(f"{field}_before", _bound("lt"))


def _bound(operator: str) -> Callable[[Fields, str], Any]:
    def read(given: Fields, name: str) -> Any:
        return next((moment for each, moment in _bounds(given, name) if each == operator), None)

    return read


def _bounds(given: Fields, name: str) -> list[tuple[str, Any]]:
    value = given.raw(name)
    if isinstance(value, str):
        parts = [(part.partition("_")[0], part.partition("_")[2]) for part in value.split(",")]
    else:
        parts = [(each.required("operator"), each.required("value")) for each in given.objects(name)]
    if any(operator not in ("gt", "lt") for operator, _ in parts):
        raise bad_value(name, value, "gt_date or lt_date")
    return [(operator, Fields({name: moment}).moment(name)) for operator, moment in parts]


LISTING = listing(
    JobQuery,
    {
        "jobId": one("ids"),
        "jobIds": many("ids"),
        "processInstanceId": one("instance_ids"),
        "processInstanceIds": many("instance_ids"),
        "executionId": one("activity_instance_ids"),
        "processDefinitionId": one("definition_ids"),
        "processDefinitionKey": one("definition_keys"),
        "activityId": one("element_ids"),
        "failedActivityId": one("element_ids"),
        "withRetriesLeft": when("with_retries"),
        "noRetriesLeft": when("with_retries", False),
        "executable": when("executable"),
        "timers": when("kinds", _TIMERS),
        "messages": when("kinds", _MESSAGES),
        "acquired": when("acquired"),
        "withException": when("failed"),
        "exceptionMessage": text("error_message"),
        "active": when("suspended", False),
        "suspended": when("suspended"),
        "priorityHigherThanOrEquals": whole("min_priority"),
        "priorityLowerThanOrEquals": whole("max_priority"),
        "dueDates": _range("due"),
        "createTimes": _range("created"),
    },
    {
        "jobId": "id",
        "executionId": "id",
        "processInstanceId": "instance_id",
        "processDefinitionId": "definition_id",
        "processDefinitionKey": "definition_key",
        "jobPriority": "priority",
        "jobRetries": "retries",
        "jobDueDate": "due",
        "tenantId": "definition_key",
    },
    impossible=("tenantIdIn", "jobDefinitionId", "batchId"),
    certain=("withoutTenantId", "includeJobsWithoutTenantId"),
)


@routes.get("/job")
@routes.post("/job")
def list_jobs(call: Call) -> list[Any]:
    """Jobs, the next due first."""
    return answer_list(call, LISTING, _job)


@routes.get("/job/count")
@routes.post("/job/count")
def count_jobs(call: Call) -> dict[str, int]:
    """How many match."""
    return answer_count(call, LISTING)


@routes.get("/job/<job_id>")
def get_job(call: Call, job_id: str) -> dict[str, Any]:
    """One job."""
    return _job(_found(call, job_id))


@routes.get("/job/<job_id>/stacktrace")
def stacktrace(call: Call, job_id: str) -> Response:
    """The details of its last failure."""
    return plain_text(_found(call, job_id).error_details or "")


@routes.post("/job/<job_id>/execute", EXECUTE_JOB)
def execute(call: Call, job_id: str) -> None:
    """Run it now, whatever its due date; a failure is told and changes nothing."""
    call.execute(ExecuteJob(job_id))


@routes.put("/job/<job_id>/retries")
def set_retries(call: Call, job_id: str) -> None:
    """Let it be tried again."""
    retries, due = call.body.whole("retries"), call.body.moment("dueDate")
    if retries is None:
        raise InvalidInput("缺少 retries", "The number of retries cannot be null", "retries")
    call.execute(SetJobRetries(job_id, retries, call.reason))
    if due is not None:
        call.execute(SetJobDueDate(job_id, due, call.reason))


@routes.put("/job/<job_id>/duedate")
def set_due_date(call: Call, job_id: str) -> None:
    """Move its time; a null is now."""
    call.body.raw("cascade")
    call.execute(SetJobDueDate(job_id, call.body.moment("duedate"), call.reason))


def _found(call: Call, job_id: str) -> Job:
    row: Job = call.one(JobQuery(ids=(job_id,)), f"Job with id {job_id} does not exist")
    return row


def _job(row: Job) -> dict[str, Any]:
    return {
        "id": row.id,
        "jobDefinitionId": None,
        "processInstanceId": row.instance_id,
        "processDefinitionId": row.definition_id,
        "processDefinitionKey": row.definition_key,
        "executionId": row.activity_instance_id,
        "exceptionMessage": row.error_message,
        "failedActivityId": row.element_id if row.error_message else None,
        "retries": row.retries,
        "dueDate": write_date(row.due_at),
        "suspended": row.suspended,
        "priority": row.priority,
        "tenantId": None,
        "createTime": write_date(row.created_at),
        "batchId": None,
    }
