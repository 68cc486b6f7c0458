"""An office without people, posts and switches: what the engine runs on where nobody registered a real one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.domain.errors import NotFound
from app.domain.ports.clock import Bean


class NoDirectory:
    """`OrgDirectory` of an engine that runs on its own: every group is taken as given, nobody holds one."""

    def holders(self, group: str) -> tuple[str, ...]:
        """Nobody."""
        return ()

    def has_group(self, group: str) -> bool:
        """Nobody can know."""
        return True

    def groups_of(self, user_id: str) -> frozenset[str]:
        """None."""
        return frozenset()

    def stands_in_for(self, user_id: str, at: datetime) -> frozenset[str]:
        """Nobody."""
        return frozenset()

    def stand_in_basis(self, deputy: str, principal: str, at: datetime) -> str | None:
        """None."""
        return None

    def bean(self) -> Bean:
        """Only what needs no directory."""
        return {"holders": lambda group: [], "has_post": lambda user, group: False}


class NoSettings:
    """`OfficeSettings` without a switch."""

    def get(self, key: str) -> Any:
        """Raises `NotFound`."""
        raise NotFound(f"没有设置项 {key}", f"there is no setting {key}")
