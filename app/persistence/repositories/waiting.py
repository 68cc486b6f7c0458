"""What waits for a worker, a time or an event: external tasks, jobs and subscriptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true, union_all

from app.domain.commands.external_task import TopicRequest
from app.domain.queries.common import VariableFilter
from app.domain.records import EventSubscription, ExternalTask, Job
from app.domain.values import JobKind, SubscriptionKind
from app.persistence.answers.filters import variable_value
from app.persistence.repositories.lookup import Lookup
from app.persistence.session import Session
from app.persistence.tables import re, ru

_x = ru.external_task.c
_j = ru.job.c
_v = ru.variable.c
_s = ru.subscription.c

_SPARE = 4
"""How many more due jobs than asked for are looked at, because several may belong to one exclusive instance."""


class SqlExternalTasks(Lookup[ExternalTask]):
    """`ExternalTaskRepository`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.external_tasks, ExternalTask, ("外部任务", "External task"))

    def of_activity(self, activity_instance_id: str) -> ExternalTask | None:
        """The external task of an activity instance."""
        found = self.list(_x.activity_instance_id == activity_instance_id)
        return found[0] if found else None

    def of_instance(self, instance_id: str) -> tuple[ExternalTask, ...]:
        """The external tasks of an instance."""
        return self.list(_x.instance_id == instance_id)

    def fetch(
        self,
        topics: Mapping[str, int],
        now: datetime,
        limit: int,
        use_priority: bool,
        *,
        newest_first: bool = False,
        narrow: Iterable[TopicRequest] = (),
    ) -> tuple[ExternalTask, ...]:
        """Free tasks of the topics, locked; the most urgent first with `use_priority`, else by age alone."""
        order = [_x.created_at.desc(), _x.id.desc()] if newest_first else [_x.created_at, _x.id]
        free = (
            select(ru.external_task)
            .where(
                _x.topic.in_(list(topics)),
                _x.suspended.is_(False),
                or_(_x.retries.is_(None), _x.retries > 0),
                or_(_x.locked_until.is_(None), _x.locked_until <= now),
                *(or_(_x.topic != topic.name, and_(*_wanted(topic))) for topic in narrow),
            )
            .order_by(*([_x.priority.desc(), *order] if use_priority else order))
            .limit(limit)
        )
        return self.records(self.session.backend.locking(free, ru.external_task, skip=True), locked=True)


def _wanted(topic: TopicRequest) -> list[ColumnElement[bool]]:
    """What a worker asks for besides the topic."""
    conditions: list[ColumnElement[bool]] = []
    if topic.business_key is not None:
        conditions.append(_x.business_key == topic.business_key)
    if topic.definition_keys:
        conditions.append(_x.definition_key.in_(topic.definition_keys))
    if topic.definition_ids:
        conditions.append(_x.definition_id.in_(topic.definition_ids))
    if topic.version_tag is not None:
        tagged = select(re.definition.c.id).where(re.definition.c.version_tag == topic.version_tag)
        conditions.append(_x.definition_id.in_(tagged))
    for name, value in topic.process_variables.items():
        conditions.append(
            exists().where(
                _v.scope_id == _x.instance_id,
                _v.name == name,
                _v.deleted_at.is_(None),
                variable_value(VariableFilter(name, "eq", value)),
            )
        )
    return conditions


class SqlJobs(Lookup[Job]):
    """`JobRepository`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.jobs, Job, ("作业", "Job"))

    def claim(self, now: datetime, limit: int, kinds: Iterable[JobKind] | None = None) -> tuple[Job, ...]:
        """Due, free jobs, locked; of an instance's exclusive jobs one at a time, none while another one runs."""
        claimed: list[Job] = []
        busy: set[str] = set()
        priority = self._priority_below(None)
        while priority is not None and len(claimed) < limit:
            due = _due(now, kinds).where(_j.priority == priority).limit((limit - len(claimed)) * _SPARE)
            for job in self.records(self.session.backend.locking(due, ru.job, skip=True), locked=True):
                if job.exclusive and job.instance_id is not None:
                    if job.instance_id in busy:
                        continue
                    busy.add(job.instance_id)
                claimed.append(job)
            priority = self._priority_below(priority)
        return tuple(claimed[:limit])

    def _priority_below(self, bound: int | None) -> int | None:
        """The next lower priority of any job.

        One priority after the other, each by its index: one question over all would sort every due job for each batch,
        ten thousand of them to take ten.
        """
        below = _j.priority < bound if bound is not None else true()
        found: int | None = self.session.read(select(func.max(_j.priority).label("top")).where(below))[0]["top"]
        return found

    def of_instance(self, instance_id: str) -> tuple[Job, ...]:
        """The jobs of an instance."""
        return self.list(_j.instance_id == instance_id)

    def of_activity(self, activity_instance_id: str) -> tuple[Job, ...]:
        """The jobs of an activity instance."""
        return self.list(_j.activity_instance_id == activity_instance_id)

    def of_definition(self, definition_id: str) -> tuple[Job, ...]:
        """The jobs of a definition, among them its timer starts (without instance)."""
        return self.list(_j.definition_id == definition_id)

    def next_due(self, now: datetime) -> datetime | None:
        """When the next job may run: when it is due, or when the lease on it ends; None without jobs."""
        moments = union_all(
            select(func.min(_j.due_at).label("at")).where(_free(now)),
            select(func.min(_j.locked_until).label("at")).where(_retryable(), _j.locked_until > now),
        )
        return min((row["at"] for row in self.session.read(moments) if row["at"] is not None), default=None)

    def deliveries(self, message: str) -> tuple[Job, ...]:
        """In-house messages of that name that found no receiver yet; they are few, so the name is looked at here."""
        waiting = self.list(_j.kind == JobKind.DELIVER_MESSAGE.value, _retryable())
        return tuple(job for job in waiting if (job.payload or {}).get("name") == message)


def _due(now: datetime, kinds: Iterable[JobKind] | None) -> Select[Any]:
    """Free jobs whose time has come, oldest first; no exclusive one of an instance where another one runs."""
    other = ru.job.alias("other")
    running = exists().where(
        other.c.instance_id == _j.instance_id, other.c.exclusive, other.c.locked_until > now, other.c.id != _j.id
    )
    return (
        select(ru.job)
        .where(_free(now), _j.due_at <= now, or_(_j.exclusive.is_(False), _j.instance_id.is_(None), ~running))
        .where(_j.kind.in_([kind.value for kind in kinds]) if kinds is not None else true())
        .order_by(_j.due_at, _j.id)
    )


def _retryable() -> ColumnElement[bool]:
    return and_(_j.suspended.is_(False), _j.retries > 0)


def _free(now: datetime) -> ColumnElement[bool]:
    return and_(_retryable(), or_(_j.locked_until.is_(None), _j.locked_until <= now))


class SqlSubscriptions(Lookup[EventSubscription]):
    """`SubscriptionRepository`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, session.subscriptions, EventSubscription, ("事件订阅", "Event subscription"))

    def matching(
        self, kind: SubscriptionKind, name: str, business_key: str | None = None, instance_id: str | None = None
    ) -> tuple[EventSubscription, ...]:
        """Who waits for the event, oldest first; with a business key only those of it and those that start one."""
        conditions: list[ColumnElement[bool]] = [_s.kind == kind.value, _s.name == name]
        if instance_id is not None:
            conditions.append(_s.instance_id == instance_id)
        if business_key is not None:
            conditions.append(or_(_s.business_key == business_key, _s.instance_id.is_(None)))
        return self.list(*conditions, order=(_s.created_at, _s.id))

    def of_instance(self, instance_id: str) -> tuple[EventSubscription, ...]:
        """The subscriptions of an instance."""
        return self.list(_s.instance_id == instance_id)

    def of_activity(self, activity_instance_id: str) -> tuple[EventSubscription, ...]:
        """The subscriptions of an activity instance."""
        return self.list(_s.activity_instance_id == activity_instance_id)

    def starts_of_kind(self, kind: SubscriptionKind) -> tuple[EventSubscription, ...]:
        """The subscriptions of a kind by which definitions start instances, oldest first."""
        return self.list(_s.kind == kind.value, _s.instance_id.is_(None), order=(_s.created_at, _s.id))

    def starts_of_definition(self, definition_id: str) -> tuple[EventSubscription, ...]:
        """The subscriptions by which a definition starts instances."""
        return self.list(_s.definition_id == definition_id, _s.instance_id.is_(None))
