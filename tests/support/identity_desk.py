"""An engine that knows people and nothing else, on a fresh database and a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from app.domain.ports.identity import AccountRepository, PeopleRepository
from app.domain.values import Actor, Right
from app.engine.engine import Engine
from app.engine.ports import Ports
from app.identity.handlers import RIGHTS, identity_handlers
from app.identity.org import PeopleMemory, UnitOrgDirectory
from app.identity.passwords import Passwords
from app.identity.sign_in import SignInDesk
from app.persistence.answers.directory import ANSWERS
from app.persistence.repositories.identity import SqlAccounts, SqlPeople
from app.persistence.store import Registry
from tests.support.database import open_store

ADMIN = Actor("admin", frozenset({Right.ADMINISTRATOR}))


class MovedClock:
    def __init__(self, at: datetime = datetime(2026, 9, 16, 2, 0, tzinfo=UTC)) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def pass_time(self, **parts: float) -> None:
        self.at += timedelta(**parts)


class Ids:
    def new(self) -> str:
        return str(uuid4())


@dataclass
class Heard:
    """A notifier that remembers."""

    changes: list[Any] = field(default_factory=list)

    def publish(self, changes: Any) -> None:
        if changes:
            self.changes.append(changes)

    def subscribe(self, listener: Any) -> Any:
        return lambda: None


@dataclass
class Office:
    """What a story needs."""

    engine: Engine
    clock: MovedClock
    heard: Heard
    memory: PeopleMemory
    passwords: Passwords
    identity: SignInDesk
    store: Any

    def do(self, command: Any, actor: Actor = ADMIN) -> Any:
        return self.engine.execute(command, actor)


REGISTRY = Registry({PeopleRepository: SqlPeople, AccountRepository: SqlAccounts}, ANSWERS)


def open_office(folder: Path, url: str | None = None) -> Office:
    clock, heard, memory, passwords = MovedClock(), Heard(), PeopleMemory(), Passwords()
    store = open_store(folder, url=url, clock=clock, registry=REGISTRY)
    nothing: Any = None
    ports = Ports(
        store=store,
        clock=clock,
        ids=Ids(),
        interpreter=nothing,
        expressions=nothing,
        decisions=nothing,
        forms=nothing,
        calendar=lambda uow: nothing,
        org=lambda uow: UnitOrgDirectory(uow, memory, clock),
        settings=lambda uow: nothing,
        programs=nothing,
        notifier=heard,
    )
    engine = Engine(ports, identity_handlers(heard), RIGHTS, {}, sleep=lambda _seconds: None)
    return Office(engine, clock, heard, memory, passwords, SignInDesk(engine, clock, memory, passwords), store)
