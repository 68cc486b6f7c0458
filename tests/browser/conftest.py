"""The browser of the browser tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import find_browser, launch_arguments
from tests.support.fonts import has_chinese_font


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium that can draw Chinese; `make test` installs both, or names the command that does."""
    path = find_browser()
    if path is None or not has_chinese_font():
        pytest.fail("A browser or a Chinese font is missing: run `.venv/bin/python scripts/prepare_tests.py`.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=launch_arguments())
        yield chromium
        chromium.close()
