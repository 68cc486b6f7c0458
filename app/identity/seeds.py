"""What an office begins with: its posts and units, and on request a demo office with people in them."""

from __future__ import annotations

import csv
from importlib.resources import files

from app.domain.commands.identity import AddGroup, AddUser, SeedGroups, SetPortfolio
from app.domain.people import GroupKind, PortfolioEntry
from app.domain.ports.door import Door
from app.domain.values import SYSTEM, Right
from app.identity.org import PeopleMemory
from app.identity.passwords import Passwords

DEMO_PASSWORD = "demo-office-88"  # noqa: S105 - shown on the sign-in page, on loopback only
"""Of every account of the demo office."""


def seed_groups(door: Door) -> int:
    """Add the posts and units of catalogue 1.1 that are not there yet; returns how many. Safe to repeat."""
    groups = tuple(
        AddGroup(row["id"], row["name"], GroupKind(row["kind"]), row["parent"] or None, 10 * number, row["name_en"])
        for number, row in enumerate(_rows("groups.csv"), 1)
    )
    added: int = door.execute(SeedGroups(groups), SYSTEM)
    return added


def seed_demo_office(door: Door, passwords: Passwords) -> tuple[str, ...]:
    """Put people into the posts, with `DEMO_PASSWORD`; returns the ids of those added. Safe to repeat."""
    seed_groups(door)
    people = PeopleMemory().latest(door)
    missing = [row for row in _rows("demo_office.csv") if people.user(row["id"]) is None]
    password_hash = passwords.hash(DEMO_PASSWORD) if missing else None
    for row in missing:
        door.execute(
            AddUser(
                row["id"],
                row["name"],
                frozenset(map(Right, row["rights"].split())),
                tuple(row["groups"].split()),
                password_hash,
                must_change_password=False,
                rank=int(row["rank"]),
                demo=True,
            ),
            SYSTEM,
        )
    if missing and not people.portfolio():
        rows = _rows("demo_portfolio.csv")
        entries = (PortfolioEntry(row["user_id"], row["unit"] or None, row["matter"] or None) for row in rows)
        door.execute(SetPortfolio(tuple(entries)), SYSTEM)
    return tuple(row["id"] for row in missing)


def _rows(name: str) -> list[dict[str, str]]:
    text = files("app.identity").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
