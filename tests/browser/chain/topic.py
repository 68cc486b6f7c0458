"""The topic: proposed, consulted about, reviewed, on the mayor's desk."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.person import WAIT_MS, Person
from tests.browser.timed_office import TimedOffice

TITLE = "关于实施区属学校校舍安全改造的议题"
SUMMARY = "审定校舍安全改造三年方案和资金安排。"
DUE_TOMORROW = re.compile(r"到期.*2026-09-17 18:00")
"""DL-27: one working day, until the office closes."""
REMARK = "同意提交常务会议研究。"


def bring_to_mayor(office: TimedOffice) -> None:
    """Everything up to the executive deputy mayor's approval, on one day."""
    propose(office.desk("education.clerk"))
    agree(office.desk("education.head"), "单位主要负责人确认")
    agree_while_urged(office)
    consult(office)
    expect_the_instance_shows_where_it_stands(office.desk("operator.gao"))
    dispose(office.desk("education.clerk"))
    finalise(office.desk("education.clerk"))
    for reviewer, review in (
        ("chief.zhao", "秘书科科长初审"),
        ("deputy.li", "办公室副主任初审"),
        ("director.zhang", "办公室主任初审"),
    ):
        agree(office.desk(reviewer), review, "符合要求")
    agree(office.desk("edm.chen"), "常务副区长审核")


def propose(clerk: Person) -> None:
    """The clerk starts the process by its form, keeps a draft, and hands the declaration in."""
    clerk.begin("常务会议议题", TITLE, "区教育局")
    clerk.take("填报议题申报表", TITLE)
    expect(clerk.field("联系人")).to_be_visible(timeout=WAIT_MS)
    expect(clerk.field("退回意见")).to_have_count(0)
    clerk.fill("联系人", "金鑫")
    clerk.fill("请示事项", SUMMARY)
    clerk.press("保存草稿")
    expect(clerk.page.get_by_text("草稿已保存于")).to_be_visible(timeout=WAIT_MS)
    clerk.page.reload()
    expect(clerk.field("请示事项")).to_have_value(SUMMARY, timeout=WAIT_MS)
    expect(clerk.field("联系人")).to_have_value("金鑫")
    clerk.fill("联系电话", "0812-2200000")
    clerk.choose("部门（单位）申报")
    clerk.select("议题类别", "(二)规划、预算决算、重大项目和资金")
    clerk.choose("区政府常务会议")
    clerk.fill("理由", "三所学校经鉴定存在安全隐患。")
    clerk.tick("涉及财政资金使用")
    clerk.fill("涉及金额", "860")
    clerk.tick("涉及法律法规问题")
    clerk.pick("相关单位", "区住")
    clerk.choose("一般")
    clerk.attach("议题草案", "请示.txt", "关于实施区属学校校舍安全改造的请示")
    clerk.hand_in()


def agree(person: Person, task: str, decision: str = "同意", title: str = TITLE) -> None:
    """Claim and decide."""
    person.take(task, title)
    person.choose(decision)
    person.hand_in()


def agree_while_urged(office: TimedOffice) -> None:
    """While the deputy mayor types, an operator urges the task: the words stay."""
    mayor, operator = office.desk("dm.zhou"), office.desk("operator.gao")
    mayor.open("分管副区长审核", TITLE)
    expect(mayor.page.get_by_text(DUE_TOMORROW).first).to_be_visible()
    mayor.choose("同意")
    mayor.fill("附言", REMARK)
    operator.page.goto(mayor.page.url)
    operator.urge("请今日内审核。")
    expect(mayor.page.get_by_role("alert").filter(has_text="请今日内审核。")).to_be_visible(timeout=WAIT_MS)
    expect(mayor.field("附言")).to_have_value(REMARK)
    mayor.hand_in()


def consult(office: TimedOffice) -> None:
    """One body wants a change, two agree with a signed document; their heads sign."""
    reply(office.desk("housing.clerk"), "修改后同意", text="建议分年度实施。")
    reply(office.desk("finance.clerk"), "同意", paper="财政意见.txt")
    reply(office.desk("legal.clerk"), "同意", paper="审查意见.txt")
    for head in ("housing.head", "finance.head", "legal.head"):
        agree(office.desk(head), "单位负责人审签", "同意报出", title="")


def reply(clerk: Person, opinion: str, text: str = "", paper: str = "") -> None:
    """The consulted unit writes its opinion."""
    clerk.take("拟写意见")
    clerk.choose(opinion)
    if text:
        clerk.fill("具体意见", text)
    if paper:
        clerk.attach("书面意见", paper, "经研究，同意。")
    clerk.hand_in()


def expect_the_instance_shows_where_it_stands(operator: Person) -> None:
    """The operator reads on the instance page what the topic waits for and for whom."""
    operator.go("运行监督")
    operator.row("常务会议议题", TITLE).get_by_role("link").click()
    expect(operator.heading(TITLE)).to_be_visible(timeout=WAIT_MS)
    operator.page.get_by_role("link", name="征求意见").click()
    expect(operator.row("说明意见采纳情况", "金鑫")).to_be_visible(timeout=WAIT_MS)


def dispose(clerk: Person) -> None:
    """The unit says what became of the one opinion that asks for something."""
    clerk.take("说明意见采纳情况")
    expect(clerk.form.get_by_label("意见内容").first).to_have_value("建议分年度实施。")
    clerk.choose("采纳")
    clerk.hand_in()


def finalise(clerk: Person) -> None:
    """The unit hands in the text for the reviews."""
    clerk.take("形成正式文本和情况说明", TITLE)
    clerk.attach("提请审议的正式文本", "正式文本.txt", "请示及方案（送审稿）")
    clerk.hand_in()
