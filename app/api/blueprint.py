"""The Flask blueprint of /engine-rest: every route under both prefixes, sign-in, JSON answers, errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from app.api.auth import RestSettings, authenticate, check_settings
from app.api.call import Call, House, nothing_here
from app.api.errors import PLAIN, Quirk, answer_error
from app.api.long_polling import LongPolls
from app.api.routes import Route
from app.api.served import ALL
from app.api.wire import json_answer
from app.domain.ports.door import Door
from app.domain.ports.identity import Identity
from app.domain.ports.notifier import Notifier
from app.domain.ports.unit_of_work import FileStore

PREFIX = "/engine-rest"
ENGINE_NAME = "default"
"""The one process engine, by Camunda's name."""
_ENGINE_PREFIX = "/engine/<engine_name>"
_METHODS = ["GET", "POST", "PUT", "DELETE", "PATCH"]


def blueprint(
    engine: Door, identity: Identity, settings: RestSettings, *, files: FileStore, notifier: Notifier
) -> Blueprint:
    """The dialect under ``/engine-rest``; `notifier` wakes long polls, `files` keeps file variables.

    Raises `NotAllowed` where nobody signs in although other machines can connect.
    """
    check_settings(settings)
    house = House(engine, files, LongPolls(engine, notifier))
    made = Blueprint("engine_rest", __name__, url_prefix=PREFIX)
    gate = _Gate(house, identity, settings)
    for number, route in enumerate(route for routes in ALL for route in routes.routes):
        for prefix in ("", _ENGINE_PREFIX):
            _add(made, prefix + route.path, f"{number}{'' if prefix else '_short'}", gate.serve(route), [route.method])
    for number, path in enumerate(("/", "/<path:address>")):
        _add(made, path, f"unknown_{number}", gate.unknown, _METHODS)
    made.before_app_request(_unroutable)
    made.after_request(_not_kept)
    return made


def _not_kept(response: Response) -> Response:
    """No cache keeps an answer."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _unroutable() -> Response | None:
    """Flask would answer a wrong method or a doubled slash with a page; here it is JSON too."""
    wrong = request.routing_exception
    if wrong is None or not request.path.startswith(f"{PREFIX}/"):
        return None
    return answer_error(wrong, PLAIN, {}, None)


def _add(made: Blueprint, path: str, name: str, view: Callable[..., Response], methods: list[str]) -> None:
    # Clients read a redirect as an error, so no address is ever redirected to a tidier one.
    made.add_url_rule(path, name, view, methods=methods, strict_slashes=False, merge_slashes=False)


class _Gate:
    """What every request passes: engine name, sign-in, the resource function, and errors on the way out."""

    def __init__(self, house: House, identity: Identity, settings: RestSettings) -> None:
        self._house = house
        self._identity = identity
        self._settings = settings

    def serve(self, route: Route) -> Callable[..., Response]:
        """The Flask view of a route."""

        def view(engine_name: str = ENGINE_NAME, **parts: str) -> Response:
            return self._answer(route.view, route.quirk, engine_name, parts)

        return view

    def unknown(self, address: str = "") -> Response:
        """No such address. Signed in or not, nothing more is told."""
        missing = NotFound(f"Could not find resource for full path: {request.path}")
        return answer_error(missing, PLAIN, {}, None)

    def _answer(self, view: Callable[..., Any], quirk: Quirk, engine_name: str, parts: dict[str, str]) -> Response:
        user_id: str | None = None
        try:
            actor = authenticate(request, self._identity, self._settings)
            user_id = actor.user_id
            if engine_name != ENGINE_NAME:
                raise nothing_here(f"No process engine available with name {engine_name}")
            call = Call(self._house, actor, request)
            result = view(call, **parts)
            call.note_unknown()
            return _response(result)
        except Exception as error:  # the one place where every error becomes an answer; unexpected ones are logged
            return answer_error(error, quirk, _named(parts), user_id)


def _response(result: Any) -> Response:
    if isinstance(result, Response):
        return result
    if result is None:
        return Response(status=204)
    return json_answer(result)


def _named(parts: dict[str, str]) -> dict[str, str]:
    """The parts of an address, with one name for the definition however it was named."""
    key = parts.get("definition_key")
    return {**parts, "definition": parts.get("definition_id") or f"with key {key}"}
