"""Every page, for a person whose right it is: axe-core finds nothing serious or critical."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.case import Played
from tests.browser.desks import SignIn
from tests.browser.pages import PAGES, Shown, open_page
from tests.browser.person import WAIT_MS

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[2] / "ui/node_modules/axe-core/axe.min.js"
RUN = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"
GRAVE = {"serious", "critical"}


def test_the_sign_in_page_has_no_grave_finding(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, locale="zh-CN")
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="登录", exact=True)).to_be_visible(timeout=WAIT_MS)

    assert grave_findings(page) == []
    page.close()


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page_has_no_grave_finding(shown: Shown, visit: SignIn, played: Played) -> None:
    person = visit(shown.user_id)

    open_page(person.page, shown, played.case)

    assert grave_findings(person.page) == []


def grave_findings(page: Page) -> list[str]:
    """What axe-core finds, one line for each element; evaluated, because the page's CSP lets no script be added."""
    page.evaluate(AXE.read_text())
    return [
        f"{finding['id']}: {' '.join(map(str, node['target']))} {node['html'][:160]}"
        for finding in page.evaluate(RUN)
        if finding["impact"] in GRAVE
        for node in finding["nodes"]
    ]
