"""The browser, the running server and the people of the browser tests."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.case import Played, play_case
from tests.browser.desks import BANLI, SignIn, desks, environment_of, serving
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


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `banli serve` with the bundle and the demo office, in a home of its own."""
    home = tmp_path_factory.mktemp("home")
    subprocess.run([*BANLI, "demo", "seed"], env=environment_of(home), check=True, capture_output=True, timeout=60)
    with serving(home) as found:
        yield found


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """A server whose office has one topic archived and one just begun; its clock of jobs stands still."""
    home = tmp_path_factory.mktemp("played")
    case = play_case(home)
    with serving(home, BANLI_JOBS="off") as found:
        yield Played(found, case)


@pytest.fixture
def sign_in(browser: Browser, address: str) -> Iterator[SignIn]:
    """Signs a person of the demo office in, each in a browser context of their own."""
    with desks(browser, address) as open_desk:
        yield open_desk


@pytest.fixture(scope="session")
def visit(browser: Browser, played: Played) -> Iterator[SignIn]:
    """The same for the played office; people stay signed in."""
    with desks(browser, played.address) as open_desk:
        yield open_desk
