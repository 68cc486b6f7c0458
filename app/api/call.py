"""One request as a resource function sees it: who calls, what was sent, the one door to the engine."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from flask import Request

from app.api.errors import NothingHere
from app.api.fields import Fields
from app.api.long_polling import LongPolls
from app.api.wire import loads
from app.domain.commands import Command
from app.domain.errors import InvalidInput
from app.domain.ports.door import Door
from app.domain.ports.unit_of_work import FileStore
from app.domain.queries.common import Count
from app.domain.values import Actor, Page, Right

logger = logging.getLogger("banli.rest")


@dataclass(frozen=True, slots=True)
class House:
    """What all requests share."""

    engine: Door
    files: FileStore
    polls: LongPolls


class Call:
    """One request of one actor."""

    def __init__(self, house: House, actor: Actor, request: Request) -> None:
        self.house = house
        self.actor = actor
        self.request = request
        self.query = Fields(request.args.to_dict())
        self._key = request.headers.get("Idempotency-Key")
        self._commands = 0

    @cached_property
    def body(self) -> Fields:
        """The JSON object of the request; an empty body is an empty object. Raises `InvalidInput`."""
        text = self.request.get_data()
        if not text.strip():
            return Fields({})
        try:
            value = loads(text)
        except (ValueError, RecursionError) as error:
            raise InvalidInput("请求体不是有效的 JSON", f"Cannot read JSON: {error}") from error
        if not isinstance(value, dict):
            raise InvalidInput("请求体应为 JSON 对象", "Cannot read JSON: expected an object")
        return Fields(value)

    @property
    def reason(self) -> str | None:
        """Why a person mends something: the header `Banli-Reason`, percent-encoded UTF-8. Programs need none."""
        reason = self.request.headers.get("Banli-Reason")
        return None if reason is None else unquote(reason)

    @property
    def does_any_task(self) -> bool:
        """Whether a program acts with Camunda's freedom; for people every rule of a form is checked again."""
        return self.actor.may(Right.ANY_TASK)

    def execute(self, command: Command) -> Any:
        """Carry out a command; with an `Idempotency-Key` each command of the call is kept under its own number."""
        self._commands += 1
        key = self._key if self._key is None or self._commands == 1 else f"{self._key}#{self._commands}"
        return self.house.engine.execute(command, self.actor, key)

    def ask(self, query: Any) -> Any:
        """Answer a query object."""
        return self.house.engine.ask(query, self.actor)

    def rows(self, query: Any) -> tuple[Any, ...]:
        """The rows of a list query."""
        page: Page[Any] = self.ask(query)
        return page.rows

    def one(self, query: Any, missing: str) -> Any:
        """The only row of a list query. Raises `NothingHere` with the message `missing`."""
        found = self.rows(query)
        if not found:
            raise nothing_here(missing)
        return found[0]

    def count(self, query: Any) -> dict[str, int]:
        """Camunda's answer to a count."""
        return {"count": self.ask(Count(query))}

    def note_unknown(self) -> None:
        """Log what was sent and nobody read, as Camunda ignores it."""
        unread = self.query.unread() + (self.body.unread() if "body" in self.__dict__ else [])
        if unread:
            logger.info("%s %s: ignored %s", self.request.method, self.request.path, ", ".join(unread))

    def link(self, path: str, method: str = "GET", rel: str = "self") -> Mapping[str, str]:
        """A link with an absolute address."""
        return {"method": method, "href": f"{self.request.host_url}engine-rest{path}", "rel": rel}


def nothing_here(message: str) -> NothingHere:
    """The 404 of a GET, with Camunda's words."""
    return NothingHere("对象不存在，或您无权查看", message)
