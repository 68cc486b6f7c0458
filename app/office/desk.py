"""What all handlers of the office share: the records of the transaction, the people, the year, the first answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from app.domain.commands.office import OfficeCommand
from app.domain.context import CommandContext
from app.domain.events import IdempotencyKept
from app.domain.people import Group, User
from app.domain.ports.identity import PeopleRepository
from app.domain.ports.office_records import OfficeRecords
from app.office.plain import plain

WORKERS = "workers"
"""Under whose name answers to workers are kept: whichever account works on a task, a repeat is a repeat."""


def records(context: CommandContext) -> OfficeRecords:
    """The registers in this transaction."""
    found: OfficeRecords = context.uow.repository(OfficeRecords)
    return found


def instance_of(command: OfficeCommand, context: CommandContext) -> str | None:
    """The process instance of the external task that is worked on."""
    if command.task_id is None:
        return None
    task = context.uow.external_tasks.find(command.task_id)
    return task.instance_id if task is not None else None


def office_year(at: datetime, context: CommandContext) -> int:
    """The year on the office's wall calendar."""
    return at.astimezone(context.calendar.zone).year


@dataclass(frozen=True, slots=True)
class People:
    """Names, and who is behind an id."""

    users: dict[str, User]
    groups: dict[str, Group]

    def name(self, id: str | None) -> str:
        """The name of a person or group; an unknown id is its own name."""
        known = self.users.get(id or "") or self.groups.get(id or "")
        return known.name if known is not None else (id or "")

    def is_active(self, user_id: str) -> bool:
        """Whether the person is in office."""
        user = self.users.get(user_id)
        return user is not None and user.active


def people(context: CommandContext) -> People:
    """The people as this transaction sees them."""
    data = context.uow.repository(PeopleRepository).load()
    return People({user.id: user for user in data.users}, {group.id: group for group in data.groups})


def once(handler: Callable[[Any, CommandContext], Any]) -> Callable[[Any, CommandContext], Any]:
    """Carry out a command once per external task (and part); a repeat gets the first answer.

    The key is the task alone, not what was sent with it: variables may have changed between two attempts, the number
    that was given out may not.
    """

    @wraps(handler)
    def handle(command: OfficeCommand, context: CommandContext) -> Any:
        if command.task_id is None:
            return plain(handler(command, context))
        key = f"{command.task_id}/{type(command).__name__}/{command.part}"
        kept = context.uow.find_idempotent(key, WORKERS)
        if kept is not None:
            return kept.answer["answer"]
        answer = plain(handler(command, context))
        context.uow.record(IdempotencyKept(key, WORKERS, "", {"answer": answer}, context.at))
        return answer

    return handle
