"""What all handlers of this package share: the rows of the transaction, the log, and the word to those who watch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.context import CommandContext
from app.domain.errors import NotFound
from app.domain.events import OperationLogged
from app.domain.people import Absence, Group, User
from app.domain.ports.identity import AccountRepository, PeopleRepository
from app.domain.ports.notifier import Changes, Notifier
from app.identity.directory import OfficePeople


def people_rows(context: CommandContext) -> PeopleRepository:
    """The directory's rows in this transaction."""
    rows: PeopleRepository = context.uow.repository(PeopleRepository)
    return rows


def account_rows(context: CommandContext) -> AccountRepository:
    """Passwords, attempts and sessions in this transaction."""
    rows: AccountRepository = context.uow.repository(AccountRepository)
    return rows


def people_now(context: CommandContext) -> OfficePeople:
    """The people as this transaction sees them, its own changes included."""
    return OfficePeople(people_rows(context).load())


def known_user(people: OfficePeople, user_id: str) -> User:
    """The account. Raises `NotFound`."""
    user = people.user(user_id)
    if user is None:
        raise NotFound(f"没有这个人员：{user_id}", f"there is no user {user_id}")
    return user


def known_group(people: OfficePeople, group_id: str) -> Group:
    """The group. Raises `NotFound`."""
    group = people.group(group_id)
    if group is None:
        raise NotFound(f"没有这个岗位或机构：{group_id}", f"there is no group {group_id}")
    return group


def known_absence(people: OfficePeople, absence_id: str) -> Absence:
    """The absence. Raises `NotFound`."""
    absence = next((each for each in people.absences() if each.id == absence_id), None)
    if absence is None:
        raise NotFound("没有这条离岗记录", f"there is no absence {absence_id}")
    return absence


def log(
    context: CommandContext,
    operation: str,
    entity: str,
    entity_id: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    *,
    actor: str | None = None,
    reason: str | None = None,
) -> None:
    """Write the operation log; `actor` where somebody acted who is not the command's actor (signing in)."""
    context.uow.record(
        OperationLogged(
            operation,
            entity,
            entity_id,
            actor or context.actor.user_id,
            context.at,
            reason=reason,
            before=before or {},
            after=after or {},
        )
    )


def announcing(notifier: Notifier) -> Callable[[Callable[[Any, CommandContext], Any]], Callable[..., Any]]:
    """Wrap handlers that change who sees what: open lists are told to look again once the change is durable."""

    def wrap(handler: Callable[[Any, CommandContext], Any]) -> Callable[[Any, CommandContext], Any]:
        def handle(command: Any, context: CommandContext) -> Any:
            result = handler(command, context)
            context.uow.after_commit(lambda: notifier.publish(Changes(people=True)))
            return result

        return handle

    return wrap
