"""People, posts and absences as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domain.people import Absence, AccountState, Group, PortfolioEntry, User
from app.domain.ports.identity import Directory
from app.domain.values import SYSTEM_USER
from app.web.guard import who
from app.web.house import house
from app.web.language import language, pick
from app.web.views.lights import iso
from app.web.words import word


def person(user_id: str | None) -> dict[str, Any] | None:
    """`{id, name, posts}`; None for nobody. What Banli does by itself is done by the system."""
    if user_id is None:
        return None
    if user_id == SYSTEM_USER:
        return {"id": user_id, "name": pick("系统", "system"), "posts": []}
    found = who().directory.person(user_id)
    return {"id": found.id, "name": found.name, "posts": [group_name(post) for post in found.posts]}


def group_name(group: Group) -> dict[str, Any]:
    """`{id, name}` in the request's language."""
    return {"id": group.id, "name": group.name_en or group.name if language() == "en" else group.name}


def name_of_group(group_id: str | None) -> str | None:
    """The name of a unit; the id where it is unknown."""
    if group_id is None:
        return None
    group = who().directory.group(group_id)
    return group_name(group)["name"] if group else group_id


def holders(users: Iterable[str], groups: Iterable[str], limit: int = 12) -> list[dict[str, Any]]:
    """The people behind an offer, each once; of large groups the first `limit`."""
    directory = who().directory
    found: dict[str, None] = dict.fromkeys(users)
    for group_id in groups:
        found |= dict.fromkeys(directory.holders(group_id))
    people = (person(user_id) for user_id in list(found)[:limit])
    return [each for each in people if each is not None]


def candidates(users: Iterable[str], groups: Iterable[str]) -> list[dict[str, Any]]:
    """To whom a task is offered: people and posts by name."""
    named = [{"kind": "user", "id": user_id, "name": who().directory.person(user_id).name} for user_id in users]
    return named + [{"kind": "group", "id": group_id, "name": name_of_group(group_id)} for group_id in groups]


def account(user: User, state: AccountState | None, directory: Directory) -> dict[str, Any]:
    """A person as administrators see one."""
    return {
        "id": user.id,
        "name": user.name,
        "active": user.active,
        "rights": sorted(right.value for right in user.rights),
        "posts": [group_name(post) for post in directory.posts_of(user.id)],
        "locked_until": iso(state.locked_until) if state else None,
        "must_change_password": state.must_change if state else False,
        "last_sign_in": iso(state.last_sign_in_at) if state else None,
    }


def group_row(group: Group, directory: Directory) -> dict[str, Any]:
    """A post or unit with its direct members."""
    members = [{"id": user.id, "name": user.name, "active": user.active} for user in directory.members(group.id)]
    return {**group_name(group), "kind": group.kind.value, "parent": group.parent, "members": members}


def absence_row(absence: Absence, directory: Directory) -> dict[str, Any]:
    """An absence, with whoever stands in at this minute."""
    now = house().clock.now()
    acting = directory.stand_ins(absence.user_id, now) if absence.covers(now) else ()
    proposed = directory.proposed_stand_in(absence.user_id, now) if absence.covers(now) else None
    return {
        "id": absence.id,
        "user": person(absence.user_id),
        "from": iso(absence.from_at),
        "to": iso(absence.to_at),
        "kind": absence.kind.value,
        "reason": absence.reason,
        "deputy": person(absence.deputy_id or (acting[0][0] if acting else None)),
        "basis": acting[0][1] if acting else None,
        "basis_name": word("deputising", acting[0][1]) if acting else None,
        "to_confirm": person(proposed),
    }


def portfolio_row(entry: PortfolioEntry) -> dict[str, Any]:
    """Which deputy mayor looks after what."""
    return {
        "user": person(entry.user_id),
        "unit": entry.unit,
        "unit_name": name_of_group(entry.unit),
        "matter": entry.matter,
        "valid_from": iso(entry.valid_from),
        "valid_to": iso(entry.valid_to),
    }
