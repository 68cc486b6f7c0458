"""Every page of the desks: its address, who looks at it, and the words that show that it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.browser.person import WAIT_MS


@dataclass(frozen=True, slots=True)
class Shown:
    """One page. Names in braces in `path` are fields of `app.demo.october.October`; `tab` is chosen first."""

    name: str
    path: str
    user_id: str
    words: str
    tab: str = ""


PAGES = (
    Shown("tasks-mine", "/tasks/mine", "education.clerk", "我的待办"),
    Shown("tasks-groups", "/tasks/groups", "education.clerk", "待领取"),
    Shown("tasks-done", "/tasks/done", "education.clerk", "已办"),
    Shown("tasks-started", "/tasks/started", "education.clerk", "我发起的"),
    Shown("start", "/start", "education.clerk", "发起事项"),
    Shown("start-form", "/start/executive_topic", "education.clerk", "议题名称"),
    Shown("task", "/task/{task}", "education.clerk", "提交办结"),
    Shown("task-late", "/task/{late_task}", "education.clerk", "时限依据", tab="流程图"),
    Shown("absence", "/absence", "education.clerk", "请假与代行"),
    Shown("password", "/password", "education.clerk", "原密码"),
    Shown("notices", "/notices", "education.head", "议题审议结果"),
    Shown("topics", "/topics", "chief.zhao", "会议议题"),
    Shown("topic", "/topics/{archived_topic}", "chief.zhao", "征求意见"),
    Shown("topic-running", "/topics/{topic}", "chief.zhao", "征求意见"),
    Shown("meetings", "/meetings", "chief.zhao", "会议"),
    Shown("meeting", "/meetings/{archived_meeting}", "chief.zhao", "议程"),
    Shown("archive", "/archive", "chief.zhao", "档案"),
    Shown("archive-file", "/archive/executive_meeting:{archived_meeting}", "chief.zhao", "归档清单"),
    Shown("instances", "/instances", "operator.gao", "运行监督"),
    Shown("instances-finished", "/instances?state=finished", "operator.gao", "运行监督"),
    Shown("instance", "/instances/{running}", "operator.gao", "时限"),
    Shown("instance-deadlines", "/instances/{running}", "operator.gao", "时限", tab="时限"),
    Shown("instance-variables", "/instances/{running}", "operator.gao", "时限", tab="变量"),
    Shown("instance-tree", "/instances/{running}", "operator.gao", "时限", tab="活动树"),
    Shown("instance-history", "/instances/{running}", "operator.gao", "时限", tab="历史"),
    Shown("instance-log", "/instances/{running}", "operator.gao", "时限", tab="操作日志"),
    Shown("instance-mend", "/instances/{running}", "operator.gao", "时限", tab="调整"),
    Shown("instance-incident", "/instances/{stuck}", "operator.gao", "时限", tab="异常"),
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


def open_page(page: Page, shown: Shown, case: Mapping[str, str]) -> None:
    """Go there and wait until it has settled."""
    page.goto(shown.path.format(**case))
    expect(page.get_by_role("main").get_by_text(shown.words).first).to_be_visible(timeout=WAIT_MS)
    if shown.tab:
        page.get_by_role("tab", name=shown.tab).click()
        page.get_by_role("tabpanel", name=shown.tab).scroll_into_view_if_needed()
    page.wait_for_timeout(SETTLE_MS)


SETTLE_MS = 700
"""Tables, diagrams and editors fetch what they show; the live stream never lets the network be idle."""
