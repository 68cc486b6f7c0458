"""The session: convened, the topic listed, replies, papers, sign-in with quorum, reports, the chair's summary."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chain.topic import TITLE
from tests.browser.person import WAIT_MS, Person
from tests.browser.timed_office import TimedOffice

SESSION = "区政府第20次常务会议"
PLACE = "区政府第一会议室"
STARTS = "2026-09-24 09:00"
AWAY = "dm.he"
COMING = (
    "mayor.liu",
    "edm.chen",
    "dm.zhou",
    "dm.wang",
    "director.zhang",
    "armed.head",
    "deputy.li",
    "legal.head",
    "finance.head",
)
"""Those who say that they will come; the others who are invited say nothing."""
PRESENT = ("刘建国", "陈志明", "周丽华", "王海涛", "张文斌", "葛军", "何正", "朱国强")
"""Who signs in: six of the seven members, and two who report."""
RESOLVED = "会议同意该方案，资金由区财政统筹。"


def hold(office: TimedOffice) -> None:
    """From the mayor's summons to the duty that follows from the resolution."""
    convene(office)
    list_topic(office.desk("mayor.liu"))
    office.go_to("2026-09-21 15:00")
    hand_in_materials(office.desk("education.clerk"))
    answer_invitations(office)
    office.go_to("2026-09-23 09:00")
    prepare(office)
    office.go_to("2026-09-24 08:15")
    report_attendance(office.desk("clerk.tang"))
    office.go_to("2026-09-24 08:50")
    sign_in_members(office.desk("chief.zhao"))
    office.go_to("2026-09-24 09:05")
    discuss(office)
    notify(office.desk("supervision.jiang"))
    expect_the_record(office.desk("chief.zhao"))


def convene(office: TimedOffice) -> None:
    """The secretary starts it; the mayor fixes time, place and chair."""
    secretary = office.desk("chief.zhao")
    secretary.go("发起事项")
    secretary.page.get_by_role("link", name="区政府常务会议").click()
    secretary.press("提交")
    expect(secretary.heading("我发起的")).to_be_visible(timeout=WAIT_MS)
    mayor = office.desk("mayor.liu")
    mayor.take("确定会议时间和主持人")
    mayor.fill("会议名称", SESSION)
    mayor.set_time("开始时间", STARTS)
    mayor.fill("地点", PLACE)
    mayor.choose("例行会议")
    mayor.pick("会议主持人", "刘建国")
    mayor.pick("会议秘书", "赵明")
    mayor.hand_in()


def list_topic(mayor: Person) -> None:
    """The mayor puts the topic on the agenda of that session."""
    mayor.take("区长批准列入会议", TITLE)
    mayor.choose("批准，列入当次会议")
    mayor.pick("列入会议", SESSION)
    mayor.hand_in()


def hand_in_materials(clerk: Person) -> None:
    """Thirty copies with their explanations, before DL-11."""
    clerk.take("报送会议材料", TITLE)
    expect(clerk.page.get_by_text("2026-09-22 18:00").first).to_be_visible()
    clerk.attach("提请审议的正式文本", "上会稿.txt", "请示及方案（上会稿）")
    clerk.fill("征求各相关单位意见情况", "区住建局、区财政局、区法制办均同意。")
    clerk.fill("提请审议事项的必要性", "校舍存在安全隐患。")
    clerk.fill("主要法律、政策依据", "《校舍安全工程管理办法》")
    clerk.fill("对经济社会发展", "消除隐患，惠及学生三千余人。")
    clerk.tick("征求意见等原始纸质材料")
    clerk.fill("份数", "30")
    clerk.pick("汇报人", "华敏")
    clerk.tick("汇报人是单位主要负责人")
    clerk.hand_in()


def answer_invitations(office: TimedOffice) -> None:
    """Who comes says so; one deputy mayor asks for leave, the mayor grants it."""
    for user_id in COMING:
        invited = office.desk(user_id)
        invited.open("回复参会或请假")
        invited.tick("参加会议")
        invited.hand_in()
    away = office.desk(AWAY)
    away.open("回复参会或请假")
    away.fill("请假理由", "赴市里开会")
    away.hand_in()
    mayor = office.desk("mayor.liu")
    mayor.open("审批请假")
    expect(mayor.field("请假人")).to_have_value("何晓东")
    mayor.choose("准假")
    mayor.hand_in()


def prepare(office: TimedOffice) -> None:
    """The agenda is closed: papers compiled and delivered a working day before, the room made ready."""
    secretary = office.desk("chief.zhao")
    secretary.take("汇总议题和材料")
    secretary.tick("汇编完成")
    secretary.hand_in()
    clerk = office.desk("clerk.tang")
    clerk.take("呈送会议材料")
    clerk.pick("送达人员", "刘建国")
    clerk.pick("送达人员", "陈志明")
    clerk.choose("纸质")
    clerk.hand_in()
    host = office.desk("secretary.qian")
    host.take("会务准备")
    for ready in ("会议室就绪", "候会室就绪", "座次就绪"):
        host.tick(ready)
    host.hand_in()


def report_attendance(clerk: Person) -> None:
    """The chair is told who comes, half an hour before."""
    clerk.take("向主持人报告参会情况")
    expect(clerk.field("参加人数")).to_have_value(str(len(COMING)))
    clerk.tick("已报会议主持人")
    clerk.hand_in()


def sign_in_members(secretary: Person) -> None:
    """Without more than half of the members the session does not open; with them it does."""
    for present in (PRESENT[:3], PRESENT[3:]):
        secretary.take("签到、开会")
        for name in present:
            secretary.entry(name).get_by_role("checkbox", name="出席").check()
        secretary.choose("开会")
        secretary.hand_in()


def discuss(office: TimedOffice) -> None:
    """Call in, report, two specialist reports, record, and the chair's summary."""
    secretary = office.desk("chief.zhao")
    secretary.take("引导列席人员入场")
    secretary.hand_in()
    for reporter, task in (("education.head", "汇报议题"), ("legal.head", "归口汇报"), ("finance.head", "归口汇报")):
        report(office.desk(reporter), task)
    secretary.take("记录发言和议定事项")
    secretary.fill("发言要点", "与会人员一致同意。")
    secretary.fill("议定事项", RESOLVED)
    secretary.hand_in()
    chair = office.desk("mayor.liu")
    chair.open("主持人总结")
    expect(chair.field("发言要点")).to_have_value("与会人员一致同意。")
    chair.choose("通过")
    chair.fill("主持人总结", RESOLVED)
    chair.tick("需要落实")
    chair.pick("责任单位", "区教育局")
    chair.set_time("办理时限", "2026-11-30")
    chair.tick("宜于公开")
    chair.hand_in()


def report(reporter: Person, task: str) -> None:
    """Who reports says from when to when."""
    reporter.take(task)
    reporter.set_time("结束时间", "2026-09-24 09:13")
    reporter.hand_in()


def notify(supervisor: Person) -> None:
    """The supervision section tells the responsible unit the same day."""
    supervisor.take("拟办并通知责任单位")
    supervisor.tick("已通知责任单位")
    supervisor.fill("拟办意见", "已送达区教育局。")
    supervisor.hand_in()


def expect_the_record(secretary: Person) -> None:
    """The session's page has quorum and resolution."""
    secretary.go("会议")
    secretary.row(SESSION).get_by_role("link").first.click()
    expect(secretary.page.get_by_text("出席 6 / 应到 7 · 达到")).to_be_visible(timeout=WAIT_MS)
    expect(secretary.row(TITLE, "通过", RESOLVED)).to_be_visible()
