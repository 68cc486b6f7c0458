"""Deployments, process and decision definitions as Camunda shows them."""

from __future__ import annotations

from typing import Any

from app.api.dates import write_date
from app.domain.queries.definition import DefinitionView, ElementStatistics
from app.domain.records import Definition, Deployment


def deployment(row: Deployment) -> dict[str, Any]:
    """A deployment in a list."""
    return {
        "links": [],
        "id": row.id,
        "name": row.name,
        "source": row.source,
        "deploymentTime": write_date(row.deployed_at),
        "tenantId": None,
    }


def process_definition(row: Definition | DefinitionView) -> dict[str, Any]:
    """A process definition."""
    return {
        "id": row.id,
        "key": row.key,
        "category": None,
        "description": None,
        "name": row.name,
        "version": row.version,
        "resource": row.resource_name,
        "deploymentId": row.deployment_id,
        "diagram": None,
        "suspended": row.suspended,
        "tenantId": None,
        "versionTag": row.version_tag,
        "historyTimeToLive": row.history_time_to_live,
        "startableInTasklist": row.startable,
    }


def decision_definition(row: Definition | DefinitionView) -> dict[str, Any]:
    """A decision definition."""
    return {
        "id": row.id,
        "key": row.key,
        "category": None,
        "name": row.name,
        "version": row.version,
        "resource": row.resource_name,
        "deploymentId": row.deployment_id,
        "decisionRequirementsDefinitionId": None,
        "decisionRequirementsDefinitionKey": None,
        "tenantId": None,
        "versionTag": row.version_tag,
        "historyTimeToLive": row.history_time_to_live,
    }


def statistics(row: ElementStatistics) -> dict[str, Any]:
    """The numbers on one element."""
    return {
        "@class": "org.camunda.bpm.engine.rest.dto.repository.ActivityStatisticsResultDto",
        "id": row.element_id,
        "instances": row.running,
        "failedJobs": row.failed_jobs,
        "incidents": [],
    }
