"""What others do reaches an open page without a reload, and leaves alone what is being typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.desks import SignIn
from tests.browser.person import WAIT_MS

pytestmark = pytest.mark.browser

TYPED = "审定农贸市场改造方案。"


def test_what_others_do_arrives_while_a_clerk_types_and_what_is_typed_stays(sign_in: SignIn) -> None:
    # given a clerk in the middle of a proposal
    clerk, operator = sign_in("education.clerk"), sign_in("operator.gao")
    clerk.begin("常务会议议题", "关于农贸市场改造的议题", "区教育局")
    clerk.take("填报议题申报表", "关于农贸市场改造的议题")
    clerk.fill("请示事项", TYPED)
    operator.page.goto(clerk.page.url)

    # when an operator urges it, then the clerk reads who, and why
    operator.urge("请今日内报送。")
    urged = clerk.page.get_by_role("alert").filter(has_text="催办：高强")
    expect(urged).to_contain_text("请今日内报送。", timeout=WAIT_MS)
    expect(clerk.field("请示事项")).to_have_value(TYPED)

    # and when the operator gives it back to the group, then the clerk may look at the task as it is by now
    operator.press("放回")
    changed = clerk.page.get_by_role("alert").filter(has_text="刚被他人改动")
    changed.get_by_role("button", name="取新内容").click(timeout=WAIT_MS)
    expect(changed).to_have_count(0)
    expect(clerk.page.get_by_role("button", name="领取")).to_be_visible()
    expect(clerk.field("请示事项")).to_have_value(TYPED)


def test_a_new_task_comes_into_an_open_list(sign_in: SignIn) -> None:
    clerk, colleague = sign_in("education.clerk"), sign_in("finance.clerk")
    clerk.go("待领取")
    expect(clerk.heading("待领取")).to_be_visible(timeout=WAIT_MS)

    colleague.begin("常务会议议题", "关于校车管理的议题", "区教育局")

    expect(clerk.row("填报议题申报表", "关于校车管理的议题")).to_be_visible(timeout=WAIT_MS)
