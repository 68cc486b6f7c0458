"""Posts, units and who belongs to them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.commands.identity import AddGroup, SeedGroups
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.people import Group, GroupKind
from app.identity.directory import OfficePeople
from app.identity.record import known_group, log, people_now, people_rows

_GROUP_ID = re.compile(r"[a-z][a-z0-9_]{1,62}")
_SUB_ROLES = (("head", "主要负责人", "head"), ("deputy", "副职", "deputy"), ("clerk", "经办人", "clerk"))
_WITH_SUB_ROLES = frozenset({GroupKind.UNIT, GroupKind.CLASS, GroupKind.BODY})


def add_group(command: AddGroup, context: CommandContext) -> str:
    """A new post, unit or group."""
    people = people_now(context)
    if not _GROUP_ID.fullmatch(command.group_id):
        raise InvalidInput(
            "标识须以小写字母开头，由小写字母、数字、下划线组成",
            "a group id begins with a small letter and has small letters, digits and underscores",
            "id",
        )
    if people.group(command.group_id) is not None:
        raise InvalidInput("标识已存在", f"group {command.group_id} exists already", "id")
    if not command.name.strip():
        raise InvalidInput("请填写名称", "a name is required", "name")
    if command.parent:
        known_group(people, command.parent)
    people_rows(context).put_groups(_with_sub_roles(command, people))
    log(context, "CreateGroup", "Group", command.group_id, after={"name": command.name, "parent": command.parent})
    return command.group_id


def seed_groups(command: SeedGroups, context: CommandContext) -> int:
    """Add what is missing; returns how many."""
    people = people_now(context)
    missing = [group for group in command.groups if people.group(group.group_id) is None]
    if missing:
        people_rows(context).put_groups(each for group in missing for each in _with_sub_roles(group, people))
        log(context, "SeedGroups", "Group", "*", after={"groups": [group.group_id for group in missing]})
    return len(missing)


def _with_sub_roles(command: AddGroup, people: OfficePeople) -> Iterator[Group]:
    group = Group(
        command.group_id, command.name, command.kind, command.parent or None, command.position, command.name_en
    )
    yield group
    for suffix, zh, en in _SUB_ROLES if group.kind in _WITH_SUB_ROLES else ():
        sub_role = f"{group.id}_{suffix}"
        if people.group(sub_role) is None:
            name_en = f"{group.name_en} {en}" if group.name_en else None
            yield Group(sub_role, f"{group.name}{zh}", GroupKind.UNIT_ROLE, group.id, group.position, name_en)
