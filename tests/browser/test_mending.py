"""An operator changes by hand where a case stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.desks import SignIn
from tests.browser.person import WAIT_MS

pytestmark = pytest.mark.browser

TITLE = "关于河道整治的议题"


def test_an_operator_starts_a_step_again_and_says_why(sign_in: SignIn) -> None:
    # given a case that waits for its clerk
    clerk, operator = sign_in("education.clerk"), sign_in("operator.gao")
    clerk.begin("常务会议议题", TITLE, "区教育局")
    operator.go("运行监督")
    operator.row(TITLE).get_by_role("link").first.click()

    # when an operator picks the step in the diagram, starts it again and takes the old one back
    operator.page.get_by_role("tab", name="调整").click()
    step = operator.page.get_by_role("group", name="流程图").get_by_text("填报议题").first
    step.click(force=True)
    operator.press("从此环节开始")
    operator.page.get_by_role("button", name="撤销“填报议题申报表”").click()
    steps = operator.page.get_by_role("list", name="将依次执行").get_by_role("listitem")
    expect(steps).to_have_count(2)
    operator.press("执行调整")
    dialog = operator.page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("表单发错了人")
    dialog.get_by_role("button", name="确定").click()

    # then the step waits anew, and the log says from where to where and why
    expect(operator.page.get_by_text("已处理").first).to_be_visible(timeout=WAIT_MS)
    operator.page.get_by_role("tab", name="操作日志").click()
    expect(operator.row("表单发错了人")).to_be_visible(timeout=WAIT_MS)
    operator.page.get_by_role("tab", name="历史").click()
    done = operator.page.get_by_role("tabpanel", name="历史").get_by_role("row").filter(has_text="填报议题申报表")
    expect(done).to_have_count(2, timeout=WAIT_MS)
