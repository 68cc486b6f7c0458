"""A whole house with the demo office behind Flask's test client, on a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app.bootstrap import House, build_web, open_house, seed_demo
from app.domain.values import Actor
from app.identity.seeds import DEMO_PASSWORD
from app.settings import load_settings
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

    def actor(self, user_id: str) -> Actor:
        return self.house.identity.directory().actor(user_id, self.clock.now())


def open_web_office(folder: Path, url: str = "") -> WebOffice:
    clock = MovedClock(WEDNESDAY)
    environment = {"BANLI_HOME": str(folder), "BANLI_JOBS": "off", "BANLI_DATABASE_URL": url}
    house = open_house(load_settings(environment), clock)
    seed_demo(house)
    app = build_web(house)
    app.testing = True
    return WebOffice(house, clock, app)
