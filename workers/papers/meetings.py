"""Papers of a session: 会议通知, 签到表, 会议纪要. Each is made of the session's file as the office client gives it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from docx import Document
from docx.document import Document as Docx

from workers.papers import layout
from workers.papers.words import RESULTS, ROLES, day, names, when

OFFICE = "攀枝花市东区人民政府办公室"


def notice(
    meeting: Mapping[str, Any], agenda: Sequence[Mapping[str, Any]], invitees: Sequence[Mapping[str, Any]], zone: tzinfo
) -> bytes:
    """会议通知 (Art. 53): when, where, what about, who."""
    paper = layout.new_paper()
    layout.title(paper, f"关于召开{meeting['title']}的通知")
    layout.body(paper, when(meeting["start"], zone), label="时间：")
    layout.body(paper, meeting.get("place") or "", label="地点：")
    layout.body(paper, meeting.get("chair") or "", label="主持人：")
    layout.heading(paper, "议题")
    for number, item in enumerate(agenda, start=1):
        layout.body(paper, f"{number}. {item['title']}（{item.get('unit_name') or item.get('unit') or ''}）")
    for role, words in ROLES.items():
        present = [each["name"] for each in invitees if each["role"] == role]
        if present:
            layout.body(paper, "、".join(present), label=f"{words}：")
    layout.body(paper, "请收到通知后及时回复；不能参加的，向会议主持人请假并告知区政府办公室。")
    layout.signed(paper, OFFICE, "")
    return layout.to_bytes(paper)


def sign_in_sheet(file: Mapping[str, Any], zone: tzinfo) -> bytes:
    """签到表: a line for everybody who is expected."""
    meeting, known = file["meeting"], file["names"]
    paper = layout.new_paper()
    layout.title(paper, f"{meeting['title']}签到表")
    layout.body(paper, when(meeting["starts_at"], zone), label="时间：")
    layout.body(paper, meeting["place"] or "", label="地点：")
    rows = [
        (str(number), each["name"], names(each["post"], known), ROLES.get(each["role"], ""), _expected(each), "")
        for number, each in enumerate(file["attendees"], start=1)
    ]
    layout.table(paper, ("序号", "姓名", "职务", "类别", "回复", "签到"), rows, (14, 24, 48, 26, 20, 24))
    return layout.to_bytes(paper)


def minutes_skeleton(file: Mapping[str, Any], zone: tzinfo) -> bytes:
    """纪要 as the secretary finds it: opening, one section per resolution, the lists at the end (GB/T 9704, 纪要)."""
    meeting, known = file["meeting"], file["names"]
    chair = names(meeting["chair"], known)
    paper = layout.new_paper()
    layout.title(paper, f"{meeting['title']}纪要")
    held = when(meeting["starts_at"], zone)
    layout.body(
        paper, f"{held}，{chair}在{meeting['place'] or ''}主持召开{meeting['title']}。现将会议议定事项纪要如下："
    )
    for number, each in enumerate(file["resolutions"], start=1):
        layout.heading(paper, f"{_numeral(number)}、{each['title']}")
        layout.body(paper, each["text"], label=f"{RESULTS.get(each['result'], each['result'])}。")
        _following(paper, each["fields"], known, zone)
    for label, people in _lists(file).items():
        layout.body(paper, "、".join(people), label=f"{label}：")
    return layout.to_bytes(paper)


def issued_minutes(source: bytes, file: Mapping[str, Any]) -> bytes:
    """The approved text under its 发文机关标志; a text that is no docx is left as it was approved."""
    try:
        paper = Document(io.BytesIO(source))
    except layout.BAD_FILE:
        return source
    _put_mark_on_top(paper, f"{file['meeting']['title']}纪要")
    return layout.to_bytes(paper)


def _put_mark_on_top(paper: Docx, text: str) -> None:
    layout.mark(paper, text)
    marked = paper.paragraphs[-1]._p
    paper.element.body.insert(0, marked)


def _following(paper: Docx, fields: Mapping[str, Any], known: Mapping[str, str], zone: tzinfo) -> None:
    if fields.get("action_required") is not True:
        return
    parts = [f"责任单位：{names(fields.get('responsible_units'), known)}"]
    if fields.get("co_units"):
        parts.append(f"协办单位：{names(fields['co_units'], known)}")
    if fields.get("due"):
        parts.append(f"办理时限：{day(fields['due'], zone)}")
    layout.body(paper, "；".join(parts) + "。")


def _lists(file: Mapping[str, Any]) -> dict[str, list[str]]:
    """出席, 请假, 缺席, 列席; only those that have somebody in them."""
    lists: dict[str, list[str]] = {"出席": [], "列席": [], "请假": [], "缺席": []}
    for each in file["attendees"]:
        if each["present"]:
            lists["出席" if each["role"] == "member" else "列席"].append(each["name"])
        elif each["role"] != "topic":
            lists["请假" if each["absence_kind"] == "leave" else "缺席"].append(each["name"])
    return {label: people for label, people in lists.items() if people}


def _expected(attendee: Mapping[str, Any]) -> str:
    replies = {"confirmed": "参加", "leave": "请假", "leave_refused": "未准假", "no_reply": "未回复"}
    return replies.get(attendee["state"], "")


def _numeral(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if tens == 0:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
