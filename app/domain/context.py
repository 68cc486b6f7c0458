"""What a command handler is given: the ports of one unit of work, passed as an argument and never kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.commands import Command
from app.domain.ports.clock import BusinessCalendar, Clock, IdGenerator
from app.domain.ports.definitions import DefinitionCache
from app.domain.ports.evaluation import DecisionEvaluator, ExpressionEvaluator, FormValidator
from app.domain.ports.interpreter import ProcessInterpreter
from app.domain.ports.office import OfficeSettings, OrgDirectory
from app.domain.ports.unit_of_work import UnitOfWork
from app.domain.values import Actor


@dataclass(frozen=True, slots=True)
class CommandContext:
    """The ports of one command; `app.engine` and `app.office` handlers are functions `(command, context) -> result`."""

    actor: Actor
    uow: UnitOfWork
    clock: Clock
    at: datetime
    """The time of the command: one moment for everything it records (aware, UTC)."""
    ids: IdGenerator
    interpreter: ProcessInterpreter
    expressions: ExpressionEvaluator
    decisions: DecisionEvaluator
    forms: FormValidator
    calendar: BusinessCalendar
    org: OrgDirectory
    settings: OfficeSettings
    programs: DefinitionCache
    topics: frozenset[str] | None
    """Topics that have a worker; None where nobody knows."""
    handle: Callable[[Command, CommandContext], Any]
    """The engine's table of handlers; `dispatch` is how a handler calls another one."""
    ask: Callable[[Any], Any]
    """Answer a query object for the actor, from what is committed; for guards that need what the actor may see."""
    correlation_id: str = ""

    def dispatch(self, command: Command) -> Any:
        """Run another command in the same unit of work, as the same actor and without asking for rights again."""
        return self.handle(command, self)


Handler = Callable[[Any, CommandContext], Any]
"""Carries out one type of command. Guards come first: a `Rejected` leaves no trace."""
