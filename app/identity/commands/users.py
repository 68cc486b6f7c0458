"""People: adding and changing accounts, passwords given by an administrator, unlocking."""

from __future__ import annotations

import re
from dataclasses import replace

from app.domain.commands.identity import AddUser, ChangeUser
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.people import User
from app.domain.values import SYSTEM_USER
from app.identity.record import account_rows, known_user, log, people_now, people_rows
from app.identity.user_rules import check_groups, checked_name, checked_rights, image, keep_an_administrator

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
    user = User(command.user_id, checked_name(command.name), True, checked_rights(command.rights), command.rank)
    check_groups(people, command.groups)
    rows = people_rows(context)
    rows.add_user(user, command.password_hash, command.must_change_password, context.at, command.demo)
    rows.set_groups(user.id, command.groups)
    log(context, "CreateUser", "User", user.id, after=image(user, command.groups))
    return user.id


def change_user(command: ChangeUser, context: CommandContext) -> None:
    """Name, rights, posts, in use or not."""
    people = people_now(context)
    before = known_user(people, command.user_id)
    after = replace(
        before,
        name=before.name if command.name is None else checked_name(command.name),
        active=before.active if command.active is None else command.active,
        rights=before.rights if command.rights is None else checked_rights(command.rights),
    )
    keep_an_administrator(people, before, after)
    rows = people_rows(context)
    rows.put_user(after)
    held = tuple(group.id for group in people.posts_of(before.id))
    if command.groups is not None:
        check_groups(people, command.groups)
        rows.set_groups(before.id, command.groups)
    if not after.active:
        account_rows(context).close_sessions(after.id)
    log(
        context,
        "UpdateUser",
        "User",
        before.id,
        before=image(before, held),
        after=image(after, held if command.groups is None else command.groups),
    )
