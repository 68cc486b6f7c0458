"""Deployments, their resources and definitions."""

from __future__ import annotations

from sqlalchemy import func, select

from app.domain.errors import NotFound
from app.domain.records import Definition, Deployment, Resource
from app.persistence.repositories.lookup import Lookup
from app.persistence.rows import to_record
from app.persistence.session import Session
from app.persistence.tables import re

_d = re.definition.c


class SqlDefinitions:
    """`DefinitionRepository`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lookup = Lookup(session, session.definitions, Definition, ("定义", "Definition"))

    def get(self, definition_id: str) -> Definition:
        """A definition. Raises `NotFound`."""
        return self._lookup.get(definition_id)

    def latest(self, kind: str, key: str) -> Definition | None:
        """The newest version of a key."""
        newest = select(re.definition).where(_d.kind == kind, _d.key == key).order_by(_d.version.desc()).limit(1)
        return _first(self._lookup.records(newest))

    def by_version(self, kind: str, key: str, version: int) -> Definition | None:
        """One version of a key."""
        return _first(self._lookup.list(_d.kind == kind, _d.key == key, _d.version == version))

    def by_version_tag(self, kind: str, key: str, tag: str) -> Definition | None:
        """The newest version of a key that carries a tag."""
        newest = (
            select(re.definition)
            .where(_d.kind == kind, _d.key == key, _d.version_tag == tag)
            .order_by(_d.version.desc())
            .limit(1)
        )
        return _first(self._lookup.records(newest))

    def in_deployment(self, kind: str, key: str, deployment_id: str) -> Definition | None:
        """The definition of a key inside a deployment."""
        return _first(self._lookup.list(_d.kind == kind, _d.key == key, _d.deployment_id == deployment_id))

    def of_deployment(self, deployment_id: str) -> tuple[Definition, ...]:
        """All definitions of a deployment, by kind and key."""
        return self._lookup.list(_d.deployment_id == deployment_id, order=(_d.kind, _d.key))

    def latest_by_kind(self, kind: str) -> tuple[Definition, ...]:
        """The newest version of every key of a kind, by key."""
        newest = select(_d.key, func.max(_d.version)).where(_d.kind == kind).group_by(_d.key).subquery()
        statement = (
            select(re.definition)
            .join(newest, (newest.c[0] == _d.key) & (newest.c[1] == _d.version))
            .where(_d.kind == kind)
            .order_by(_d.key)
        )
        return self._lookup.records(statement)

    def deployment(self, deployment_id: str) -> Deployment:
        """A deployment. Raises `NotFound`."""
        found = self._session.read(select(re.deployment).where(re.deployment.c.id == deployment_id))
        if not found:
            raise NotFound(f"部署不存在：{deployment_id}", f"Deployment {deployment_id} does not exist")
        return to_record(Deployment, found[0])

    def latest_deployment(self, name: str, source: str | None) -> Deployment | None:
        """The newest deployment of a name and source."""
        d = re.deployment.c
        newest = (
            select(re.deployment)
            .where(d.name == name, d.source.is_not_distinct_from(source))
            .order_by(d.deployed_at.desc(), d.id.desc())
            .limit(1)
        )
        found = self._session.read(newest)
        return to_record(Deployment, found[0]) if found else None

    def resources(self, deployment_id: str) -> tuple[Resource, ...]:
        """The files of a deployment, by name."""
        own = select(re.resource).where(re.resource.c.deployment_id == deployment_id).order_by(re.resource.c.name)
        return tuple(to_record(Resource, row) for row in self._session.read(own))

    def resource(self, deployment_id: str, name: str) -> Resource:
        """One file of a deployment. Raises `NotFound`."""
        r = re.resource.c
        found = self._session.read(select(re.resource).where(r.deployment_id == deployment_id, r.name == name))
        if not found:
            raise NotFound(f"资源不存在：{name}", f"Resource {name} does not exist")
        return to_record(Resource, found[0])


def _first(found: tuple[Definition, ...]) -> Definition | None:
    return found[0] if found else None
