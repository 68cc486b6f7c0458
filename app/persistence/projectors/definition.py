"""Deployments and definitions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Delete, Select, delete, or_, select

from app.domain import events
from app.persistence.rows import to_row
from app.persistence.session import Session
from app.persistence.tables import hi, re, ru


def deployment_added(session: Session, event: events.DeploymentAdded) -> None:
    """A deployment with its resources and definitions."""
    session.deployments.append(to_row(event.deployment))
    for resource in event.resources:
        session.resources.append(to_row(resource))
    for definition in event.definitions:
        session.definitions.add(to_row(definition))


def deployment_removed(session: Session, event: events.DeploymentRemoved) -> None:
    """Everything of a deployment goes; with `cascade` also its instances, what they called, and their history."""
    own = select(re.definition.c.id).where(re.definition.c.deployment_id == event.deployment_id)
    _remove(session, own, event.cascade, delete(re.deployment).where(re.deployment.c.id == event.deployment_id))


def definition_removed(session: Session, event: events.DefinitionRemoved) -> None:
    """One version goes; with `cascade` as a deployment does."""
    own = select(re.definition.c.id).where(re.definition.c.id == event.definition_id)
    _remove(session, own, event.cascade, delete(re.definition).where(re.definition.c.id == event.definition_id))


def definition_changed(session: Session, event: events.DefinitionChanged) -> None:
    """Suspension or time to live."""
    session.definitions.change(event.definition_id, event.changes)


def _remove(session: Session, definitions: Select[Any], cascade: bool, last: Delete) -> None:
    """What hangs on the definitions, then `last`; what is in memory of it is forgotten."""
    session.flush()
    for statement in (*_removals(definitions, cascade), last):
        session.connection.execute(statement)
    for buffer in (session.definitions, session.instances, session.tasks, session.jobs, session.subscriptions):
        buffer.discard()


def _removals(definitions: Select[Any], cascade: bool) -> list[Delete]:
    statements = [
        delete(table).where(table.c.definition_id.in_(definitions), table.c.instance_id.is_(None))
        for table in (ru.job, ru.subscription, ru.incident)
    ]
    if cascade:
        roots = select(ru.instance.c.root_id).where(ru.instance.c.definition_id.in_(definitions))
        own = or_(ru.instance.c.definition_id.in_(definitions), ru.instance.c.root_id.in_(roots))
        instances = select(ru.instance.c.id).where(own)
        statements += [delete(table).where(table.c.instance_id.in_(instances)) for table in (hi.detail, hi.decision)]
        statements.append(delete(ru.instance).where(own))
    return statements
