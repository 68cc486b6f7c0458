"""Deployments and definitions."""

from __future__ import annotations

from sqlalchemy import Delete, delete, or_, select

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
    session.flush()
    for statement in _removals(event):
        session.connection.execute(statement)
    for buffer in (session.definitions, session.instances, session.tasks, session.jobs, session.subscriptions):
        buffer.discard()


def definition_changed(session: Session, event: events.DefinitionChanged) -> None:
    """Suspension or time to live."""
    session.definitions.change(event.definition_id, event.changes)


def _removals(event: events.DeploymentRemoved) -> list[Delete]:
    definitions = select(re.definition.c.id).where(re.definition.c.deployment_id == event.deployment_id)
    statements = [
        delete(table).where(table.c.definition_id.in_(definitions), table.c.instance_id.is_(None))
        for table in (ru.job, ru.subscription, ru.incident)
    ]
    if event.cascade:
        roots = select(ru.instance.c.root_id).where(ru.instance.c.definition_id.in_(definitions))
        own = or_(ru.instance.c.definition_id.in_(definitions), ru.instance.c.root_id.in_(roots))
        instances = select(ru.instance.c.id).where(own)
        statements += [delete(table).where(table.c.instance_id.in_(instances)) for table in (hi.detail, hi.decision)]
        statements.append(delete(ru.instance).where(own))
    statements.append(delete(re.deployment).where(re.deployment.c.id == event.deployment_id))
    return statements
