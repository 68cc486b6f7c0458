"""Tables of routes: a resource module declares its addresses, the blueprint serves them under both prefixes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.api.call import Call
from app.api.errors import PLAIN, Quirk

View = Callable[..., Any]
"""`(call, **parts of the address)` -> a JSON value, a Response, or None for 204."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the dialect."""

    method: str
    path: str
    view: View
    quirk: Quirk


class Routes:
    """The routes of one area; `{D}` in a path stands for a definition by id, by key, or by key and tenant."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def get(self, path: str, quirk: Quirk = PLAIN) -> Callable[[View], View]:
        """A reading route."""
        return self._add("GET", path, quirk)

    def post(self, path: str, quirk: Quirk = PLAIN) -> Callable[[View], View]:
        """A writing route, or the twin of a list."""
        return self._add("POST", path, quirk)

    def put(self, path: str, quirk: Quirk = PLAIN) -> Callable[[View], View]:
        """A changing route."""
        return self._add("PUT", path, quirk)

    def delete(self, path: str, quirk: Quirk = PLAIN) -> Callable[[View], View]:
        """A removing route."""
        return self._add("DELETE", path, quirk)

    def _add(self, method: str, path: str, quirk: Quirk) -> Callable[[View], View]:
        def register(view: View) -> View:
            for each, made in _expanded(path, view):
                self.routes.append(Route(method, each, made, quirk))
            return view

        return register


@dataclass(frozen=True, slots=True)
class DefinitionRef:
    """How an address names a definition."""

    id: str | None = None
    key: str | None = None

    def __str__(self) -> str:
        return self.id or f"with key {self.key}"


def _expanded(path: str, view: View) -> list[tuple[str, View]]:
    if "{D}" not in path:
        return [(path, view)]

    def by_id(call: Call, definition_id: str, **parts: str) -> Any:
        return view(call, DefinitionRef(id=definition_id), **parts)

    def by_key(call: Call, definition_key: str, tenant: str | None = None, **parts: str) -> Any:
        return view(call, DefinitionRef(key=definition_key), **parts)

    by_id.__doc__ = by_key.__doc__ = view.__doc__
    return [
        (path.replace("{D}", "<definition_id>"), by_id),
        (path.replace("{D}", "key/<definition_key>"), by_key),
        (path.replace("{D}", "key/<definition_key>/tenant-id/<tenant>"), by_key),
    ]
