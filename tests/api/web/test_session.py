"""Signing in by browser: cookies, CSRF, lock-out, first passwords, headers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.commands.identity import SetPassword
from app.identity.seeds import DEMO_PASSWORD
from app.web.house import hold
from tests.support.identity_desk import ADMIN

NEW_PASSWORD = "a much longer one"


def test_a_stranger_is_offered_the_demo_accounts_on_loopback(office):
    answer = office.stranger().get("/session").json
    assert answer["user"] is None
    assert answer["rights"] == []
    assert answer["demo_accounts"][0] == {
        "id": "mayor.liu",
        "name": "刘建国",
        "post": "区长",
        "password": DEMO_PASSWORD,
    }
    assert answer["now"] == "2026-09-16T10:00:00+08:00"


def test_signing_in_answers_who_it_is_and_sets_a_cookie_out_of_reach(office):
    desk = office.stranger()
    answer = desk.sign_in("chief.zhao")
    assert answer.json["user"] == {
        "id": "chief.zhao",
        "name": "赵明",
        "posts": [{"id": "secretariat_chief", "name": "秘书科科长"}],
    }
    assert answer.json["rights"] == ["clerk", "supervisor"]
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert desk.get("/session").json["csrf"] == desk.csrf
    assert desk.get("/session").json["demo_accounts"] is None


def test_every_sign_in_has_a_new_token_and_ends_the_old_session(office):
    desk = office.desk("chief.zhao")
    first = desk.client.get_cookie("banli_session").value
    desk.sign_in("chief.zhao")
    assert desk.client.get_cookie("banli_session").value != first
    assert office.house.identity.resume(first) is None


def test_signing_out(office):
    desk = office.desk("chief.zhao")
    token = desk.client.get_cookie("banli_session").value
    assert desk.delete("/session").status_code == 204
    assert desk.get("/session").json["user"] is None
    assert office.house.identity.resume(token) is None
    assert desk.get("/counts").status_code == 401


def test_wrong_passwords_lock_the_account(office):
    desk = office.stranger()
    for _ in range(4):
        answer = desk.sign_in("chief.zhao", "wrong password")
        assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")
    locked = desk.sign_in("chief.zhao", "wrong password")
    assert (locked.status_code, locked.json["code"]) == (409, "account_locked")
    assert locked.json["locked_until"].startswith("2026-09-16T02:15")
    assert desk.sign_in("chief.zhao").status_code == 409
    office.clock.pass_time(minutes=15)
    assert desk.sign_in("chief.zhao").status_code == 200


def test_a_first_password_must_be_changed_before_anything_else(office):
    office.house.engine.execute(
        SetPassword("chief.zhao", office.house.identity.hash_password("given by admin", "chief.zhao")), ADMIN
    )
    desk = office.stranger()
    assert desk.sign_in("chief.zhao", "given by admin").json["must_change_password"] is True
    assert desk.get("/counts").status_code == 403
    wrong = desk.post("/session/password", {"old": "not this", "new": NEW_PASSWORD})
    assert (wrong.status_code, wrong.json["field"]) == (400, "old")
    weak = desk.post("/session/password", {"old": "given by admin", "new": "short"})
    assert (weak.status_code, weak.json["field"]) == (400, "password")
    assert desk.post("/session/password", {"old": "given by admin", "new": NEW_PASSWORD}).status_code == 204
    assert desk.get("/counts").status_code == 200
    assert "chief.zhao" not in [each["id"] for each in office.stranger().get("/session").json["demo_accounts"]]


def test_writing_needs_the_csrf_token(office):
    desk = office.desk("chief.zhao")
    desk.csrf = "0" * 48
    refused = desk.post("/session/password", {"old": "x", "new": "y"})
    assert (refused.status_code, refused.json["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_other_sites_cannot_make_the_browser_sign_in(office, headers):
    answer = office.stranger().post("/session", {"user_id": "mayor.liu", "password": DEMO_PASSWORD}, headers=headers)
    assert answer.status_code == 403


def test_the_own_origin_is_fine(office):
    desk = office.stranger()
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    body = {"user_id": "mayor.liu", "password": DEMO_PASSWORD}
    assert desk.post("/session", body, headers=headers).status_code == 200


def test_an_idle_desk_is_signed_out_though_its_page_listens(office):
    desk = office.desk("chief.zhao")
    office.clock.pass_time(minutes=20)
    assert desk.get("/counts").status_code == 200
    office.clock.pass_time(minutes=10)
    assert desk.get("/counts").status_code == 401


def test_unknown_fields_and_wrong_types_are_refused(office):
    desk = office.stranger()
    for body in (
        {"user_id": "a", "password": "b", "more": 1},
        {"user_id": 5, "password": "b"},
        {"user_id": "a"},
        ["user_id"],
    ):
        answer = desk.post("/session", body)
        assert (answer.status_code, answer.json["code"]) == (400, "invalid_input"), body
    broken = desk.client.post("/api/session", data="{", content_type="application/json")
    form = desk.client.post("/api/session", data={"user_id": "a", "password": "b"})
    assert (broken.status_code, form.status_code) == (400, 400)
    assert desk.get("/session?more=1").status_code == 400


def test_errors_speak_both_languages(office):
    desk = office.stranger()
    desk.headers["Accept-Language"] = "en"
    answer = desk.get("/counts").json
    assert answer["message"] == answer["message_en"] == "sign in first"
    desk.headers["Accept-Language"] = "zh-CN,zh;q=0.9,en;q=0.5"
    assert desk.get("/counts").json["message"] == "请先登录"


def test_every_answer_is_protected(office):
    for path in ("/api/session", "/api/nowhere", "/"):
        answer = office.app.test_client().get(path, buffered=True)
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert office.app.test_client().get("/api/session").headers["Cache-Control"] == "no-store"


def test_unknown_addresses_are_json(office):
    answer = office.desk("chief.zhao").get("/nowhere")
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_the_built_page_answers_every_address(office, tmp_path):
    (tmp_path / "ui" / "assets").mkdir(parents=True)
    (tmp_path / "ui" / "index.html").write_text("<!doctype html>page")
    (tmp_path / "ui" / "assets" / "main-abcdefgh.js").write_text("1")
    (tmp_path / "secret.txt").write_text("secret")
    hold(office.app.extensions, replace(office.app.extensions["banli.web"], static=tmp_path / "ui"))
    client = office.app.test_client()
    page = client.get("/tasks/mine", buffered=True)
    assert page.text == "<!doctype html>page"
    assert page.headers["Cache-Control"] == "no-cache"
    assert "immutable" in client.get("/assets/main-abcdefgh.js", buffered=True).headers["Cache-Control"]
    assert "secret" not in client.get("/../secret.txt", buffered=True).text
    assert "secret" not in client.get("/%2e%2e/secret.txt", buffered=True).text
