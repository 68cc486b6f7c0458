"""The office of these stories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.identity_desk import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(tmp_path)
    yield opened
    opened.store.close()


@pytest.fixture
def office_on_postgresql(tmp_path: Path, postgres_url: str) -> Iterator[Office]:
    opened = open_office(tmp_path, postgres_url)
    yield opened
    opened.store.close()
