"""Version and engines: the first thing every client asks."""

from __future__ import annotations

from app.api.call import Call
from app.api.routes import Routes

routes = Routes()

DIALECT = "7.24.0"
"""The version of Camunda 7 whose dialect this is; Camunda Modeler lints diagrams by it."""


@routes.get("/version")
def version(call: Call) -> dict[str, str]:
    """Which Camunda a client may take us for."""
    return {"version": DIALECT}


@routes.get("/engine")
def engines(call: Call) -> list[dict[str, str]]:
    """There is one engine."""
    return [{"name": "default"}]
