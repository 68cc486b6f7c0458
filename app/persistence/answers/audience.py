"""Who may see changed tasks and cases: lean rows for hints to open browsers, the rule of `visible` read backwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from app.domain.queries.audience import Audience, AudienceQuery, Watched
from app.persistence.answers.question import Question
from app.persistence.tables import ru

MAX_DONE = 2_000
"""Ended tasks looked at for all cases together: beyond, a former actor is not told, and a hint costs no more."""

_t = ru.task.c
_i = ru.instance.c
_ACTORS = (_t.assignee, _t.ended_by, _t.ended_for)
_OFFERED = (_t.candidate_users, _t.candidate_groups)

_Row = Sequence[Any]
"""Id of the case, assignee, who ended it and for whom, candidate users, candidate groups; then the id of the task."""


@dataclass(slots=True)
class _Watchers:
    people: set[str | None] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)

    def add(self, row: _Row) -> None:
        """Whoever has, had or may take the task of this row."""
        self.people.update(row[1:4])
        self.people.update(row[4])
        self.groups.update(row[5])

    def of(self, id: str, unit: str | None) -> Watched:
        return Watched(id, unit, frozenset(who for who in self.people if who is not None), frozenset(self.groups))


def audience(question: Question, query: AudienceQuery) -> Audience:
    """Four small reads, however old the cases are."""
    read = question.connection.execute
    changed = read(_tasks(_t.id.in_(query.tasks))).all() if query.tasks else ()
    ids = query.instances | {row[0] for row in changed}
    if not ids:
        return Audience()
    waiting = read(_tasks(_t.instance_id.in_(ids) & _t.ended_at.is_(None))).all()
    near: defaultdict[str, _Watchers] = defaultdict(_Watchers)
    for row in (*changed, *waiting):
        near[row[0]].add(row)
    for instance_id, *people in read(_done(ids)):
        near[instance_id].people.update(people)
    units = {}
    for instance_id, unit, started_by in read(select(_i.id, _i.unit, _i.started_by).where(_i.id.in_(ids))):
        units[instance_id] = unit
        near[instance_id].people.add(started_by)
    return Audience(
        tuple(_of_task(row, units) for row in changed), tuple(near[id].of(id, unit) for id, unit in units.items())
    )


def _tasks(condition: ColumnElement[bool]) -> Select[Any]:
    return select(_t.instance_id, *_ACTORS, *_OFFERED, _t.id).where(condition)


def _done(instances: Iterable[str]) -> Select[Any]:
    mine = _t.instance_id.in_(instances) & _t.ended_at.is_not(None)
    some = select(_t.instance_id, _t.assignee, _t.ended_by).where(mine).limit(MAX_DONE).subquery()
    return select(some).distinct()


def _of_task(row: _Row, units: dict[str, str | None]) -> Watched:
    watchers = _Watchers()
    watchers.add(row)
    return watchers.of(row[6], units.get(row[0]))
