"""Every address of the API: closed to strangers, closed to forged requests, strict about what it is sent."""

from __future__ import annotations

import pytest

OPEN = {("/api/session", "GET"), ("/api/session", "POST"), ("/api/session", "DELETE")}
OWN_CREDENTIALS = "/api/office-client"


def calls(office):
    """Every rule with each of its methods, its arguments filled in."""
    for rule in office.app.url_map.iter_rules():
        if not rule.rule.startswith("/api/") or rule.rule.startswith(OWN_CREDENTIALS):
            continue
        values = {name: "cancel" if name == "what" else "x" for name in rule.arguments}
        with office.app.test_request_context():
            path = rule.build(values)[1]
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            if (path, method) not in OPEN:
                yield method, path.removeprefix("/api")


def test_strangers_are_told_to_sign_in_everywhere(office):
    stranger = office.stranger()
    asked = list(calls(office))
    assert len(asked) > 70
    for method, path in asked:
        answer = stranger.send(method, path)
        assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in"), (method, path)


def test_every_writing_call_needs_the_token_of_the_session(office):
    desk = office.desk("mayor.liu")
    desk.csrf = "forged"
    for method, path in calls(office):
        if method != "GET":
            answer = desk.send(method, path)
            assert (answer.status_code, answer.json["code"]) == (403, "not_allowed"), (method, path)


def test_nothing_breaks_on_odd_input(office):
    """Unknown ids, unknown fields and unknown arguments are refused by every call, never a failure."""
    for user_id in ("admin.lin", "operator.gao", "designer.xu"):
        desk = office.desk(user_id)
        for method, path in calls(office):
            if path == "/stream":
                continue
            refused = desk.send(method, f"{path}?surprise=1" if method == "GET" else path, {"surprise": 1})
            assert 400 <= refused.status_code < 500, (method, path, refused.json)
            assert refused.json["code"] != "internal"


@pytest.mark.parametrize("body", ["{", "[]", "null", '"x"', '{"a": NaN}', "\x00", "{" * 5000])
def test_broken_json_is_a_clear_refusal(office, body):
    desk = office.desk("admin.lin")
    answer = desk.send("POST", "/people", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_input")
