"""A Camunda client in a few lines: Flask's test client on a real engine, with a small identity beside it."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, cast

from flask import Flask
from werkzeug.test import TestResponse

from app.api import blueprint
from app.domain.errors import NotSignedIn
from app.domain.ports.identity import Identity
from app.domain.values import Actor, Right
from tests.support.engine_driver import Office

MACHINE = Actor("machine", frozenset({Right.WORKER, Right.ANY_TASK, Right.DESIGNER, Right.OPERATOR}))


@dataclass
class Accounts:
    """The part of `Identity` that this dialect uses; every password is `secret`."""

    actors: dict[str, Actor] = field(default_factory=dict)

    def check_basic(self, user_id: str, password: str, address: str) -> Actor:
        if password != "secret" or user_id not in self.actors:
            raise NotSignedIn("用户名或密码错误", "wrong user name or password")
        return self.actors[user_id]


@dataclass(frozen=True)
class RestSettings:
    rest_auth: Literal["basic", "none"] = "none"
    loopback: bool = True


class Rest:
    """`rest.get("/task", assignee="li")` answers the JSON of a 200; other statuses are said: `status=404`."""

    def __init__(self, folder: Path, template: Path, auth: Literal["basic", "none"] = "none") -> None:
        shutil.copy(template, folder / "banli.db")
        self.office = Office(folder, fresh=False)
        self.accounts = Accounts({"machine": MACHINE})
        app = Flask("rest")
        app.register_blueprint(
            blueprint(
                self.office.engine,
                cast(Identity, self.accounts),
                RestSettings(auth),
                files=self.office.store.files,
                notifier=self.office.notifier,
            )
        )
        self.http = app.test_client()
        self.as_: str | None = None

    def close(self) -> None:
        self.office.close()

    def send(self, method: str, path: str, **options: Any) -> TestResponse:
        """Any request."""
        if self.as_ is not None:
            options.setdefault("auth", (self.as_, "secret"))
        return self.http.open(f"/engine-rest{path}", method=method, **options)

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        return _json(self.send("GET", path, query_string=query), status)

    def post(self, path: str, body: Any = None, status: int = 200, **options: Any) -> Any:
        sent = {} if body is None else {"json": body}
        return _json(self.send("POST", path, **sent, **options), status)

    def put(self, path: str, body: Any, status: int = 204) -> Any:
        return _json(self.send("PUT", path, json=body), status)

    def delete(self, path: str, status: int = 204, **query: Any) -> Any:
        return _json(self.send("DELETE", path, query_string=query), status)

    def deploy(self, *contents: bytes, forms: dict[str, bytes] | None = None, status: int = 200, **fields: str) -> Any:
        """A multipart deployment as Camunda Modeler sends it."""
        named = {f"r{n}.{'dmn' if b'<decision' in content else 'bpmn'}": content for n, content in enumerate(contents)}
        data: dict[str, Any] = {name.replace("_", "-"): value for name, value in fields.items()}
        data |= {name: (io.BytesIO(content), name, "text/xml") for name, content in {**named, **(forms or {})}.items()}
        return _json(self.send("POST", "/deployment/create", data=data, content_type="multipart/form-data"), status)

    def start(self, key: str, business_key: str | None = None, **variables: Any) -> str:
        """Start by key; returns the instance id."""
        given = {name: {"value": value} for name, value in variables.items()}
        body = {"businessKey": business_key, "variables": given}
        return str(self.post(f"/process-definition/key/{key}/start", body)["id"])

    def task(self, instance_id: str) -> Any:
        """The only open task of an instance."""
        (found,) = self.get("/task", processInstanceId=instance_id)
        return found


def _json(response: TestResponse, status: int) -> Any:
    assert response.status_code == status, f"{response.status_code}: {response.text}"
    if status == 204:
        assert response.data == b""
        return None
    assert response.headers["Content-Type"] == "application/json"
    return response.get_json()
