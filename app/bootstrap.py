"""Builds everything once: settings -> store -> engine -> jobs; the only place that knows every package."""

from __future__ import annotations

import os
import socket
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask

from app.api import blueprint as engine_rest
from app.bundles.files import bundle_root
from app.calendar import SHANGHAI, OfficeCalendar
from app.calendar.handlers import EXTENSION as CALENDAR
from app.calendar.office_days import CalendarMemory
from app.domain.extension import Extension, merged
from app.domain.ports.clock import BusinessCalendar, Clock, IdGenerator
from app.domain.ports.days import DayTable
from app.domain.ports.files import UploadTable
from app.domain.ports.identity import AccountRepository, PeopleRepository
from app.domain.ports.office import CalendarFactory, OfficeSettingsFactory, OrgDirectoryFactory
from app.domain.ports.office_records import OfficeRecords
from app.domain.queries.calendar import LoadDays
from app.domain.system import DatabaseClock, SystemClock, UuidGenerator
from app.domain.values import SYSTEM
from app.engine.defaults import NoDirectory, NoSettings
from app.engine.engine import Engine
from app.engine.forms import FormCheck
from app.engine.handlers import EXTENSION as ENGINE
from app.engine.ports import Ports
from app.engine.programs import Programs
from app.expressions import Decisions, Evaluator, Options
from app.identity.handlers import RIGHTS as IDENTITY_RIGHTS
from app.identity.handlers import identity_handlers
from app.identity.org import PeopleMemory, UnitOrgDirectory
from app.identity.passwords import Passwords
from app.identity.seeds import DEMO_PASSWORD, seed_demo_office, seed_groups
from app.identity.sign_in import SignInDesk
from app.interpreter import TokenInterpreter
from app.jobs.executor import JobExecutor
from app.jobs.notifier import LocalNotifier
from app.jobs.ticker import Ticker
from app.office.handlers import HANDLERS as OFFICE_HANDLERS
from app.office.handlers import QUERIES as OFFICE_QUERIES
from app.office.handlers import RIGHTS as OFFICE_RIGHTS
from app.office.in_process import InProcessTransport
from app.office.settings import OfficeSwitches, read_settings
from app.persistence.answers.desk import ANSWERS as DESK_ANSWERS
from app.persistence.answers.directory import ANSWERS as PEOPLE_ANSWERS
from app.persistence.answers.office import OFFICE_ANSWERS
from app.persistence.backup import BackupReport as BackupReport
from app.persistence.backup import backup, restore
from app.persistence.files import FolderFileStore
from app.persistence.repositories.desk import SqlDays, SqlUploads
from app.persistence.repositories.identity import SqlAccounts, SqlPeople
from app.persistence.repositories.office import SqlOfficeRecords
from app.persistence.schema import current, upgrade
from app.persistence.server_lock import ServerLock
from app.persistence.store import Registry, SqlStore
from app.settings import Settings
from app.web.app import create_web
from app.web.house import WebHouse
from app.worker_sdk import Runner, find_workers

OFFICE_NAME = "攀枝花市东区人民政府"
"""Shown on every page."""
OFFICE = Extension(
    handlers=OFFICE_HANDLERS,
    rights=OFFICE_RIGHTS,
    queries=OFFICE_QUERIES,
    repositories={OfficeRecords: SqlOfficeRecords},
    answers=OFFICE_ANSWERS,
)
"""The registers of the office."""
_SWITCHES = bundle_root() / "bpmn" / "shared" / "settings.csv"


@dataclass(frozen=True, slots=True)
class Office:
    """What the engine asks of the office; the defaults run an engine on its own."""

    extensions: tuple[Extension, ...] = ()
    org: OrgDirectoryFactory = lambda uow: NoDirectory()
    settings: OfficeSettingsFactory = lambda uow: NoSettings()
    calendar: CalendarFactory | None = None
    topics: frozenset[str] | None = None
    people: PeopleMemory = field(default_factory=PeopleMemory)
    days: CalendarMemory = field(default_factory=lambda: _calendar_memory(SHANGHAI))


@dataclass(slots=True)
class House:
    """A running Banli: close it to give database and lock back."""

    settings: Settings
    store: SqlStore
    clock: Clock
    notifier: LocalNotifier
    engine: Engine
    office: Office
    passwords: Passwords
    identity: SignInDesk
    closing: ExitStack
    """What is undone at the end, the last one first; whoever starts something registers its stop here."""

    def start_jobs(self) -> None:
        """Start the background threads (timers, jobs, workers); with BANLI_JOBS=off there is none at all."""
        if self.settings.jobs:
            ticker = Ticker(JobExecutor(self.engine, node_name()), self.notifier)
            ticker.start()
            self.closing.callback(ticker.stop)
            transport = InProcessTransport(self.engine, self.store.files, self.notifier)
            workers = Runner(transport, find_workers(), node_name(), zone=self.settings.timezone)
            workers.start()
            self.closing.callback(workers.stop)

    def close(self) -> None:
        """Stop threads, then give connections and lock back."""
        self.closing.close()

    def __enter__(self) -> House:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_house(settings: Settings, clock: Clock | None = None) -> House:
    """Open the database (made or brought up to date) and build the engine on it.

    Raises `Unavailable` where another server holds the SQLite database.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as closing:
        closing.enter_context(_locked(settings))
        upgrade(settings.database_url)
        notifier = LocalNotifier()
        clock = clock or _clock(settings)
        office = the_office(settings, notifier, clock)
        store = open_store(settings, clock, office)
        closing.callback(store.close)
        if isinstance(clock, DatabaseClock):
            clock.follow(store.now)
        engine = build_engine(store, clock, notifier, office, zone=settings.timezone)
        seed_groups(engine)
        engine.execute(read_settings(_SWITCHES.read_text(encoding="utf-8")), SYSTEM)
        passwords = Passwords()
        identity = SignInDesk(engine, clock, office.people, passwords)
        return House(settings, store, clock, notifier, engine, office, passwords, identity, closing.pop_all())


def the_office(settings: Settings, notifier: LocalNotifier, clock: Clock) -> Office:
    """Everything the packages of the office register."""
    people, days = PeopleMemory(), _calendar_memory(settings.timezone)
    return Office(
        extensions=(identity_extension(notifier), CALENDAR, OFFICE),
        org=lambda uow: UnitOrgDirectory(uow, people, clock),
        settings=OfficeSwitches,
        calendar=days.of_transaction,
        people=people,
        days=days,
        topics=frozenset(find_workers()),
    )


def identity_extension(notifier: LocalNotifier) -> Extension:
    """People, posts, absences, sessions, uploads and the office's own days."""
    return Extension(
        handlers=identity_handlers(notifier),
        rights=IDENTITY_RIGHTS,
        repositories={
            PeopleRepository: SqlPeople,
            AccountRepository: SqlAccounts,
            UploadTable: SqlUploads,
            DayTable: SqlDays,
        },
        answers={**PEOPLE_ANSWERS, **DESK_ANSWERS},
    )


def build_web(house: House) -> Flask:
    """The web application of a house: the desks, /api and /engine-rest."""
    app = create_web(web_house(house))
    rest = engine_rest(house.engine, house.identity, house.settings, files=house.store.files, notifier=house.notifier)
    app.register_blueprint(rest)
    return app


def web_house(house: House) -> WebHouse:
    """What the desks' application holds of a house."""
    engine, days = house.engine, house.office.days
    return WebHouse(
        door=engine,
        identity=house.identity,
        files=house.store.files,
        clock=house.clock,
        notifier=house.notifier,
        calendar=lambda: days.of(engine.ask(LoadDays(), SYSTEM)),
        zone=house.settings.timezone,
        office=OFFICE_NAME,
        topics=house.office.topics or frozenset(),
        demo_password=DEMO_PASSWORD if house.settings.loopback else None,
    )


def seed_demo(house: House) -> tuple[str, ...]:
    """Put the people of the demo office into their posts; returns the ids of those added."""
    return seed_demo_office(house.engine, house.passwords)


def _calendar_memory(zone: ZoneInfo) -> CalendarMemory:
    return CalendarMemory(lambda overrides: OfficeCalendar(overrides=overrides, zone=zone))


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
    options = Options(zone=zone)
    interpreter, expressions = TokenInterpreter(), Evaluator(options)
    standard: BusinessCalendar = OfficeCalendar(zone=zone if isinstance(zone, ZoneInfo) else SHANGHAI)
    ports = Ports(
        store=store,
        clock=clock,
        ids=ids or UuidGenerator(),
        interpreter=interpreter,
        expressions=expressions,
        decisions=Decisions(options),
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


def upgrade_database(settings: Settings) -> str:
    """Bring the database to the newest revision; returns it. Refused on SQLite while a server runs."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with _locked(settings):
        return upgrade(settings.database_url)


def database_revision(settings: Settings) -> str | None:
    """The revision the database stands at, None where it is empty."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return current(settings.database_url)


def backup_house(settings: Settings, target: Path) -> BackupReport:
    """Database and files as one archive, from one consistent state; a running server does not mind."""
    store = open_store(settings, SystemClock(), Office())
    try:
        return backup(store, target)
    finally:
        store.close()


def restore_house(settings: Settings, source: Path) -> BackupReport:
    """The archive back into an empty database and file store. Raises `InvalidState` where they are not empty."""
    settings.home.mkdir(parents=True, exist_ok=True)
    with _locked(settings):
        return restore(source, settings.database_url, FolderFileStore(settings.home / "files"))


def _clock(settings: Settings) -> Clock:
    """The machine's own on SQLite; the database's where several nodes may run."""
    return SystemClock() if settings.database_url.startswith("sqlite") else DatabaseClock()


def _locked(settings: Settings) -> AbstractContextManager[object]:
    """The lock of the one process that may write a SQLite database; PostgreSQL needs none."""
    if settings.database_url.startswith("sqlite"):
        return ServerLock(Path(settings.database_url.removeprefix("sqlite:///")).parent)
    return nullcontext()


def node_name() -> str:
    """The owner of this process's leases: host and process id."""
    return f"{socket.gethostname()}:{os.getpid()}"
