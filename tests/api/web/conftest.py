"""A demo office for the stories of the web API; furnished once, then copied for every story."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app.identity import passwords
from tests.support.web_office import WebOffice, furnish, open_web_office


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Hashes that take no time; the real parameters have stories of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session")
def furnished(cheap_passwords: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed house with the demo office and its small process."""
    folder = tmp_path_factory.mktemp("furnished")
    opened = open_web_office(folder)
    furnish(opened)
    opened.house.close()
    return folder


@pytest.fixture
def office(furnished: Path, tmp_path: Path) -> Iterator[WebOffice]:
    home = tmp_path / "home"
    shutil.copytree(furnished, home)
    opened = open_web_office(home)
    yield opened
    opened.house.close()
