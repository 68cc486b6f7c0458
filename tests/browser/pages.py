"""Every page of the desks: its address, who looks at it, and the words that show that it is there."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.person import WAIT_MS


@dataclass(frozen=True, slots=True)
class Shown:
    """One page. `{task}`, `{instance}` and `{meeting}` in `path` stand for ids of the played case."""

    name: str
    path: str
    user_id: str
    words: str


PAGES = (
    Shown("tasks-mine", "/tasks/mine", "education.clerk", "我的待办"),
    Shown("tasks-groups", "/tasks/groups", "chief.zhao", "待领取"),
    Shown("tasks-done", "/tasks/done", "education.clerk", "已办"),
    Shown("tasks-started", "/tasks/started", "education.clerk", "我发起的"),
    Shown("start", "/start", "education.clerk", "发起事项"),
    Shown("start-form", "/start/executive_topic", "education.clerk", "议题名称"),
    Shown("task", "/task/{task}", "education.clerk", "提交办结"),
    Shown("absence", "/absence", "education.clerk", "请假与代行"),
    Shown("password", "/password", "education.clerk", "原密码"),
    Shown("topics", "/topics", "education.clerk", "会议议题"),
    Shown("meetings", "/meetings", "chief.zhao", "会议"),
    Shown("meeting", "/meetings/{meeting}", "chief.zhao", "议程"),
    Shown("instances", "/instances?state=finished", "operator.gao", "运行监督"),
    Shown("instance", "/instances/{instance}", "operator.gao", "时限"),
    Shown("models", "/models", "designer.xu", "流程设计"),
    Shown("process-editor", "/models/process/executive_topic", "designer.xu", "检查结果"),
    Shown("decision-editor", "/models/decision/dt_01_consultation", "designer.xu", "检查结果"),
    Shown("form-editor", "/models/form/f_p02_propose", "designer.xu", "检查结果"),
    Shown("people", "/people", "admin.lin", "新增人员"),
    Shown("groups", "/groups", "admin.lin", "岗位与机构"),
    Shown("calendar", "/calendar", "admin.lin", "工作日历"),
    Shown("settings", "/settings", "admin.lin", "办公规则"),
    Shown("missing", "/no-such-page", "education.clerk", "没有这个页面"),
)


def open_page(page: Page, shown: Shown, case: dict[str, str]) -> None:
    """Go there and wait until it has settled."""
    page.goto(shown.path.format(**case))
    expect(page.get_by_role("main").get_by_text(shown.words).first).to_be_visible(timeout=WAIT_MS)
    page.wait_for_timeout(SETTLE_MS)


SETTLE_MS = 700
"""Tables, diagrams and editors fetch what they show; the live stream never lets the network be idle."""
