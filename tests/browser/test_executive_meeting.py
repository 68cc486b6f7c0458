"""A topic goes from its proposal to the archived minutes of its session, each person at a desk of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chain import meeting, minutes, topic
from tests.browser.timed_office import timed_office
from tests.support.demo_office import moment

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_topic_goes_from_proposal_to_the_archive(browser: Browser, tmp_path: Path) -> None:
    with timed_office(browser, tmp_path, moment("2026-09-16 09:00")) as office:
        topic.bring_to_mayor(office)
        meeting.hold(office)
        minutes.archive(office)
