"""Who may see changed tasks and cases: lean rows for hints to open browsers, the rule of `visible` read backwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import RowMapping, select

from app.domain.queries.audience import Audience, AudienceQuery, Watched
from app.persistence.answers.question import Question
from app.persistence.tables import ru

MAX_DONE = 2_000
"""Ended tasks looked at for all cases together: beyond, a former actor is not told, and a hint costs no more."""

_t = ru.task.c
_i = ru.instance.c
_PEOPLE = ("assignee", "ended_by", "ended_for")
_OFFERED = (_t.candidate_users, _t.candidate_groups)


@dataclass(slots=True)
class _Watchers:
    people: set[str | None] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)

    def add(self, row: RowMapping) -> None:
        """Whoever has, had or may take the task of this row."""
        self.people.update(row[name] for name in _PEOPLE if name in row)
        self.people.update(row.get("candidate_users", ()))
        self.groups.update(row.get("candidate_groups", ()))

    def of(self, id: str, unit: str | None) -> Watched:
        return Watched(id, unit, frozenset(who for who in self.people if who is not None), frozenset(self.groups))


def audience(question: Question, query: AudienceQuery) -> Audience:
    """Four small reads, however old the cases are."""
    changed = question.rows(_tasks(query.tasks)) if query.tasks else ()
    ids = query.instances | {row["instance_id"] for row in changed}
    if not ids:
        return Audience()
    open_tasks = select(_t.instance_id, _t.assignee, *_OFFERED).where(_t.instance_id.in_(ids), _t.ended_at.is_(None))
    cases = question.rows(select(_i.id, _i.unit, _i.started_by).where(_i.id.in_(ids)))
    near = _by_case((*changed, *question.rows(open_tasks), *question.rows(_done(ids))))
    for case in cases:
        near[case["id"]].people.add(case["started_by"])
    units = {case["id"]: case["unit"] for case in cases}
    return Audience(
        tuple(_of_task(row, units) for row in changed),
        tuple(near[case["id"]].of(case["id"], case["unit"]) for case in cases),
    )


def _tasks(ids: Iterable[str]) -> Any:
    return select(_t.id, _t.instance_id, *(_t[name] for name in _PEOPLE), *_OFFERED).where(_t.id.in_(ids))


def _done(instances: Iterable[str]) -> Any:
    columns = (_t.instance_id, _t.assignee, _t.ended_by)
    some = select(*columns).where(_t.instance_id.in_(instances), _t.ended_at.is_not(None)).limit(MAX_DONE).subquery()
    return select(some).distinct()


def _by_case(rows: Iterable[RowMapping]) -> defaultdict[str, _Watchers]:
    found: defaultdict[str, _Watchers] = defaultdict(_Watchers)
    for row in rows:
        found[row["instance_id"]].add(row)
    return found


def _of_task(row: RowMapping, units: dict[str, str | None]) -> Watched:
    watchers = _Watchers()
    watchers.add(row)
    return watchers.of(row["id"], units.get(row["instance_id"]))
