"""What holds for every account, whoever changes it."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.errors import InvalidInput, InvalidState
from app.domain.people import User
from app.domain.values import Right
from app.identity.directory import OfficePeople
from app.identity.record import known_group


def checked_name(name: str) -> str:
    """A name without spaces around it. Raises `InvalidInput` where nothing is left."""
    if not name.strip():
        raise InvalidInput("请填写姓名", "a name is required", "name")
    return name.strip()


def checked_rights(rights: frozenset[Right]) -> frozenset[Right]:
    """Machine rights and people's rights never meet in one account (architecture, section 6)."""
    if Right.ANY_TASK in rights and rights - {Right.ANY_TASK, Right.WORKER}:
        raise InvalidInput("机器账号权限不能给人员", "the right any-task is for machine accounts only", "rights")
    return rights


def check_groups(people: OfficePeople, group_ids: Iterable[str]) -> None:
    """Every post must exist. Raises `NotFound`."""
    for group_id in group_ids:
        known_group(people, group_id)


def keep_an_administrator(people: OfficePeople, before: User, after: User) -> None:
    """Refuse a change that would leave nobody to administer. Raises `InvalidState`."""
    if not _administers(before) or _administers(after):
        return
    if not any(_administers(user) for user in people.users() if user.id != before.id):
        raise InvalidState("至少要有一名在用的管理员", "the last active administrator stays one")


def _administers(user: User) -> bool:
    return user.active and Right.ADMINISTRATOR in user.rights


def image(user: User, groups: Iterable[str]) -> dict[str, object]:
    """An account as the operation log keeps it."""
    return {
        "name": user.name,
        "active": user.active,
        "rights": sorted(right.value for right in user.rights),
        "groups": sorted(groups),
    }
