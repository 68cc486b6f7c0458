"""Papers of a topic: 议题申报表, 材料清单, 送审件. Each is made of the topic's file as the office client gives it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from workers.papers import layout
from workers.papers.words import FLAGS, SOURCES, TOPIC_KINDS, URGENCY, day, file_names, names

_OPINIONS = {
    "agree": "同意",
    "agree_with_changes": "修改后同意",
    "disagree": "不同意",
    "no_comment": "无意见",
    "deemed_none": "视同无意见",
}
_CHECKLIST = (
    ("formal_text", "提请审议的正式文本（请示、代拟稿等）"),
    ("explanation_consult", "征求各相关单位意见情况"),
    ("explanation_necessity", "提请审议事项的必要性和形成经过"),
    ("explanation_basis", "主要法律、政策依据"),
    ("explanation_impact", "对经济社会发展可能产生影响的评估分析"),
    ("explanation_files", "情况说明附件"),
    ("other_reference", "其他参考资料"),
)


def application(file: Mapping[str, Any], zone: tzinfo) -> bytes:
    """议题申报表 (catalogue F-P02-PROPOSE)."""
    topic, known = file["topic"], file["names"]
    fields = topic["fields"]
    flags = "、".join(words for name, words in FLAGS.items() if fields.get(name) is True)
    rows = [
        ("议题编号", topic["topic_no"]),
        ("议题名称", topic["title"]),
        ("申报单位", names(topic["unit"], known)),
        ("议题提出", SOURCES.get(fields.get("source"), "") + names(fields.get("source_leader"), known)),
        ("议题类别", TOPIC_KINDS.get(str(fields.get("topic_kind")), "")),
        ("请示事项", _text(fields.get("matter_summary"))),
        ("理由", _text(fields.get("reason"))),
        ("涉及事项", flags or "无"),
        ("涉及金额（元）", _text(fields.get("amount"))),
        ("相关单位", names(fields.get("related_units"), known)),
        ("紧急程度", URGENCY.get(fields.get("urgency"), "")),
        ("附件", file_names(fields.get("draft"))),
        ("登记日期", day(topic["registered_at"], zone)),
    ]
    paper = layout.new_paper()
    layout.title(paper, "区政府常务会议议题申报表")
    layout.table(paper, (), rows, (38, 118))
    return layout.to_bytes(paper)


def checklist(file: Mapping[str, Any], zone: tzinfo) -> bytes:
    """材料清单 (Art. 52, DT-02) of the newest package."""
    topic, known = file["topic"], file["names"]
    package = file["packages"][-1] if file["packages"] else {"fields": {}, "submitted_at": None}
    fields = package["fields"]
    rows = [[str(number), name, _handed_in(fields.get(key))] for number, (key, name) in enumerate(_CHECKLIST, 1)]
    originals = "已送" if fields.get("paper_originals_received") is True else "未送"
    rows.append([str(len(rows) + 1), "征求意见等原始纸质材料", originals])
    rows.append([str(len(rows) + 1), "份数", _text(fields.get("copies"))])
    paper = layout.new_paper()
    layout.title(paper, "上会材料清单")
    layout.body(paper, f"{topic['title']}（{topic['topic_no']}）", label="议题：")
    layout.body(paper, names(topic["unit"], known), label="申报单位：")
    layout.body(paper, names(fields.get("reporter"), known), label="汇报人：")
    layout.body(paper, day(package["submitted_at"], zone), label="报送日期：")
    layout.table(paper, ("序号", "材料", "情况"), rows, (16, 80, 60))
    _opinions(paper, file)
    return layout.to_bytes(paper)


def referral(file: Mapping[str, Any], meeting: Mapping[str, Any], zone: tzinfo) -> bytes:
    """送审件: a topic on its way to 区委常委会 (Art. 62)."""
    topic, known = file["topic"], file["names"]
    number = meeting["meeting"]["meeting_no"]
    resolved = next((each for each in file["resolutions"] if each["meeting_no"] == number), None)
    paper = layout.new_paper()
    layout.title(paper, f"关于提请审定{topic['title']}的送审件")
    layout.body(paper, "区委办公室：")
    held = day(meeting["meeting"]["starts_at"], zone)
    layout.body(
        paper, f"{held}，{meeting['meeting']['title']}（{number}）研究了{topic['title']}，现报请区委常委会审定。"
    )
    if resolved is not None:
        layout.body(paper, resolved["text"], label="议定事项：")
    layout.body(paper, names(topic["unit"], known), label="申报单位：")
    package = file["packages"][-1]["fields"] if file["packages"] else topic["fields"]
    layout.body(paper, file_names(package.get("formal_text") or topic["fields"].get("draft")), label="附件：")
    layout.signed(paper, "区政府办公室", day(meeting["meeting"]["ended_at"], zone))
    return layout.to_bytes(paper)


def _opinions(paper: Any, file: Mapping[str, Any]) -> None:
    if not file["opinions"]:
        return
    layout.heading(paper, "征求意见情况")
    rows = [
        (each["body_name"], _OPINIONS.get(each["opinion"], "未答复"), _text(each["text"])) for each in file["opinions"]
    ]
    layout.table(paper, ("单位", "意见", "内容"), rows, (50, 32, 74))


def _handed_in(value: Any) -> str:
    if isinstance(value, list | Mapping):
        return file_names(value) or "缺"
    return "有" if value else "缺"


def _text(value: Any) -> str:
    return "" if value is None else str(value)
