"""Answers to queries: SQL straight to view rows, each restricted by `visible` (architecture, section 6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.queries.audience import AudienceQuery
from app.domain.queries.batch import BatchItemQuery, BatchQuery
from app.domain.queries.common import Count
from app.domain.queries.deadline import DeadlineQuery
from app.domain.queries.definition import DefinitionContentQuery, DefinitionQuery, ElementStatisticsQuery
from app.domain.queries.deployment import DeploymentQuery, ResourceContentQuery, ResourcesQuery
from app.domain.queries.external_task import ExternalTaskQuery
from app.domain.queries.history import ActivityQuery, DecisionQuery, OperationQuery, VariableHistoryQuery
from app.domain.queries.incident import IncidentQuery
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.job import JobQuery
from app.domain.queries.subscription import SubscriptionQuery
from app.domain.queries.task import DeskCountsQuery, TaskDraftQuery, TaskQuery
from app.domain.queries.variable import VariableQuery
from app.persistence.answers import audience, batch, definition, history, instance, task, variable, waiting
from app.persistence.answers.listing import Listing
from app.persistence.answers.question import Question

Answer = Callable[[Question, Any], Any]

LISTINGS: dict[type[Any], Listing[Any]] = {
    TaskQuery: task.TASKS,
    InstanceQuery: instance.INSTANCES,
    DefinitionQuery: definition.DEFINITIONS,
    DeploymentQuery: definition.DEPLOYMENTS,
    ActivityQuery: history.ACTIVITIES,
    OperationQuery: history.OPERATIONS,
    VariableHistoryQuery: history.OLD_VALUES,
    DecisionQuery: history.DECISIONS,
    VariableQuery: variable.VARIABLES,
    ExternalTaskQuery: waiting.EXTERNAL_TASKS,
    JobQuery: waiting.JOBS,
    SubscriptionQuery: waiting.SUBSCRIPTIONS,
    IncidentQuery: waiting.INCIDENTS,
    DeadlineQuery: waiting.DEADLINES,
    BatchQuery: batch.BATCHES,
    BatchItemQuery: batch.BATCH_ITEMS,
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
    InstanceQuery: instance.instances,
    DefinitionQuery: definition.definitions,
    ElementStatisticsQuery: definition.statistics,
    DefinitionContentQuery: definition.definition_content,
    ResourcesQuery: definition.resources,
    ResourceContentQuery: definition.resource_content,
    TaskDraftQuery: task.draft,
    DeskCountsQuery: task.counts,
    AudienceQuery: audience.audience,
}
"""Query type -> the function that answers it."""

__all__ = ["ANSWERS", "LISTINGS", "Answer", "Question"]
