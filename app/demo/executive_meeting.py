"""The play of catalogue scenario SC-62: one topic from proposal to the archived minutes of its session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.demo.stage import Stage

SHANGHAI = ZoneInfo("Asia/Shanghai")
TITLE = "关于实施区属学校校舍安全改造的议题"


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of September 2026 in the office."""
    return datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI)


BEGIN = moment(16, 9)
CATALOGUE = ("DL-08", "DL-11", "DL-13", "DL-41", "DL-05", "DL-21", "DL-18")
"""The time limits of scenario SC-62 that this play meets."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What the play leaves behind."""

    topic_no: str
    meeting_no: str


def play(stage: Stage) -> Chain:
    """Every scene in order; the clock stands at `BEGIN` or before."""
    propose(stage)
    topic_no = consult(stage)
    review(stage)
    meeting_no = convene(stage)
    list_topic(stage, meeting_no)
    hand_in_materials(stage)
    prepare_session(stage)
    open_session(stage)
    discuss(stage)
    follow_up(stage)
    issue_minutes(stage)
    archive(stage)
    return Chain(topic_no, meeting_no)


def propose(stage: Stage) -> None:
    """The unit proposes; its deputy mayor agrees; the topic is registered on 16 September at 10:00."""
    stage.go_to(moment(16, 9))
    stage.start("education.clerk", "executive_topic", title=TITLE, unit="education_bureau")
    stage.act(
        "education.clerk",
        "S01_propose",
        title=TITLE,
        unit="education_bureau",
        contact="金鑫",
        phone="0812-2200000",
        source="department",
        topic_kind="2",
        target="executive",
        matter_summary="审定校舍安全改造三年方案和资金安排。",
        reason="三所学校经鉴定存在安全隐患。",
        fiscal_funds=True,
        legal=True,
        amount=8_600_000,
        related_units=["housing_bureau"],
        urgency="normal",
        draft=stage.paper("请示.txt", "关于实施区属学校校舍安全改造的请示"),
    )
    stage.go_to(moment(16, 9, 30))
    stage.act("education.head", "S02_confirm", decision="agree")
    stage.go_to(moment(16, 10))
    stage.act("dm.zhou", "S03_portfolio_review", decision="agree", remark="同意提交常务会议研究。")


def consult(stage: Stage) -> str:
    """Three bodies answer within DL-08; the unit says what it took over. Returns the number of the topic."""
    answers = (
        ("housing", 16, 15, {"opinion": "agree_with_changes", "text": "建议分年度实施。"}),
        ("finance", 17, 9, {"opinion": "agree"}),
        ("legal", 17, 16, {"opinion": "agree"}),
    )
    for unit, day, hour, answer in answers:
        written = stage.paper("书面意见.txt", "经研究，同意。")
        stage.go_to(moment(day, hour))
        stage.act(f"{unit}.clerk", "S02_draft", written_doc=written, **answer)
        stage.go_to(moment(day, hour, 30))
        stage.act(f"{unit}.head", "S03_sign", decision="agree", written_doc=written)
    stage.go_to(moment(18, 9))
    rows = stage.form("education.clerk", "S06_disposition")["dispositions"]
    taken = [{"body": row["body"], "adopted": "adopted"} for row in rows]
    done = stage.act("education.clerk", "S06_disposition", dispositions=taken)
    return str(done.business_key)


def review(stage: Stage) -> None:
    """Three reviews of the office in their order, then the executive deputy mayor."""
    stage.go_to(moment(18, 9, 30))
    stage.act("education.clerk", "S08_finalise", formal_text=stage.paper("正式文本.txt", "请示及方案（送审稿）"))
    stage.go_to(moment(18, 10, 30))
    stage.act("chief.zhao", "S09_secretary_review", decision="agree")
    stage.go_to(moment(18, 15))
    stage.act("deputy.li", "S10_deputy_director_review", decision="agree")
    stage.go_to(moment(18, 16, 30))
    stage.act("director.zhang", "S11_director_review", decision="agree", remark="材料符合要求。")
    stage.go_to(moment(20, 9))
    stage.act("edm.chen", "S12_edm_review", decision="agree")


def convene(stage: Stage) -> str:
    """The mayor fixes the session of 24 September, 09:00. Returns its number."""
    stage.go_to(moment(20, 9, 30))
    stage.start("chief.zhao", "executive_meeting")
    stage.act(
        "mayor.liu",
        "S01_convene",
        title="区政府第20次常务会议",
        start=moment(24, 9).isoformat(),
        place="区政府第一会议室",
        session_type="regular",
        chair="mayor.liu",
        secretary="chief.zhao",
    )
    return str(stage.tasks("S07_prepare")[0].business_key)


def list_topic(stage: Stage, meeting_no: str) -> None:
    """The mayor puts the topic on the agenda of that session."""
    stage.go_to(moment(20, 10))
    stage.act("mayor.liu", "S13_mayor_approve", decision="agree", session=meeting_no, order=1)


def hand_in_materials(stage: Stage) -> None:
    """Thirty copies, a day before DL-11."""
    stage.go_to(moment(21, 15))
    stage.act(
        "education.clerk",
        "S16_materials",
        formal_text=stage.paper("正式文本.txt", "请示及方案（上会稿）"),
        explanation_consult="区住建局、区财政局、区法制办均同意。",
        explanation_necessity="校舍存在安全隐患。",
        explanation_basis="《校舍安全工程管理办法》",
        explanation_impact="消除隐患，惠及学生三千余人。",
        paper_originals_received=True,
        copies=30,
        reporter="education.head",
        reporter_is_head=True,
    )


def prepare_session(stage: Stage) -> None:
    """Replies and one leave, the papers go out a working day before, the room is ready, the chair is told."""
    stage.go_to(moment(22, 9))
    for invited in stage.tasks("S03_reply"):
        reply = {"attend": False, "leave_reason": "赴市里开会"} if invited.assignee == "dm.he" else {"attend": True}
        stage.act(str(invited.assignee), "S03_reply", **reply)
    stage.go_to(moment(22, 10))
    stage.act("mayor.liu", "S04_leave", decision="agree")
    stage.go_to(moment(23, 9))
    stage.act("chief.zhao", "S05_compile", compiled=True)
    stage.go_to(moment(23, 11))
    leaders = ["mayor.liu", "edm.chen", "dm.zhou", "dm.wang"]
    delivered = moment(23, 10, 50).isoformat()
    stage.act("clerk.tang", "S06_deliver", delivered_to=leaders, delivered_at=delivered, mode="paper")
    stage.go_to(moment(23, 16))
    stage.act("secretary.qian", "S07_prepare", room_ready=True, waiting_room_ready=True, seats_ready=True)
    stage.go_to(moment(24, 8, 15))
    stage.act("clerk.tang", "S06_report", reported_to_chair=True)


def open_session(stage: Stage) -> None:
    """Those who promised to come sign in; more than half of the members are there."""
    stage.go_to(moment(24, 8, 50))
    rows = stage.form("chief.zhao", "S09_open")["attendance"]
    arrival = moment(24, 8, 50).isoformat()
    signed_in = [
        {"attendee": row["attendee"], "present": True, "arrival": arrival}
        if row["state"] == "confirmed"
        else {"attendee": row["attendee"], "present": False, "absence_kind": "leave"}
        for row in rows
    ]
    stage.act("chief.zhao", "S09_open", attendance=signed_in, opening_action="open")


def discuss(stage: Stage) -> None:
    """Call in, report within ten minutes, specialist reports, record, and the chair's summary at 11:30."""
    stage.go_to(moment(24, 9))
    stage.act("chief.zhao", "S10_call", called_at=moment(24, 9).isoformat())
    times = {"started_at": moment(24, 9, 1).isoformat(), "ended_at": moment(24, 9, 10).isoformat()}
    stage.go_to(moment(24, 9, 10))
    stage.act("education.head", "S11_report", reporter="education.head", **times)
    for head, minute in (("legal.head", 20), ("finance.head", 30)):
        times = {"started_at": times["ended_at"], "ended_at": moment(24, 9, minute).isoformat()}
        stage.go_to(moment(24, 9, minute))
        stage.act(head, "S12_specialist", reporter=head, **times)
    stage.go_to(moment(24, 11, 20))
    decided: dict[str, Any] = {
        "action_required": True,
        "responsible_units": ["education_bureau"],
        "due": "2026-11-30",
        "publishable": True,
    }
    record = "会议同意该方案，资金由区财政统筹。"
    stage.act("chief.zhao", "S13_record", points="与会人员一致同意。", resolution=record, **decided)
    stage.go_to(moment(24, 11, 30))
    stage.act("mayor.liu", "S14_summary", result="passed", summary=record, refer_to="none", **decided)


def follow_up(stage: Stage) -> None:
    """The supervision section tells the responsible unit the same day."""
    stage.go_to(moment(24, 15))
    stage.act("supervision.jiang", "S05_notify", notified=True, note="已送达区教育局。")


def issue_minutes(stage: Stage) -> None:
    """Draft, four signatures, print; issued on the last of the three working days."""
    stage.go_to(moment(28, 11))
    written = stage.form("chief.zhao", "S02_write")
    stage.act(
        "chief.zhao",
        "S02_write",
        title=written["title"],
        doc_type="纪要",
        security_level="none",
        urgency="平件",
        copies=40,
        main_file=written["main_file"],
    )
    signatures = (
        (29, 10, "deputy.li", "S03_deputy_director"),
        (29, 11, "director.zhang", "S04_director"),
        (29, 16, "edm.chen", "S05_edm"),
        (30, 9, "mayor.liu", "S06_chair"),
    )
    for day, hour, user_id, element_id in signatures:
        stage.go_to(moment(day, hour))
        stage.act(user_id, element_id, decision="agree")
    stage.go_to(moment(30, 10, 30))
    stage.act("secretary.qian", "S15_proof", errors=0, proof_ok=True, printed_copies=40)


def archive(stage: Stage) -> None:
    """What is publishable is published; the archives room takes over the complete file."""
    stage.go_to(moment(30, 15))
    shown: dict[str, Any] = {"secrecy_result": "可公开", "channels": ["网站"], "publish_at": moment(30, 16).isoformat()}
    stage.act("director.zhang", "S04_approve", **shown)
    stage.go_to(moment(30, 17))
    stage.act("archives.feng", "S03_accept", decision="accept", retention="permanent")
