"""Batches: commands that jobs carry out for many instances."""

from __future__ import annotations

from typing import Any

from app.api.call import Call
from app.api.dto import batch as dto
from app.api.filters import Listing, answer_count, answer_list, listing, one, yes_no
from app.api.routes import Routes
from app.domain.commands.batch import DeleteBatch, SuspendBatch
from app.domain.errors import InvalidInput
from app.domain.queries.batch import BatchQuery, BatchView

routes = Routes()


def _listing(**always: Any) -> Listing:
    filters = {"batchId": one("ids"), "type": one("kinds"), "suspended": yes_no("suspended")}
    return listing(
        BatchQuery,
        filters if always else {**filters, "completed": yes_no("finished")},
        {"batchId": "id", "startTime": "created", "tenantId": "id"},
        impossible=("tenantIdIn",),
        certain=("withoutTenantId",),
        unsupported=("createdBy", "startedBefore", "startedAfter", "withFailures", "withoutFailures"),
        **always,
    )


OPEN, ALL = _listing(finished=False), _listing()


@routes.get("/batch")
def list_batches(call: Call) -> list[Any]:
    """Batches that are not done, newest first."""
    return answer_list(call, OPEN, dto.batch)


@routes.get("/batch/count")
def count_batches(call: Call) -> dict[str, int]:
    """How many are not done."""
    return answer_count(call, OPEN)


@routes.get("/batch/statistics")
def list_statistics(call: Call) -> list[Any]:
    """How far each that is not done has come."""
    return answer_list(call, OPEN, dto.statistics)


@routes.get("/batch/statistics/count")
def count_statistics(call: Call) -> dict[str, int]:
    """How many are not done."""
    return answer_count(call, OPEN)


@routes.get("/batch/<batch_id>")
def get_batch(call: Call, batch_id: str) -> dict[str, Any]:
    """One batch, done or not."""
    return dto.batch(_found(call, batch_id))


@routes.put("/batch/<batch_id>/suspended")
def suspend_batch(call: Call, batch_id: str) -> None:
    """Stop what is left of it, or let it go on."""
    suspended = call.body.flag("suspended")
    if suspended is None:
        raise InvalidInput("缺少 suspended", "suspended must be set", "suspended")
    _found(call, batch_id)
    call.execute(SuspendBatch(batch_id, suspended, call.reason))


@routes.delete("/batch/<batch_id>")
def delete_batch(call: Call, batch_id: str) -> None:
    """Give up what is left of it; with `cascade` its report goes too."""
    _found(call, batch_id)
    call.execute(DeleteBatch(batch_id, bool(call.query.flag("cascade")), call.reason))


@routes.get("/history/batch")
def list_history(call: Call) -> list[Any]:
    """All batches, newest first."""
    return answer_list(call, ALL, dto.historic)


@routes.get("/history/batch/count")
def count_history(call: Call) -> dict[str, int]:
    """How many there were."""
    return answer_count(call, ALL)


@routes.get("/history/batch/<batch_id>")
def get_historic(call: Call, batch_id: str) -> dict[str, Any]:
    """One batch of history."""
    return dto.historic(_found(call, batch_id))


def _found(call: Call, batch_id: str) -> BatchView:
    row: BatchView = call.one(BatchQuery(ids=(batch_id,)), f"Batch with id '{batch_id}' does not exist")
    return row
