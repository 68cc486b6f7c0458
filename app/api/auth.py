"""Who calls: HTTP Basic credentials checked by the identity port, or everybody on a machine that only talks to itself.

A browser that remembers credentials must not be steered by a foreign page, so calls from another origin are refused.
"""

from __future__ import annotations

import ipaddress
from typing import Literal, Protocol
from urllib.parse import urlsplit

from flask import Request

from app.domain.errors import NotAllowed, NotSignedIn
from app.domain.ports.identity import Identity
from app.domain.values import Actor, Right

ANYBODY = Actor("engine-rest", frozenset(Right) - {Right.ADMINISTRATOR})
"""Who calls where nobody signs in (`BANLI_REST_AUTH=none`): everything but the administration of people."""

_DESKTOP = "file"
"""Origin of Camunda Modeler desktop, whose pages are files."""


class RestSettings(Protocol):
    """What of the process settings concerns this dialect (`app.settings.Settings` fulfils it)."""

    @property
    def rest_auth(self) -> Literal["basic", "none"]: ...
    @property
    def loopback(self) -> bool:
        """Whether only this machine can connect."""


def authenticate(request: Request, identity: Identity, settings: RestSettings) -> Actor:
    """The actor of a request. Raises `NotSignedIn`, `AccountLocked`, `TooManyAttempts`, `NotAllowed`."""
    _check_origin(request)
    if settings.rest_auth == "none":
        _check_host(request)
        return ANYBODY
    given = request.authorization
    if given is None or given.type != "basic" or not given.username:
        raise NotSignedIn("请提供用户名和密码", "Basic authentication is required")
    return identity.check_basic(given.username, given.password or "", request.remote_addr or "")


def check_settings(settings: RestSettings) -> None:
    """Refuse to serve without sign-in where other machines can connect. Raises `NotAllowed`."""
    if settings.rest_auth == "none" and not settings.loopback:
        raise NotAllowed("none 只允许在本机回环地址上", "rest_auth none is allowed on loopback only")


def _check_origin(request: Request) -> None:
    origin = request.headers.get("Origin")
    if origin is None:
        return
    parts = urlsplit(origin)
    if parts.scheme != _DESKTOP and parts.netloc != request.host:
        raise NotAllowed("不接受来自其他网站的请求", f"requests from the origin {origin} are refused")


def _check_host(request: Request) -> None:
    """A foreign name that resolves to this machine is a page's trick (DNS rebinding)."""
    name = urlsplit(f"//{request.host}").hostname or ""
    try:
        local = ipaddress.ip_address(name).is_loopback
    except ValueError:
        local = name == "localhost"
    if not local:
        raise NotAllowed("只接受发往本机地址的请求", f"requests to the host {name} are refused without sign-in")
