"""`OrgDirectory` for commands, and the one place that keeps the people of the office in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

from app.domain.lazy import LazyBean
from app.domain.people import DirectoryData
from app.domain.ports.clock import Bean, Clock
from app.domain.ports.door import Door
from app.domain.ports.identity import PeopleRepository
from app.domain.ports.unit_of_work import UnitOfWork
from app.domain.queries.identity import LoadDirectory
from app.domain.values import SYSTEM
from app.identity.directory import OfficePeople
from app.identity.resolvers import Resolvers


class PeopleMemory:
    """The last version seen, shared by all threads; whoever asks names the version that is true for them.

    A version is unique for ever (also one that is rolled back), so what is kept under it can never be wrong.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._people: OfficePeople | None = None

    def known(self) -> str | None:
        """The version in memory."""
        people = self._people
        return people.version if people else None

    def at_version(self, version: str, load: Callable[[], DirectoryData]) -> OfficePeople:
        """The people at a version, loaded where another one is in memory."""
        people = self._people
        if people is None or people.version != version:
            people = self.keep(load())
        return people

    def of_door(self, version: str, door: Door) -> OfficePeople:
        """The people at a version that a reader was told a moment ago."""
        people = self._people
        return people if people is not None and people.version == version else self.latest(door)

    def latest(self, door: Door) -> OfficePeople:
        """The people as they are now: one small read where nothing changed."""
        kept = self._people
        data = door.ask(LoadDirectory(kept.version if kept else None), SYSTEM)
        if data is not None:
            return self.keep(data)
        if kept is None:
            raise RuntimeError("the directory has data for every caller that knows no version")
        return kept

    def keep(self, data: DirectoryData) -> OfficePeople:
        """Remember these people from now on."""
        people = OfficePeople(data)
        with self._lock:
            self._people = people
        return people


class UnitOrgDirectory:
    """`OrgDirectory` bound to one transaction; reads nothing until it is asked."""

    def __init__(self, uow: UnitOfWork, memory: PeopleMemory, clock: Clock) -> None:
        self._uow = uow
        self._memory = memory
        self._clock = clock

    def holders(self, group: str) -> tuple[str, ...]:
        """User ids of the active people in a post or group."""
        return self.people().holders(group)

    def has_group(self, group: str) -> bool:
        """Whether the office knows the post, unit or group."""
        return self.people().group(group) is not None

    def groups_of(self, user_id: str) -> frozenset[str]:
        """Every post and group a person holds."""
        return self.people().groups_of(user_id)

    def stands_in_for(self, user_id: str, at: datetime) -> frozenset[str]:
        """User ids the person may act for at `at`."""
        return self.people().stands_in_for(user_id, at)

    def stand_in_basis(self, deputy: str, principal: str, at: datetime) -> str | None:
        """The rule that lets `deputy` act for `principal`."""
        return self.people().basis(deputy, principal, at)

    def bean(self) -> Bean:
        """The resolvers of catalogue 1.2."""
        return LazyBean(lambda: Resolvers(self.people(), self._clock.now()).bean())

    def people(self) -> OfficePeople:
        """The people as this transaction sees them (a write of its own makes a new version)."""
        rows: PeopleRepository = self._uow.repository(PeopleRepository)
        return self._memory.at_version(rows.version(), rows.load)
