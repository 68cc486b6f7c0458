"""The machine can show what the desks show."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_the_browser_draws_chinese_with_a_chinese_font(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<span id=a style='font-size:40px'>办</span><span id=b style='font-size:40px'>理</span>")

    pictures = [page.locator(selector).screenshot() for selector in ("#a", "#b")]

    assert pictures[0] != pictures[1], "two characters look the same: boxes instead of glyphs"
    page.close()
