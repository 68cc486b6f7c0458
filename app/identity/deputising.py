"""Who acts for whom: the rules of catalogue 1.4 (DEP-1 ... DEP-10), as functions over the people of the office."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from app.domain.people import Absence

MAYOR = "mayor"
EXECUTIVE_DEPUTY = "executive_deputy_mayor"
DEPUTY_MAYOR = "deputy_mayor"
OFFICE_DIRECTOR = "office_director"
OFFICE_DEPUTY_DIRECTOR = "office_deputy_director"

DESIGNATED = "designated"
"""Outside the leadership the rules say nothing: a deputy is who was named with the absence."""

StandIns = tuple[tuple[str, str], ...]


class People(Protocol):
    """What the rules ask."""

    def holders(self, group_id: str) -> tuple[str, ...]: ...
    def groups_of(self, user_id: str) -> frozenset[str]: ...
    def absence_of(self, user_id: str, at: datetime) -> Absence | None: ...
    def is_present(self, user_id: str, at: datetime) -> bool: ...
    def cover_of(self, user_id: str) -> str | None: ...


def stand_ins(people: People, principal: str, at: datetime) -> StandIns:
    """`(user id, rule)` of those who act for `principal`; empty while he is present, or where nobody may."""
    absence = people.absence_of(principal, at)
    if absence is None:
        return ()
    posts = people.groups_of(principal)
    if MAYOR in posts:
        return _present(people, people.holders(EXECUTIVE_DEPUTY), "DEP-1", at) or _confirmed(people, principal, at)
    if EXECUTIVE_DEPUTY in posts:
        return _present(people, people.holders(MAYOR), "DEP-9", at) or _confirmed(people, principal, at)
    if DEPUTY_MAYOR in posts:
        return _for_deputy_mayor(people, principal, at)
    rule = "DEP-3" if OFFICE_DIRECTOR in posts else DESIGNATED
    return _present(people, _ids(absence.deputy_id), rule, at)


def proposed_stand_in(people: People, principal: str, at: datetime) -> str | None:
    """DEP-10: the first deputy mayor present, while both leaders are away and nobody is confirmed yet."""
    leads = people.groups_of(principal) & {MAYOR, EXECUTIVE_DEPUTY}
    if not leads or not _both_away(people, at) or _confirmed(people, principal, at):
        return None
    present = _present(people, people.holders(DEPUTY_MAYOR), "DEP-10", at)
    return present[0][0] if present else None


def may_name_deputy(people: People, principal: str, deputy: str) -> str | None:
    """None where `deputy` may be named with the absence of `principal`, else the rule that forbids it."""
    posts = people.groups_of(principal)
    if MAYOR in posts:
        return "DEP-1"
    if DEPUTY_MAYOR in posts or EXECUTIVE_DEPUTY in posts:
        return "DEP-9"
    if OFFICE_DIRECTOR in posts and OFFICE_DEPUTY_DIRECTOR not in people.groups_of(deputy):
        return "DEP-3"
    return None


def signing_basis(people: People, deputy: str, principal: str, at: datetime) -> str | None:
    """DEP-2 (Art. 95(1)): who signs category-1 documents while the mayor is away; other stand-ins as usual."""
    rule = next((rule for who, rule in stand_ins(people, principal, at) if who == deputy), None)
    return "DEP-2" if rule == "DEP-1" else rule


_CHAIRS_BY_OFFICE = {
    "plenary": {MAYOR},
    "executive": {MAYOR},
    "mayor_office": {MAYOR, EXECUTIVE_DEPUTY},
    "special_topic": {MAYOR, DEPUTY_MAYOR},
}
_CHAIRS_BY_DELEGATION = {
    "plenary": ("DEP-4", {EXECUTIVE_DEPUTY}, {MAYOR}),
    "executive": ("DEP-5", {EXECUTIVE_DEPUTY}, {MAYOR}),
    "special_topic": ("DEP-7", {OFFICE_DIRECTOR, OFFICE_DEPUTY_DIRECTOR}, {MAYOR, DEPUTY_MAYOR}),
}


def chair_basis(people: People, meeting_type: str, chair: str, delegated_by: str | None) -> str | None:
    """Why somebody may chair a meeting: ``office`` (by post), a DEP rule, or None where he may not (1.5).

    `delegated_by` is the leader who delegated, as recorded on the meeting (Art. 41, 54, 67, 74).
    """
    posts = people.groups_of(chair)
    if posts & _CHAIRS_BY_OFFICE.get(meeting_type, set()):
        return "DEP-6" if meeting_type == "mayor_office" and MAYOR not in posts else "office"
    rule, chairs, delegators = _CHAIRS_BY_DELEGATION.get(meeting_type, ("", set(), set()))
    allowed = posts & chairs and delegated_by is not None and people.groups_of(delegated_by) & delegators
    return rule if allowed else None


def delegation_basis(people: People, delegator: str, delegate: str) -> str | None:
    """DEP-8 (Art. 7): the mayor gives a deputy mayor a special task, in which he represents the government."""
    fits = MAYOR in people.groups_of(delegator) and DEPUTY_MAYOR in people.groups_of(delegate)
    return "DEP-8" if fits else None


def _for_deputy_mayor(people: People, principal: str, at: datetime) -> StandIns:
    for candidates in (
        _ids(people.cover_of(principal)),
        people.holders(EXECUTIVE_DEPUTY),
        people.holders(MAYOR),
    ):
        found = _present(people, candidates, "DEP-9", at)
        if found:
            return found
    return _confirmed(people, principal, at)


def _both_away(people: People, at: datetime) -> bool:
    leaders = (*people.holders(MAYOR), *people.holders(EXECUTIVE_DEPUTY))
    return not any(people.is_present(leader, at) for leader in leaders)


def _confirmed(people: People, principal: str, at: datetime) -> StandIns:
    """DEP-10: whom the office director confirmed on the absence of either leader."""
    if not _both_away(people, at):
        return ()
    leaders = (*people.holders(MAYOR), *people.holders(EXECUTIVE_DEPUTY))
    absences = (people.absence_of(leader, at) for leader in leaders)
    confirmed = (absence.deputy_id for absence in absences if absence is not None and absence.deputy_id)
    return _present(people, (who for who in confirmed if who != principal), "DEP-10", at)[:1]


def _present(people: People, candidates: Iterable[str], rule: str, at: datetime) -> StandIns:
    return tuple((who, rule) for who in candidates if people.is_present(who, at))


def _ids(user_id: str | None) -> tuple[str, ...]:
    return (user_id,) if user_id else ()
