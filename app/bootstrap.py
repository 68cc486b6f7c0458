"""Builds everything once: settings -> store -> engine -> jobs; the only place that knows every package."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from app.calendar import SHANGHAI, OfficeCalendar
from app.domain.extension import Extension, merged
from app.domain.ports.clock import BusinessCalendar, Clock, IdGenerator
from app.domain.ports.office import CalendarFactory, OfficeSettingsFactory, OrgDirectoryFactory
from app.domain.system import DatabaseClock, SystemClock, UuidGenerator
from app.engine.defaults import NoDirectory, NoSettings
from app.engine.engine import Engine
from app.engine.forms import FormCheck
from app.engine.handlers import EXTENSION as ENGINE
from app.engine.ports import Ports
from app.engine.programs import Programs
from app.expressions import Decisions, Evaluator
from app.interpreter import TokenInterpreter
from app.jobs.executor import JobExecutor
from app.jobs.notifier import LocalNotifier
from app.jobs.ticker import Ticker
from app.persistence.files import FolderFileStore
from app.persistence.schema import upgrade
from app.persistence.server_lock import ServerLock
from app.persistence.store import Registry, SqlStore
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Office:
    """What the engine asks of the office; the defaults run an engine on its own."""

    extensions: tuple[Extension, ...] = ()
    org: OrgDirectoryFactory = lambda uow: NoDirectory()
    settings: OfficeSettingsFactory = lambda uow: NoSettings()
    calendar: CalendarFactory | None = None
    topics: frozenset[str] | None = None


@dataclass(slots=True)
class House:
    """A running Banli: close it to give database and lock back."""

    settings: Settings
    store: SqlStore
    clock: Clock
    notifier: LocalNotifier
    engine: Engine
    ticker: Ticker | None = None
    _closing: list[Callable[[], None]] = field(default_factory=list)

    def on_close(self, action: Callable[[], None]) -> None:
        """Run `action` when the house is closed; the last one registered goes first."""
        self._closing.append(action)

    def start_jobs(self) -> None:
        """Start the background threads; with BANLI_JOBS=off there is none at all."""
        if self.settings.jobs and self.ticker is None:
            self.ticker = Ticker(JobExecutor(self.engine, node_name()), self.notifier)
            self.ticker.start()
            self.on_close(self.ticker.stop)

    def close(self) -> None:
        """Stop threads, then give connections and lock back."""
        while self._closing:
            self._closing.pop()()


def open_house(settings: Settings, clock: Clock | None = None) -> House:
    """Open the database (made or brought up to date) and build the engine on it.

    Raises `Unavailable` where another server holds the SQLite database.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    closing: list[Callable[[], None]] = []
    on_sqlite = settings.database_url.startswith("sqlite")
    if on_sqlite:
        closing.append(ServerLock(_lock_folder(settings)).close)
    try:
        upgrade(settings.database_url)
        database_clock = DatabaseClock()
        clock = clock or (SystemClock() if on_sqlite else database_clock)
        office = the_office(settings)
        store = open_store(settings, clock, office)
        closing.append(store.close)
        database_clock.follow(store.now)
        notifier = LocalNotifier()
        engine = build_engine(store, clock, notifier, office, zone=settings.timezone)
    except BaseException:
        while closing:
            closing.pop()()
        raise
    return House(settings, store, clock, notifier, engine, _closing=closing)


def the_office(settings: Settings) -> Office:
    """Everything the packages of the office register."""
    return Office()


def open_store(settings: Settings, clock: Clock, office: Office) -> SqlStore:
    """The store with the tables of every package."""
    extension = merged(ENGINE, *office.extensions)
    files = FolderFileStore(settings.home / "files")
    return SqlStore(settings.database_url, clock, files, Registry(extension.repositories, extension.answers))


def build_engine(
    store: SqlStore,
    clock: Clock,
    notifier: LocalNotifier,
    office: Office,
    *,
    ids: IdGenerator | None = None,
    zone: tzinfo = SHANGHAI,
) -> Engine:
    """The engine on a store, with the commands of every package."""
    interpreter, expressions = TokenInterpreter(), Evaluator()
    standard: BusinessCalendar = OfficeCalendar(zone=zone if isinstance(zone, ZoneInfo) else SHANGHAI)
    ports = Ports(
        store=store,
        clock=clock,
        ids=ids or UuidGenerator(),
        interpreter=interpreter,
        expressions=expressions,
        decisions=Decisions(),
        forms=FormCheck(expressions),
        calendar=office.calendar or (lambda uow: standard),
        org=office.org,
        settings=office.settings,
        programs=Programs(interpreter),
        notifier=notifier,
        topics=office.topics,
    )
    extension = merged(ENGINE, *office.extensions)
    return Engine(ports, extension.handlers, extension.rights, extension.queries)


def node_name() -> str:
    """The owner of this process's leases: host and process id."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _lock_folder(settings: Settings) -> Path:
    """The lock lies beside the database, wherever that is."""
    return Path(settings.database_url.removeprefix("sqlite:///")).parent
