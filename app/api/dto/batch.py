"""Batches as Camunda shows them. There is no seed and no monitor job: all jobs are made at once."""

from __future__ import annotations

from typing import Any

from app.api.dates import write_date
from app.domain.queries.batch import BatchView
from app.domain.records import Batch


def batch(row: Batch | BatchView) -> dict[str, Any]:
    """A batch."""
    return {
        "id": row.id,
        "type": row.kind,
        "totalJobs": row.total,
        "jobsCreated": row.total,
        "batchJobsPerSeed": row.total,
        "invocationsPerBatchJob": 1,
        "seedJobDefinitionId": None,
        "monitorJobDefinitionId": None,
        "batchJobDefinitionId": None,
        "suspended": row.suspended,
        "tenantId": None,
        "createUserId": row.created_by,
        "startTime": write_date(row.created_at),
        "executionStartTime": None,
    }


def statistics(row: BatchView) -> dict[str, Any]:
    """A batch and how far it has come."""
    return {
        **batch(row),
        "remainingJobs": row.remaining,
        "completedJobs": row.total - row.remaining,
        "failedJobs": row.failed,
    }


def historic(row: BatchView) -> dict[str, Any]:
    """A batch of history."""
    made = batch(row)
    dropped = ("jobsCreated", "suspended", "executionStartTime")
    return {
        **{name: value for name, value in made.items() if name not in dropped},
        "endTime": write_date(row.ended_at) if row.ended_at else None,
        "removalTime": None,
    }
