"""Keeping people, posts and portfolios: the administrator's desk."""

from __future__ import annotations

from flask import Blueprint

from app.domain.commands.identity import (
    AddGroup,
    AddMember,
    AddUser,
    ChangeGroup,
    ChangeUser,
    RemoveMember,
    SetDeputyCover,
    SetPassword,
    SetPortfolio,
    UnlockUser,
)
from app.domain.errors import NotAllowed, NotFound
from app.domain.people import GroupKind, PortfolioEntry
from app.domain.ports.identity import Directory
from app.domain.queries.identity import ListAccounts
from app.domain.values import Right
from app.web.answers import Json, ask, execute
from app.web.body import Body, body, no_arguments, read_choice
from app.web.guard import actor, who
from app.web.house import house
from app.web.views.people import account, group_row, person, portfolio_row

blueprint = Blueprint("people", __name__)


@blueprint.get("/people")
def people() -> list[Json]:
    """Every account."""
    no_arguments()
    directory = _administrators_only()
    states = {state.user_id: state for state in ask(ListAccounts())}
    return [account(user, states.get(user.id), directory) for user in directory.users()]


@blueprint.post("/people")
def add_person() -> Json:
    """A new account; the first password must be changed at the first sign-in."""
    fields = body()
    user_id, name, password = fields.text("id", 64), fields.text("name", 100), fields.optional_text("password", 1000)
    rights, posts = _rights(fields) or frozenset(), fields.optional_texts("posts") or ()
    fields.end()
    _administrators_only()
    hashed = house().identity.hash_password(password, user_id) if password else None
    # Without a key: a hash has a salt of its own, so that a repeat would be another command.
    house().door.execute(AddUser(user_id, name, rights, posts, hashed), actor())
    return _account(user_id)


@blueprint.get("/people/<user_id>")
def one_person(user_id: str) -> Json:
    """One account."""
    no_arguments()
    _administrators_only()
    return _account(user_id)


@blueprint.patch("/people/<user_id>")
def change_person(user_id: str) -> Json:
    """Name, rights, posts, in use or not."""
    fields = body()
    command = ChangeUser(
        user_id,
        fields.optional_text("name", 100),
        fields.optional_boolean("active"),
        _rights(fields),
        fields.optional_texts("posts"),
    )
    fields.end()
    execute(command)
    return _account(user_id)


@blueprint.post("/people/<user_id>/password")
def reset_password(user_id: str) -> tuple[str, int]:
    """Give a new first password."""
    fields = body()
    password = fields.text("password", 1000)
    fields.end()
    _administrators_only()
    hashed = house().identity.hash_password(password, user_id)
    house().door.execute(SetPassword(user_id, hashed), actor())
    return "", 204


@blueprint.post("/people/<user_id>/unlock")
def unlock(user_id: str) -> tuple[str, int]:
    """Forget failed attempts."""
    body().end()
    execute(UnlockUser(user_id))
    return "", 204


@blueprint.get("/groups")
def groups() -> list[Json]:
    """Posts and units with their holders; everybody may know who holds which post."""
    no_arguments()
    directory = who().directory
    return [group_row(group, directory) for group in directory.groups()]


@blueprint.post("/groups")
def add_group() -> Json:
    """A new post or unit."""
    fields = body()
    group_id, name = fields.text("id", 64), fields.text("name", 100)
    kind, parent = fields.optional_text("kind", 20), fields.optional_text("parent", 64)
    fields.end()
    chosen = GroupKind.UNIT if kind is None else read_choice("kind", kind, GroupKind)
    execute(AddGroup(group_id, name, chosen, parent))
    return _group(group_id)


@blueprint.patch("/groups/<group_id>")
def change_group(group_id: str) -> Json:
    """Rename it, or move it below another; an empty parent is none."""
    fields = body()
    command = ChangeGroup(group_id, fields.optional_text("name", 100), fields.optional_text("parent", 64))
    fields.end()
    execute(command)
    return _group(group_id)


@blueprint.put("/groups/<group_id>/members/<user_id>")
def add_member(group_id: str, user_id: str) -> tuple[str, int]:
    """A person takes a post."""
    body().end()
    execute(AddMember(group_id, user_id))
    return "", 204


@blueprint.delete("/groups/<group_id>/members/<user_id>")
def remove_member(group_id: str, user_id: str) -> tuple[str, int]:
    """A person leaves a post."""
    body().end()
    execute(RemoveMember(group_id, user_id))
    return "", 204


@blueprint.get("/portfolio")
def portfolio() -> Json:
    """Which deputy mayor looks after what, and who covers whom."""
    no_arguments()
    directory = who().directory
    covers = [{"user": person(each.user_id), "cover": person(each.cover_id)} for each in directory.covers()]
    return {"rows": [portfolio_row(entry) for entry in directory.portfolio()], "covers": covers}


@blueprint.put("/portfolio")
def set_portfolio() -> tuple[str, int]:
    """Replace the table."""
    fields = body()
    entries = tuple(_entry(part) for part in fields.parts("rows"))
    fields.end()
    execute(SetPortfolio(entries))
    return "", 204


@blueprint.put("/portfolio/covers/<user_id>")
def set_cover(user_id: str) -> tuple[str, int]:
    """Give a deputy mayor a B-role; null takes it away."""
    fields = body()
    cover_id = fields.optional_text("cover_id", 64)
    fields.end()
    execute(SetDeputyCover(user_id, cover_id))
    return "", 204


def _administrators_only() -> Directory:
    if not actor().may(Right.ADMINISTRATOR):
        raise NotAllowed("没有管理权限", "administrators only")
    return house().identity.directory()


def _rights(fields: Body) -> frozenset[Right] | None:
    texts = fields.optional_texts("rights")
    return None if texts is None else frozenset(read_choice("rights", text, Right) for text in texts)


def _account(user_id: str) -> Json:
    directory = house().identity.directory()
    user = directory.user(user_id)
    if user is None:
        raise NotFound(f"没有这个人员：{user_id}", f"there is no user {user_id}")
    state = next((each for each in ask(ListAccounts()) if each.user_id == user_id), None)
    return account(user, state, directory)


def _group(group_id: str) -> Json:
    directory = house().identity.directory()
    group = directory.group(group_id)
    if group is None:
        raise NotFound(f"没有这个岗位或机构：{group_id}", f"there is no group {group_id}")
    return group_row(group, directory)


def _entry(part: Body) -> PortfolioEntry:
    entry = PortfolioEntry(
        part.text("user_id", 64),
        part.optional_text("unit", 64),
        part.optional_text("matter", 100),
        part.optional_moment("valid_from"),
        part.optional_moment("valid_to"),
    )
    part.end()
    return entry
