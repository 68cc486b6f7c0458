"""A person reads a notice and goes on to what it is about; a watcher verifies an archive file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.case import Played
from tests.browser.desks import SignIn
from tests.browser.person import WAIT_MS

pytestmark = pytest.mark.browser


def test_a_notice_is_read_and_leads_to_its_topic(visit: SignIn) -> None:
    head = visit("education.head")
    head.go("通知")
    head.page.get_by_role("button", name="【议题审议结果】").click()

    dialog = head.page.get_by_role("dialog")
    expect(dialog.get_by_text("通过")).to_be_visible(timeout=WAIT_MS)
    expect(head.row("【议题审议结果】", "已读")).to_be_visible(timeout=WAIT_MS)
    dialog.get_by_role("link", name="查看相关事项").click()

    expect(head.page.get_by_role("heading", name="上会材料")).to_be_visible(timeout=WAIT_MS)
    expect(head.row("区住房和城乡建设局", "修改后同意")).to_be_visible()


def test_an_archive_file_is_verified(visit: SignIn, played: Played) -> None:
    chief = visit("chief.zhao")
    chief.page.goto(f"/archive/executive_meeting:{played.case['archived_meeting']}")

    chief.page.get_by_role("button", name="核验").click()

    expect(chief.page.get_by_role("status").get_by_text("核验通过")).to_be_visible(timeout=WAIT_MS)
