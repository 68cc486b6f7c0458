"""People: adding and changing accounts, passwords given by an administrator, unlocking."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from app.domain.commands.identity import AddUser, ChangeUser, SetPassword, UnlockUser
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, InvalidState
from app.domain.people import User
from app.domain.values import SYSTEM_USER, Right
from app.identity.directory import OfficePeople
from app.identity.record import account_rows, known_group, known_user, log, people_now, people_rows

_USER_ID = re.compile(r"[a-z][a-z0-9._-]{1,62}")


def add_user(command: AddUser, context: CommandContext) -> str:
    """A new account."""
    people = people_now(context)
    if not _USER_ID.fullmatch(command.user_id) or command.user_id == SYSTEM_USER:
        raise InvalidInput(
            "账号须以小写字母开头，由小写字母、数字、点、横线组成",
            "a user id begins with a small letter and has small letters, digits, dots and dashes",
            "id",
        )
    if people.user(command.user_id) is not None:
        raise InvalidInput("账号已存在", f"user {command.user_id} exists already", "id")
    user = User(command.user_id, _name(command.name), True, _rights(command.rights), command.rank)
    _check_groups(people, command.groups)
    rows = people_rows(context)
    rows.add_user(user, command.password_hash, command.must_change_password, context.at, command.demo)
    rows.set_groups(user.id, command.groups)
    log(context, "CreateUser", "User", user.id, after=_image(user, command.groups))
    return user.id


def change_user(command: ChangeUser, context: CommandContext) -> None:
    """Name, rights, posts, in use or not."""
    people = people_now(context)
    before = known_user(people, command.user_id)
    after = replace(
        before,
        name=before.name if command.name is None else _name(command.name),
        active=before.active if command.active is None else command.active,
        rights=before.rights if command.rights is None else _rights(command.rights),
    )
    _keep_an_administrator(people, before, after)
    rows = people_rows(context)
    rows.put_user(after)
    held = tuple(group.id for group in people.posts_of(before.id))
    if command.groups is not None:
        _check_groups(people, command.groups)
        rows.set_groups(before.id, command.groups)
    if not after.active:
        account_rows(context).close_sessions(after.id)
    log(
        context,
        "UpdateUser",
        "User",
        before.id,
        before=_image(before, held),
        after=_image(after, held if command.groups is None else command.groups),
    )


def set_password(command: SetPassword, context: CommandContext) -> None:
    """A password given by an administrator; to be changed at the next sign-in."""
    known_user(people_now(context), command.user_id)
    accounts = account_rows(context)
    accounts.set_password(command.user_id, command.password_hash, command.must_change, context.at)
    accounts.clear_failures("user", command.user_id)
    accounts.close_sessions(command.user_id)
    log(context, "SetPassword", "User", command.user_id)


def unlock_user(command: UnlockUser, context: CommandContext) -> None:
    """Forget failed attempts."""
    known_user(people_now(context), command.user_id)
    account_rows(context).clear_failures("user", command.user_id)
    log(context, "UnlockUser", "User", command.user_id)


def _name(name: str) -> str:
    if not name.strip():
        raise InvalidInput("请填写姓名", "a name is required", "name")
    return name.strip()


def _rights(rights: frozenset[Right]) -> frozenset[Right]:
    """Machine rights and people's rights never meet in one account (architecture, section 6)."""
    if Right.ANY_TASK in rights and rights - {Right.ANY_TASK, Right.WORKER}:
        raise InvalidInput("机器账号权限不能给人员", "the right any-task is for machine accounts only", "rights")
    return rights


def _check_groups(people: OfficePeople, group_ids: Iterable[str]) -> None:
    for group_id in group_ids:
        known_group(people, group_id)


def _keep_an_administrator(people: OfficePeople, before: User, after: User) -> None:
    if not _administers(before) or _administers(after):
        return
    if not any(_administers(user) for user in people.users() if user.id != before.id):
        raise InvalidState("至少要有一名在用的管理员", "the last active administrator stays one")


def _administers(user: User) -> bool:
    return user.active and Right.ADMINISTRATOR in user.rights


def _image(user: User, groups: Iterable[str]) -> dict[str, object]:
    return {
        "name": user.name,
        "active": user.active,
        "rights": sorted(right.value for right in user.rights),
        "groups": sorted(groups),
    }
