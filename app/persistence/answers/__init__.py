"""Answers to queries: SQL straight to view rows, each restricted by `visible` (architecture, section 6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.queries import (
    deadline,
    definition,
    deployment,
    external_task,
    history,
    incident,
    instance,
    job,
    task,
    variable,
)
from app.domain.queries.common import Count
from app.persistence.answers import definition as definition_answers
from app.persistence.answers import history as history_answers
from app.persistence.answers import instance as instance_answers
from app.persistence.answers import task as task_answers
from app.persistence.answers import variable as variable_answers
from app.persistence.answers import waiting
from app.persistence.answers.listing import Listing
from app.persistence.answers.question import Question

Answer = Callable[[Question, Any], Any]

LISTINGS: dict[type[Any], Listing[Any]] = {
    task.TaskQuery: task_answers.TASKS,
    instance.InstanceQuery: instance_answers.INSTANCES,
    definition.DefinitionQuery: definition_answers.DEFINITIONS,
    deployment.DeploymentQuery: definition_answers.DEPLOYMENTS,
    history.ActivityQuery: history_answers.ACTIVITIES,
    history.OperationQuery: history_answers.OPERATIONS,
    history.VariableHistoryQuery: history_answers.OLD_VALUES,
    history.DecisionQuery: history_answers.DECISIONS,
    variable.VariableQuery: variable_answers.VARIABLES,
    external_task.ExternalTaskQuery: waiting.EXTERNAL_TASKS,
    job.JobQuery: waiting.JOBS,
    incident.IncidentQuery: waiting.INCIDENTS,
    deadline.DeadlineQuery: waiting.DEADLINES,
}
"""Query type -> the listing that pages and counts it."""


def _count(question: Question, query: Count) -> int:
    listing = LISTINGS.get(type(query.query))
    if listing is None:
        raise LookupError(f"{type(query.query).__name__} cannot be counted")
    return listing.count(question, query.query)


ANSWERS: dict[type[Any], Answer] = {
    **{kind: listing.page for kind, listing in LISTINGS.items()},
    Count: _count,
    instance.InstanceQuery: instance_answers.instances,
    definition.DefinitionQuery: definition_answers.definitions,
    definition.ElementStatisticsQuery: definition_answers.statistics,
    definition.DefinitionContentQuery: definition_answers.definition_content,
    deployment.ResourcesQuery: definition_answers.resources,
    deployment.ResourceContentQuery: definition_answers.resource_content,
    task.TaskDraftQuery: task_answers.draft,
    task.DeskCountsQuery: task_answers.counts,
}
"""Query type -> the function that answers it."""

__all__ = ["ANSWERS", "LISTINGS", "Answer", "Question"]
