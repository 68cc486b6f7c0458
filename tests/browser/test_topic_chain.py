"""A topic goes from its proposal through consultation, each person at a desk of their own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desks import SignIn
from tests.browser.person import WAIT_MS, Person

pytestmark = pytest.mark.browser

TITLE = "关于实施区属学校校舍安全改造的议题"
SUMMARY = "审定校舍安全改造三年方案和资金安排。"
LIGHT = re.compile(r"到期.*\d{4}-\d\d-\d\d 18:00")
"""Words and the moment at which the office closes."""


def test_a_topic_goes_from_proposal_through_consultation(sign_in: SignIn) -> None:
    clerk = sign_in("education.clerk")
    propose(clerk)
    approve(sign_in("education.head"), "单位主要负责人确认", "同意")
    expect_what_is_typed_survives(sign_in)
    reply(sign_in("housing.clerk"), "修改后同意", "建议分年度实施。")
    approve(sign_in("housing.head"), "单位负责人审签", "同意报出", title="")
    expect_the_instance_shows_where_it_stands(sign_in("operator.gao"))


def propose(clerk: Person) -> None:
    """The clerk starts the process by its form, keeps a draft, and hands the declaration in."""
    clerk.go("发起事项")
    clerk.page.get_by_role("link", name="常务会议议题").click()
    clerk.fill("议题名称", TITLE)
    clerk.pick("申报单位", "区教育局")
    clerk.page.get_by_role("button", name="提交", exact=True).click()
    expect(clerk.heading("我发起的")).to_be_visible(timeout=WAIT_MS)
    clerk.take("填报议题申报表", TITLE)
    clerk.fill("联系人", "金鑫")
    clerk.fill("请示事项", SUMMARY)
    clerk.page.get_by_role("button", name="保存草稿").click()
    expect(clerk.page.get_by_text("草稿已保存于")).to_be_visible(timeout=WAIT_MS)
    clerk.page.reload()
    expect(clerk.field("请示事项")).to_have_value(SUMMARY, timeout=WAIT_MS)
    expect(clerk.field("联系人")).to_have_value("金鑫")
    clerk.fill("联系电话", "0812-2200000")
    clerk.choose("部门（单位）申报")
    clerk.select("议题类别", "(二)规划、预算决算、重大项目和资金")
    clerk.fill("理由", "三所学校经鉴定存在安全隐患。")
    clerk.pick("相关单位", "区住")
    clerk.attach("议题草案", "请示.txt", "关于实施区属学校校舍安全改造的请示")
    clerk.hand_in()


def approve(person: Person, task: str, decision: str, title: str = TITLE) -> None:
    """Claim and decide."""
    person.take(task, title)
    person.choose(decision)
    person.hand_in()


def expect_what_is_typed_survives(sign_in: SignIn) -> None:
    """While the deputy mayor types, an operator urges the task: the words stay."""
    mayor, operator = sign_in("dm.zhou"), sign_in("operator.gao")
    mayor.open("分管副区长审核", TITLE)
    expect(mayor.page.get_by_text(LIGHT).first).to_be_visible()
    mayor.choose("同意")
    mayor.fill("附言", "同意提交常务会议研究。")
    operator.page.goto(mayor.page.url)
    operator.urge("请今日内审核。")
    expect(mayor.field("附言")).to_have_value("同意提交常务会议研究。")
    mayor.hand_in()


def reply(clerk: Person, opinion: str, text: str) -> None:
    """The consulted unit writes its opinion."""
    clerk.take("拟写意见")
    clerk.choose(opinion)
    clerk.fill("具体意见", text)
    clerk.hand_in()


def expect_the_instance_shows_where_it_stands(operator: Person) -> None:
    """The operator reads on the instance page what the topic waits for and for whom."""
    operator.go("运行监督")
    operator.row("常务会议议题", TITLE).get_by_role("link").click()
    expect(operator.heading(TITLE)).to_be_visible(timeout=WAIT_MS)
    operator.page.get_by_role("link", name="征求意见").click()
    expect(operator.row("说明意见采纳情况", "金鑫")).to_be_visible(timeout=WAIT_MS)
