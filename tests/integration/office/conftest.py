"""The office of these stories: people and switches are made once and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.office_desk import OfficeDesk, desk_at, desk_on, prepare


@pytest.fixture(scope="session")
def prepared_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("office-house"))


@pytest.fixture
def desk(prepared_house: Path, tmp_path: Path) -> Iterator[OfficeDesk]:
    with desk_on(prepared_house, tmp_path / "house") as desk:
        yield desk


@pytest.fixture
def desk_on_postgresql(tmp_path: Path, postgres_url: str) -> Iterator[OfficeDesk]:
    with desk_at(tmp_path / "house", postgres_url) as desk:
        yield desk
