"""Answers about definitions, deployments and their files; everybody who is signed in may ask."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, exists, func, select

from app.domain.queries.common import Sort
from app.domain.queries.definition import (
    DefinitionContentQuery,
    DefinitionQuery,
    DefinitionView,
    ElementStatistics,
    ElementStatisticsQuery,
)
from app.domain.queries.deployment import (
    ResourceContent,
    ResourceContentQuery,
    ResourcesQuery,
    ResourceView,
)
from app.domain.records import Deployment
from app.domain.values import Page
from app.persistence.answers import filters as f
from app.persistence.answers.listing import Listing
from app.persistence.answers.question import Question
from app.persistence.answers.visible import visible
from app.persistence.rows import to_record
from app.persistence.tables import hi, re, ru

_d = re.definition.c
_p = re.deployment.c
_r = re.resource.c
_n = ru.incident.c

_newer = re.definition.alias("newer")
_IS_LATEST = ~exists(select(1).where(_newer.c.kind == _d.kind, _newer.c.key == _d.key, _newer.c.version > _d.version))


def _incident(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(1).where(_n.definition_id == _d.id, _n.closed_at.is_(None), condition))


_PLAIN = tuple(name for name in DefinitionView.__dataclass_fields__ if name not in ("running", "incidents"))

DEFINITIONS = Listing(
    table=None,
    source=re.definition.join(re.deployment, _p.id == _d.deployment_id),
    columns=(*re.definition.c, _p.deployed_at, _p.deployed_by, _p.note),
    key=_d.id,
    filters={
        "kind": f.equals(_d.kind),
        "ids": f.one_of(_d.id),
        "keys": f.one_of(_d.key),
        "key_like": f.like(_d.key),
        "name": f.equals(_d.name),
        "name_like": f.like(_d.name),
        "version": f.equals(_d.version),
        "latest": lambda value, _q: _IS_LATEST if value else ~_IS_LATEST,
        "deployment_id": f.equals(_d.deployment_id),
        "deployed_after": f.after(_p.deployed_at),
        "deployed_at": f.equals(_p.deployed_at),
        "resource_name": f.equals(_d.resource_name),
        "resource_name_like": f.like(_d.resource_name),
        "suspended": f.equals(_d.suspended),
        "startable": f.equals(_d.startable),
        "version_tag": f.equals(_d.version_tag),
        "version_tag_like": f.like(_d.version_tag),
        "without_version_tag": f.is_empty(_d.version_tag),
        "incident_id": lambda value, _q: _incident(_n.id == value),
        "incident_kind": lambda value, _q: _incident(_n.kind == value),
    },
    sorts={
        "id": _d.id,
        "kind": _d.kind,
        "key": _d.key,
        "name": _d.name,
        "version": _d.version,
        "deployment_id": _d.deployment_id,
        "deployed": _p.deployed_at,
        "version_tag": _d.version_tag,
    },
    default=(Sort("key"), Sort("version", descending=True)),
    view=lambda row, _q: DefinitionView(**{name: row[name] for name in _PLAIN}),
    switches=frozenset({"with_running"}),
)

DEPLOYMENTS = Listing(
    table=None,
    source=re.deployment,
    columns=tuple(re.deployment.c),
    key=_p.id,
    filters={
        "ids": f.one_of(_p.id),
        "name": f.equals(_p.name),
        "name_like": f.like(_p.name),
        "source": f.equals(_p.source),
        "without_source": f.is_empty(_p.source),
        "deployed_before": f.before(_p.deployed_at),
        "deployed_after": f.after(_p.deployed_at),
    },
    sorts={"id": _p.id, "name": _p.name, "deployed": _p.deployed_at},
    default=(Sort("deployed", descending=True),),
    view=lambda row, _q: to_record(Deployment, row),
)


def definitions(question: Question, query: DefinitionQuery) -> Page[DefinitionView]:
    """A page of definitions, with what runs on them where asked for: what the actor may see, counted per definition."""
    page = DEFINITIONS.page(question, query)
    if not query.with_running or not page.rows:
        return page
    ids = [row.id for row in page.rows]
    running = _per_definition(question, ru.instance, ru.instance.c.ended_at.is_(None), ids)
    incidents = _per_definition(question, ru.incident, _n.closed_at.is_(None), ids)
    rows = (_counted(row, running.get(row.id, 0), incidents.get(row.id, 0)) for row in page.rows)
    return Page(tuple(rows), page.total, page.next_cursor)


def statistics(question: Question, query: ElementStatisticsQuery) -> tuple[ElementStatistics, ...]:
    """Running activities, failed jobs and incidents per element of a process definition."""
    a, j = hi.activity.c, ru.job.c
    running = _per_element(question, hi.activity, a.ended_at.is_(None), query.definition_id)
    failed = _per_element(question, ru.job, j.error_message.is_not(None), query.definition_id)
    stuck = _per_element(question, ru.incident, _n.closed_at.is_(None), query.definition_id)
    elements = sorted(running.keys() | failed.keys() | stuck.keys())
    return tuple(
        ElementStatistics(element, running.get(element, 0), failed.get(element, 0), stuck.get(element, 0))
        for element in elements
    )


def resources(question: Question, query: ResourcesQuery) -> tuple[ResourceView, ...]:
    """The files of a deployment, by name."""
    own = select(_r.id, _r.deployment_id, _r.name).where(_r.deployment_id == query.deployment_id).order_by(_r.name)
    return tuple(ResourceView(**row) for row in question.rows(own))


def resource_content(question: Question, query: ResourceContentQuery) -> ResourceContent | None:
    """One file of a deployment."""
    wanted = select(_r.name, _r.content).where(_r.deployment_id == query.deployment_id, _r.id == query.resource_id)
    return _content(question.rows(wanted))


def definition_content(question: Question, query: DefinitionContentQuery) -> ResourceContent | None:
    """The file a definition stands in."""
    wanted = (
        select(_r.name, _r.content)
        .join(re.definition, (_d.deployment_id == _r.deployment_id) & (_d.resource_name == _r.name))
        .where(_d.id == query.definition_id)
    )
    return _content(question.rows(wanted))


def _content(rows: Any) -> ResourceContent | None:
    found: list[RowMapping] = list(rows)
    return ResourceContent(found[0]["name"], found[0]["content"]) if found else None


def _counted(row: DefinitionView, running: int, incidents: int) -> DefinitionView:
    values = {name: getattr(row, name) for name in _PLAIN}
    return DefinitionView(**values, running=running, incidents=incidents)


def _per_definition(question: Question, table: Any, condition: ColumnElement[bool], ids: list[str]) -> dict[str, int]:
    counted = (
        select(table.c.definition_id, func.count().label("number"))
        .where(table.c.definition_id.in_(ids), condition, visible(question.actor, table))
        .group_by(table.c.definition_id)
    )
    return {row["definition_id"]: row["number"] for row in question.rows(counted)}


def _per_element(question: Question, table: Any, condition: ColumnElement[bool], definition_id: str) -> dict[str, int]:
    counted = (
        select(table.c.element_id, func.count().label("number"))
        .where(table.c.definition_id == definition_id, condition, table.c.element_id.is_not(None))
        .where(visible(question.actor, table))
        .group_by(table.c.element_id)
    )
    return {row["element_id"]: row["number"] for row in question.rows(counted)}
