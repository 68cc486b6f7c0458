"""Changing a post or unit and who belongs to it."""

from __future__ import annotations

from app.domain.commands.identity import AddMember, ChangeGroup, RemoveMember
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.people import Group
from app.identity.directory import OfficePeople
from app.identity.record import known_group, known_user, log, people_now, people_rows


def change_group(command: ChangeGroup, context: CommandContext) -> None:
    """Rename it, or move it below another."""
    people = people_now(context)
    before = known_group(people, command.group_id)
    parent = before.parent if command.parent is None else command.parent or None
    if parent is not None:
        _check_parent(people, before.id, known_group(people, parent))
    name = before.name if command.name is None else command.name.strip()
    if not name:
        raise InvalidInput("请填写名称", "a name is required", "name")
    after = Group(before.id, name, before.kind, parent, before.position, before.name_en)
    people_rows(context).put_groups([after])
    log(
        context,
        "UpdateGroup",
        "Group",
        before.id,
        before={"name": before.name, "parent": before.parent},
        after={"name": after.name, "parent": after.parent},
    )


def add_member(command: AddMember, context: CommandContext) -> None:
    """A person takes a post."""
    people = people_now(context)
    known_group(people, command.group_id)
    known_user(people, command.user_id)
    people_rows(context).add_member(command.group_id, command.user_id)
    log(context, "AddMember", "Group", command.group_id, after={"user": command.user_id})


def remove_member(command: RemoveMember, context: CommandContext) -> None:
    """A person leaves a post."""
    people = people_now(context)
    known_group(people, command.group_id)
    people_rows(context).remove_member(command.group_id, command.user_id)
    log(context, "RemoveMember", "Group", command.group_id, before={"user": command.user_id})


def _check_parent(people: OfficePeople, group_id: str, parent: Group) -> None:
    current: Group | None = parent
    while current is not None:
        if current.id == group_id:
            raise InvalidInput("不能把机构移到自己的下级", "a group cannot be below itself", "parent")
        current = people.group(current.parent) if current.parent else None
