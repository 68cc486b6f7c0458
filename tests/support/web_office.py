"""A whole house with the demo office behind Flask's test client, on a clock that the test moves."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app.bootstrap import House, open_house, seed_demo, web_house
from app.bundles.files import bundle_root
from app.domain.commands.deployment import Deploy
from app.domain.values import SYSTEM, Actor
from app.identity.seeds import DEMO_PASSWORD
from app.settings import load_settings
from app.web.app import create_web
from app.web.house import WebHouse, hold
from tests.support import bpmn_builder as b
from tests.support.identity_desk import MovedClock

WEDNESDAY = datetime(2026, 9, 16, 2, 0, tzinfo=UTC)
"""10:00 in the office, the day on which SC-62 begins."""


@dataclass
class Desk:
    """One person's browser: keeps the cookie, sends the CSRF token."""

    client: FlaskClient
    csrf: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **more: Any) -> Any:
        return self.client.get(f"/api{path}", headers=self.headers, **more)

    def send(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        headers = {"X-CSRF-Token": self.csrf, **self.headers, **more.pop("headers", {})}
        if body is not None:
            more["json"] = body
        return self.client.open(f"/api{path}", method=method, headers=headers, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("POST", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("PUT", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.send("PATCH", path, body, **more)

    def delete(self, path: str, **more: Any) -> Any:
        return self.send("DELETE", path, **more)

    def sign_in(self, user_id: str, password: str = DEMO_PASSWORD) -> Any:
        answer = self.post("/session", {"user_id": user_id, "password": password})
        self.csrf = answer.json.get("csrf", "")
        return answer


@dataclass
class WebOffice:
    """A house with people in it and its web application."""

    house: House
    clock: MovedClock
    app: Flask

    def stranger(self) -> Desk:
        return Desk(self.app.test_client())

    def desk(self, user_id: str) -> Desk:
        desk = self.stranger()
        answer = desk.sign_in(user_id)
        assert answer.status_code == 200, answer.json
        return desk

    def start(self, user_id: str = "education.clerk", title: str = "关于校舍维修的请示") -> str:
        """A case of the small process; returns its instance id."""
        variables = {"title": title, "unit": "education_bureau"}
        answer = self.desk(user_id).post("/startable/request", {"variables": variables})
        assert answer.status_code == 200, answer.json
        instance_id: str = answer.json["instance_id"]
        return instance_id

    def actor(self, user_id: str) -> Actor:
        return self.house.identity.directory().actor(user_id, self.clock.now())


def open_web_office(folder: Path, url: str = "") -> WebOffice:
    clock = MovedClock(WEDNESDAY)
    environment = {"BANLI_HOME": str(folder), "BANLI_JOBS": "off", "BANLI_DATABASE_URL": url}
    house = open_house(load_settings(environment), clock)
    app = _application()
    hold(app.extensions, web_house(house))
    return WebOffice(house, clock, app)


@cache
def _application() -> Flask:
    """The desks' application, made once: compiling its addresses takes longer than opening a house."""
    nothing: Any = None
    app = create_web(
        WebHouse(nothing, nothing, nothing, nothing, nothing, calendar=nothing, zone=UTC, office="nowhere")
    )
    app.testing = True
    return app


def furnish(office: WebOffice) -> None:
    """People in their posts, and a small process with its forms and a deadline."""
    seed_demo(office.house)
    deadlines = (bundle_root() / "bpmn" / "shared" / "deadlines.dmn").read_bytes()
    resources = (
        ("request.bpmn", REQUEST),
        ("f_request.form", form("f_request", _TITLE, _UNIT)),
        ("f_write.form", form("f_write", _TEXT, _FILES)),
        ("f_sign.form", form("f_sign", _TEXT, _DECISION)),
        ("deadlines.dmn", deadlines),
    )
    office.house.engine.execute(Deploy("request", resources, note="first"), SYSTEM)


def form(form_id: str, *components: dict[str, Any]) -> bytes:
    """A form-js schema."""
    numbered = [{"id": f"{form_id}_{each['key']}", **each} for each in components]
    return json.dumps(
        {"schemaVersion": 18, "type": "default", "id": form_id, "name": form_id, "components": numbered}
    ).encode()


_TITLE = {"type": "textfield", "key": "title", "label": "标题", "validate": {"required": True, "maxLength": 50}}
_UNIT = {"type": "group_picker", "key": "unit", "label": "单位", "validate": {"required": True}}
_TEXT = {"type": "textarea", "key": "text", "label": "内容", "validate": {"required": True}}
_FILES = {"type": "file_list", "key": "files", "label": "附件", "conditional": {"hide": "=unit = null"}}
_DECISION = {
    "type": "select",
    "key": "decision",
    "label": "意见",
    "values": [{"value": "agree", "label": "同意"}, {"value": "refuse", "label": "不同意"}],
    "validate": {"required": True},
}

REQUEST = b.bpmn(
    "request",
    b.start("start", form_ref="f_request", form_ref_binding="latest"),
    b.element(
        "userTask",
        "S01_write",
        b.properties(deadline="D-REVIEW"),
        own={"name": "起草请示"},
        candidate_groups="office_secretary,secretariat_chief",
        form_ref="f_write",
        form_ref_binding="latest",
    ),
    b.element(
        "userTask",
        "S02_sign",
        own={"name": "区长签批"},
        candidate_groups="mayor",
        form_ref="f_sign",
        form_ref_binding="latest",
    ),
    b.service("S03_number", topic="numbering.allocate"),
    b.end(),
    *b.chain("start", "S01_write", "S02_sign", "S03_number", "end"),
    name="请示件",
    history_time_to_live="P180D",
)
"""A clerk of a unit begins, a secretary or the chief writes, the mayor signs, a worker numbers."""
