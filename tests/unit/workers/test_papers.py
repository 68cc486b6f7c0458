"""What stands in the papers, and that equal content gives equal bytes."""

from __future__ import annotations

import io
from typing import Any

from docx import Document

from tests.unit.workers.fakes import SHANGHAI
from workers.papers import layout, meetings, topics

NAMES = {"education_bureau": "区教育局", "mayor.liu": "刘建国", "mayor": "区长"}
TOPIC = {
    "topic_no": "常议〔2026〕1号",
    "title": "校舍安全改造",
    "unit": "education_bureau",
    "registered_at": "2026-09-16T02:00:00+00:00",
    "fields": {"source": "department", "topic_kind": "2", "fiscal_funds": True, "amount": 1200000},
}
MEETING = {
    "meeting_no": "常务〔2026〕1次",
    "title": "区政府第1次常务会议",
    "starts_at": "2026-09-24T01:00:00+00:00",
    "ended_at": "2026-09-24T03:30:00+00:00",
    "place": "第一会议室",
    "chair": "mayor.liu",
}
RESOLUTION = {
    "meeting_no": "常务〔2026〕1次",
    "title": "校舍安全改造",
    "text": "会议原则同意。",
    "result": "passed",
    "fields": {"action_required": True, "responsible_units": ["education_bureau"], "due": "2026-12-31T10:00:00+00:00"},
}


def attendee(name: str, **state: Any) -> dict[str, Any]:
    common = {"post": "mayor", "role": "member", "state": "confirmed", "present": True, "absence_kind": None}
    return {"name": name, **common, **state}


def file(**more: Any) -> dict[str, Any]:
    return {
        "topic": TOPIC,
        "meeting": MEETING,
        "opinions": [],
        "packages": [],
        "resolutions": [RESOLUTION],
        "attendees": [],
        "names": NAMES,
        **more,
    }


def words(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def test_the_application_says_what_the_applicant_said() -> None:
    text = words(topics.application(file(), SHANGHAI))

    for part in ("常议〔2026〕1号", "区教育局", "部门（单位）提出", "涉及财政资金", "1200000", "2026年9月16日"):
        assert part in text


def test_the_checklist_tells_what_is_missing_and_what_the_bodies_said() -> None:
    package = {"fields": {"formal_text": [{"name": "正文.docx"}], "copies": 30}, "submitted_at": None}
    opinion = {"body_name": "区财政局", "opinion": "disagree", "text": "资金未落实"}

    text = words(topics.checklist(file(packages=[package], opinions=[opinion]), SHANGHAI))

    assert "正文.docx" in text and "缺" in text and "未送" in text and "不同意" in text and "资金未落实" in text


def test_the_minutes_hold_resolutions_and_the_lists_of_people() -> None:
    people = [
        attendee("刘建国"),
        attendee("陈志明", present=False, absence_kind="leave"),
        attendee("周丽华", present=False, absence_kind="absent"),
        attendee("朱国强", role="fixed"),
        attendee("华敏", role="topic", present=False),
    ]

    text = words(meetings.minutes_skeleton(file(attendees=people), SHANGHAI))

    assert "2026年9月24日（星期四）9:00，刘建国在第一会议室主持召开" in text
    assert "一、校舍安全改造" in text and "原则通过。会议原则同意。" in text
    assert "责任单位：区教育局；办理时限：2026年12月31日。" in text
    for line in ("出席：刘建国", "请假：陈志明", "缺席：周丽华", "列席：朱国强"):
        assert line in text.splitlines()
    assert "华敏" not in text


def test_issued_minutes_are_the_approved_text_under_the_mark() -> None:
    approved = meetings.minutes_skeleton(file(), SHANGHAI)

    issued = meetings.issued_minutes(approved, file())

    assert words(issued).splitlines()[0] == "区政府第1次常务会议纪要"
    assert words(issued).endswith(words(approved))
    assert meetings.issued_minutes(b"%PDF-1.7 signed", file()) == b"%PDF-1.7 signed"


def test_notice_sheet_and_referral_are_readable() -> None:
    invitees = [{"name": "刘建国", "role": "member"}, {"name": "华敏", "role": "topic"}]
    agenda = [{"title": "校舍安全改造", "unit": "education_bureau", "unit_name": "区教育局"}]
    meeting = {"title": "会议", "start": "2026-09-24T01:00:00+00:00", "place": "第一会议室", "chair": "刘建国"}

    notice = words(meetings.notice(meeting, agenda, invitees, SHANGHAI))
    sheet = words(meetings.sign_in_sheet(file(attendees=[attendee("刘建国", state="leave")]), SHANGHAI))
    referral = words(topics.referral(file(), file(), SHANGHAI))

    assert "1. 校舍安全改造（区教育局）" in notice and "组成人员：刘建国" in notice and "议题列席：华敏" in notice
    assert "区长" in sheet and "请假" in sheet
    assert "区委办公室：" in referral and "议定事项：会议原则同意。" in referral


def test_the_page_is_that_of_gb_t_9704_and_equal_content_gives_equal_bytes() -> None:
    first, second = (meetings.minutes_skeleton(file(), SHANGHAI) for _ in range(2))
    section = Document(io.BytesIO(first)).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)

    assert first == second
    assert [round(margin.mm) for margin in margins if margin is not None] == [37, 35, 28, 26]
    assert section.page_width is not None and round(section.page_width.mm) == 210


def test_numerals_go_on_after_ten() -> None:
    texts = [{**RESOLUTION, "title": f"第{number}个"} for number in range(1, 22)]

    text = words(meetings.minutes_skeleton(file(resolutions=texts), SHANGHAI))

    for part in ("十、第10个", "十一、第11个", "二十、第20个", "二十一、第21个"):
        assert part in text


def test_a_mark_is_red_with_a_line_below() -> None:
    paper = layout.new_paper()
    layout.mark(paper, "纪要")

    xml = paper.paragraphs[0]._p.xml
    assert 'w:val="FF0000"' in xml and "<w:bottom " in xml
