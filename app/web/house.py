"""What the web application holds: the doors it knocks on, given once by `app.bootstrap`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path

from flask import current_app

from app.domain.ports.clock import BusinessCalendar, Clock
from app.domain.ports.door import Door
from app.domain.ports.identity import Identity
from app.domain.ports.notifier import Notifier
from app.domain.ports.unit_of_work import FileStore
from app.web.broker import Broker

STATIC = Path(__file__).parent / "static" / "ui"
"""Where the front-end build puts its files."""
_KEY = "banli.web"


@dataclass(frozen=True, slots=True)
class WebHouse:
    """The web application's collaborators and the few facts it shows."""

    door: Door
    identity: Identity
    files: FileStore
    clock: Clock
    notifier: Notifier
    calendar: Callable[[], BusinessCalendar]
    """The calendar as it is now, for lights."""
    zone: tzinfo
    office: str
    """Name of the office, shown on every page."""
    topics: frozenset[str] = frozenset()
    """Topics that have a worker, for the editors."""
    demo_password: str | None = None
    """Where given, accounts of the demo office are offered on the sign-in page; on loopback only."""
    static: Path = STATIC

    streams: Broker = field(init=False)
    """Who listens to changes; one for the whole application."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "streams", Broker(self.door, self.notifier))


def house() -> WebHouse:
    """The collaborators of the application that serves this request."""
    held: WebHouse = current_app.extensions[_KEY]
    return held


def hold(extensions: dict[str, object], held: WebHouse) -> None:
    """Give an application its collaborators."""
    extensions[_KEY] = held
