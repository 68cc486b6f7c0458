"""Who stands before the door: session cookie, CSRF token, security headers."""

from __future__ import annotations

import hashlib
import hmac
from urllib.parse import urlsplit

from flask import Response, g, request

from app.domain.errors import NotAllowed, NotSignedIn
from app.domain.ports.identity import SignedIn
from app.domain.values import Actor
from app.web.house import house

COOKIE = "banli_session"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_LISTENING = frozenset({"/api/stream", "/api/counts"})
"""Calls a page makes by itself: like those with the header `X-Background` they are no use of the session."""
_OPEN = "/api/session"
"""The one address for strangers: who am I, signing in and out."""
_BEFORE_PASSWORD = frozenset({"/api/session", "/api/session/password"})
"""What a person with a first password may call."""

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""Nothing inline but style attributes, which diagrams set while they are drawn (docs/adr)."""
_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def admit() -> None:
    """Before every call of the API: know the person, and refuse what another site made the browser send.

    Raises `NotSignedIn` everywhere but at the door itself: a new call is closed until somebody opens it.
    """
    token = request.cookies.get(COOKIE)
    at_work = request.path not in _LISTENING and request.headers.get("X-Background") is None
    g.signed_in = house().identity.resume(token, at_work) if token else None
    if request.method not in _READING:
        _refuse_foreign_origin()
        if g.signed_in is not None and not (request.path == _OPEN and request.method == "POST"):
            _check_csrf(token or "")
    if request.path != _OPEN:
        who()
    if g.signed_in is not None and g.signed_in.session.must_change and request.path not in _BEFORE_PASSWORD:
        raise NotAllowed("请先修改初始密码", "change the first password before anything else")


def who() -> SignedIn:
    """The person who calls. Raises `NotSignedIn`."""
    signed_in: SignedIn | None = g.signed_in
    if signed_in is None:
        raise NotSignedIn("请先登录", "sign in first")
    return signed_in


def actor() -> Actor:
    """The person who calls, as the engine knows people. Raises `NotSignedIn`."""
    return who().actor


def csrf_token(token: str | None) -> str:
    """The token that writing calls carry; follows from the cookie that scripts cannot read."""
    return hashlib.blake2b(token.encode(), person=b"banli-csrf", digest_size=24).hexdigest() if token else ""


def set_cookie(response: Response, token: str) -> None:
    """Keep the session in the browser, out of scripts' sight, for this site only."""
    response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=request.is_secure, path="/")


def clear_cookie(response: Response) -> None:
    """Forget the session."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Lax", secure=request.is_secure)


def protect(response: Response) -> Response:
    """Security headers on everything; nothing of the API is ever kept by a cache."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


def _refuse_foreign_origin() -> None:
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign or request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        raise NotAllowed("拒绝来自其他网站的请求", "requests from other sites are refused")


def _check_csrf(token: str) -> None:
    if not hmac.compare_digest(request.headers.get("X-CSRF-Token", ""), csrf_token(token)):
        raise NotAllowed("页面已过期，请刷新后重试", "the CSRF token is missing or wrong; reload the page")
