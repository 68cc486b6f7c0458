"""A demo office for the stories of the web API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.web_office import WebOffice, open_web_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[WebOffice]:
    opened = open_web_office(tmp_path)
    yield opened
    opened.house.close()
