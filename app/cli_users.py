"""`banli user`: the first administrator, passwords and unlocking from the command line."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import click

from app.bootstrap import House, open_house
from app.domain.commands.identity import AddUser, SetPassword, UnlockUser
from app.domain.queries.identity import ListAccounts
from app.domain.values import SYSTEM, Right
from app.settings import load_settings

_PEOPLE_RIGHTS = [right.value for right in Right if right not in (Right.WORKER, Right.ANY_TASK)]


@click.group()
def user() -> None:
    """People and machine accounts. On SQLite the server must be stopped: then use the pages."""


@user.command()
@click.argument("user_id")
@click.option("--name", help="as people read it; default: the id")
@click.option("--admin", is_flag=True, help="may keep people, posts, calendar and settings")
@click.option("--right", "rights", multiple=True, type=click.Choice(_PEOPLE_RIGHTS), help="may be given several times")
@click.option("--post", "posts", multiple=True, help="id of a post or unit; may be given several times")
@click.option("--machine", is_flag=True, help="for a worker or Camunda client: rights worker and any-task")
@click.option("--password", help="default: one is made and shown once; read from BANLI_PASSWORD where that is set")
def add(
    user_id: str,
    name: str | None,
    admin: bool,
    rights: tuple[str, ...],
    posts: tuple[str, ...],
    machine: bool,
    password: str | None,
) -> None:
    """Add USER_ID. People must change the password at their first sign-in, machines need not."""
    chosen = {Right.WORKER, Right.ANY_TASK} if machine else {Right(right) for right in rights} or {Right.CLERK}
    if admin:
        chosen.add(Right.ADMINISTRATOR)
    with _house() as house:
        given, made = _password(password)
        hashed = house.identity.hash_password(given, user_id)
        command = AddUser(user_id, name or user_id, frozenset(chosen), posts, hashed, must_change_password=not machine)
        house.engine.execute(command, SYSTEM)
    click.echo(f"已添加 / added {user_id}: {', '.join(sorted(right.value for right in chosen))}")
    if made:
        click.echo(f"初始密码（只显示这一次）/ first password, shown once: {given}")


@user.command()
@click.argument("user_id")
@click.option("--password", help="default: one is made and shown once; read from BANLI_PASSWORD where that is set")
def password(user_id: str, password: str | None) -> None:
    """Give USER_ID a new first password."""
    with _house() as house:
        given, made = _password(password)
        hashed = house.identity.hash_password(given, user_id)
        house.engine.execute(SetPassword(user_id, hashed), SYSTEM)
    click.echo(f"已重置 / reset {user_id}")
    if made:
        click.echo(f"初始密码（只显示这一次）/ first password, shown once: {given}")


@user.command()
@click.argument("user_id")
def unlock(user_id: str) -> None:
    """Let USER_ID sign in again after too many wrong passwords."""
    with _house() as house:
        house.engine.execute(UnlockUser(user_id), SYSTEM)
    click.echo(f"已解锁 / unlocked {user_id}")


@user.command("list")
def list_users() -> None:
    """Everybody, with rights and posts."""
    with _house() as house:
        directory = house.identity.directory()
        states = {state.user_id: state for state in house.engine.ask(ListAccounts(), SYSTEM)}
        for each in directory.users():
            rights = ",".join(sorted(right.value for right in each.rights))
            posts = ",".join(post.id for post in directory.posts_of(each.id))
            locked = " locked" if each.id in states and states[each.id].locked_until else ""
            click.echo(f"{each.id}\t{each.name}\t{rights}\t{posts}{'' if each.active else ' inactive'}{locked}")


@contextmanager
def _house() -> Iterator[House]:
    with open_house(load_settings(os.environ)) as house:
        yield house


def _password(given: str | None) -> tuple[str, bool]:
    """The password to set, and whether it was made here."""
    known = given or os.environ.get("BANLI_PASSWORD")
    return (known, False) if known else (secrets.token_urlsafe(12), True)
