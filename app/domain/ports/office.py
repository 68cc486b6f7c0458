"""What the engine asks of the office itself: who holds a post, who stands in, how a switch is set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from app.domain.ports.clock import Bean, BusinessCalendar
from app.domain.ports.unit_of_work import UnitOfWork


class OrgDirectory(Protocol):
    """People, posts and groups (catalogue 1.1) with the dynamic roles and stand-ins of 1.2 and 1.4."""

    def holders(self, group: str) -> tuple[str, ...]:
        """User ids of the active people in a post or group; empty for an unknown group."""

    def has_group(self, group: str) -> bool:
        """Whether the office knows the post, unit or group."""

    def groups_of(self, user_id: str) -> frozenset[str]:
        """Every post and group a person holds."""

    def stands_in_for(self, user_id: str, at: datetime) -> frozenset[str]:
        """User ids the person may act for at `at` (absence table)."""

    def stand_in_basis(self, deputy: str, principal: str, at: datetime) -> str | None:
        """The rule that lets `deputy` act for `principal` (``DEP-1`` ... ``DEP-10``), or None where none does."""

    def bean(self) -> Bean:
        """The resolvers of catalogue 1.2 as an expression sees them, by their snake-case names."""


class OfficeSettings(Protocol):
    """The office's switches: the catalogue's `[D]` defaults as rows of one audited table (design rule 16)."""

    def get(self, key: str) -> Any:
        """The value of a switch. Raises `NotFound` for an unknown key."""


OrgDirectoryFactory = Callable[[UnitOfWork], OrgDirectory]
"""Binds the directory to one transaction."""

OfficeSettingsFactory = Callable[[UnitOfWork], OfficeSettings]
"""Binds the switches to one transaction."""

CalendarFactory = Callable[[UnitOfWork], BusinessCalendar]
"""The calendar as one transaction sees it: a changed override table is a new calendar."""
