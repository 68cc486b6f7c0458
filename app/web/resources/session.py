"""Signing in and out, the own password, the numbers on the menu."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from app.domain.errors import InvalidInput, NotSignedIn
from app.domain.ports.identity import SignedIn
from app.domain.queries.common import Paging
from app.domain.queries.office import NoticeQuery
from app.domain.queries.task import DeskCountsQuery
from app.web.answers import ask
from app.web.body import body, no_arguments
from app.web.guard import COOKIE, clear_cookie, csrf_token, set_cookie, who
from app.web.house import house
from app.web.language import language
from app.web.views.lights import iso
from app.web.views.people import group_name, person

blueprint = Blueprint("session", __name__)


@blueprint.get("/session")
def session_now() -> Response:
    """Who is signed in, or who could be."""
    no_arguments()
    return jsonify(_session(g.signed_in, request.cookies.get(COOKIE)))


@blueprint.post("/session")
def sign_in() -> Response:
    """Sign in under a fresh token."""
    fields = body()
    user_id, password = fields.text("user_id", 100), fields.text("password", 1000)
    fields.end()
    token, g.signed_in = house().identity.sign_in(user_id, password, _address(), request.cookies.get(COOKIE))
    response = jsonify(_session(g.signed_in, token))
    set_cookie(response, token)
    return response


@blueprint.delete("/session")
def sign_out() -> tuple[Response, int]:
    """Sign out; also where nobody is signed in."""
    token = request.cookies.get(COOKIE)
    if token:
        house().identity.sign_out(token)
    response = Response(status=204)
    clear_cookie(response)
    return response, 204


@blueprint.post("/session/password")
def change_password() -> tuple[str, int]:
    """Change the own password."""
    signed_in, fields = who(), body()
    old, new = fields.text("old", 1000), fields.text("new", 1000)
    fields.end()
    try:
        house().identity.change_password(signed_in, old, new, _address())
    except NotSignedIn as wrong:
        raise InvalidInput("原密码不正确", "the old password is wrong", "old") from wrong
    return "", 204


@blueprint.get("/counts")
def counts() -> dict[str, int]:
    """What waits."""
    no_arguments()
    found = ask(DeskCountsQuery())
    unread = ask(NoticeQuery(unread=True, page=Paging(limit=1, total=True)))
    return {
        "mine": found.mine,
        "groups": found.groups,
        "overdue": found.overdue,
        "incidents": found.incidents,
        "notices": unread.total,
    }


def _session(signed_in: SignedIn | None, token: str | None) -> dict[str, Any]:
    return {
        "user": person(signed_in.actor.user_id) if signed_in else None,
        "rights": sorted(right.value for right in signed_in.actor.rights) if signed_in else [],
        "csrf": csrf_token(token) if signed_in else "",
        "must_change_password": signed_in.session.must_change if signed_in else False,
        "office": house().office,
        "demo_accounts": None if signed_in else _demo_accounts(),
        "now": iso(house().clock.now()),
        "language": language(),
    }


def _demo_accounts() -> list[dict[str, Any]] | None:
    password = house().demo_password
    if password is None:
        return None
    directory = house().identity.directory()
    people = (directory.person(user_id) for user_id in house().identity.demo_accounts())
    return [
        {
            "id": each.id,
            "name": each.name,
            "post": group_name(each.posts[0])["name"] if each.posts else "",
            "password": password,
        }
        for each in people
    ] or None


def _address() -> str:
    return request.remote_addr or "unknown"
