"""The live stream: server-sent events that say that something has changed, one stream per browser."""

from __future__ import annotations

import time
from collections.abc import Iterator

from flask import Blueprint, Response, request

from app.web.broker import END, Listener, Signal
from app.web.guard import COOKIE, actor
from app.web.house import WebHouse, house

blueprint = Blueprint("stream", __name__)

HEARTBEAT_S = 15.0
"""Keeps proxies from closing a quiet stream, and finds out that a browser has gone."""
RENEW_S = 60.0
"""How often a stream asks whether its person is still signed in, and who that is by now."""


@blueprint.get("/stream")
def stream() -> Response:
    """Events `tasks`, `instances`, `deployments` and `session`, with `{"ids": [...]}` or `{}` for everything."""
    listener = house().streams.join(actor())
    token = request.cookies.get(COOKIE) or ""
    response = Response(_events(house(), listener, token), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _events(held: WebHouse, listener: Listener, token: str) -> Iterator[str]:
    renew_at = time.monotonic() + RENEW_S
    try:
        yield "retry: 3000\n\n: open\n\n"
        while True:
            signals = listener.heard(HEARTBEAT_S)
            topics = {signal.topic for signal in signals}
            if END in topics:
                return
            if time.monotonic() >= renew_at or "session" in topics:
                renew_at = time.monotonic() + RENEW_S
                if not _renewed(held, listener, token):
                    yield Signal("session").text
                    return
            yield "".join(signal.text for signal in signals) or ": still here\n\n"
    finally:
        held.streams.leave(listener)


def _renewed(held: WebHouse, listener: Listener, token: str) -> bool:
    """The person with the posts and absences of this minute; False where the session is over."""
    signed_in = held.identity.resume(token, at_work=False)
    if signed_in is None:
        return False
    listener.actor = signed_in.actor
    return True
