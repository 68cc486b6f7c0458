"""Whom changes concern: the rule of `visible` for rows in memory, looked up by person instead of row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from app.domain.people import OVERSEEING_GROUPS
from app.domain.queries.audience import Watched
from app.domain.values import Actor, Right


class Concerns:
    """Changed tasks, or changed cases. What one person sees of them costs a look-up per post, not per row."""

    def __init__(self, watched: Iterable[Watched]) -> None:
        self._ids: list[str] = []
        self._by_person: defaultdict[str, list[str]] = defaultdict(list)
        self._by_group: defaultdict[str, list[str]] = defaultdict(list)
        self._by_unit: defaultdict[str, list[str]] = defaultdict(list)
        for each in watched:
            self._ids.append(each.id)
            for person in each.people:
                self._by_person[person].append(each.id)
            for group in each.groups:
                self._by_group[group].append(each.id)
            if each.unit is not None:
                self._by_unit[each.unit].append(each.id)

    def of(self, actor: Actor) -> tuple[str, ...]:
        """The ids the actor sees."""
        if _oversees_all(actor):
            return tuple(self._ids)
        seen = _found(self._by_person, {actor.user_id, *actor.stands_in_for})
        seen |= _found(self._by_group, actor.groups | {group for _, group in actor.principal_groups})
        if actor.may(Right.SUPERVISOR):
            seen |= _found(self._by_unit, actor.groups)
        return tuple(id for id in self._ids if id in seen) if seen else ()


def _found(index: defaultdict[str, list[str]], keys: Iterable[str]) -> set[str]:
    return {id for key in keys if key in index for id in index[key]}


def _oversees_all(actor: Actor) -> bool:
    if actor.may(Right.OPERATOR):
        return True
    return actor.may(Right.SUPERVISOR) and bool(actor.groups & OVERSEEING_GROUPS)
