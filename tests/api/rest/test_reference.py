"""The reference page lists exactly the addresses that are served."""

from __future__ import annotations

import re
from pathlib import Path

from app.api.served import ALL

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "rest-api.md"


def served() -> dict[str, tuple[list[str], str]]:
    """Path -> methods and what the first of them does; `{D}` for the three ways to name a definition."""
    found: dict[str, tuple[list[str], str]] = {}
    for route in (route for routes in ALL for route in routes.routes):
        if "key/<definition_key>" in route.path:
            continue
        path = re.sub(r"<(\w+)>", r"{\1}", route.path.replace("<definition_id>", "{D}"))
        methods, _text = found.setdefault(path, ([], (route.view.__doc__ or "").split("\n")[0]))
        methods.append(route.method)
    return found


def test_the_reference_names_every_address_and_no_other() -> None:
    listed = re.findall(r"^\| ([A-Z, ]+) `(/[^`]+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {path: sorted(methods.split(", ")) for methods, path in listed} == {
        path: sorted(methods) for path, (methods, _) in served().items()
    }
