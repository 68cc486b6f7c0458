"""The Chinese words of values that papers show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

TOPIC_KINDS = {
    "1": "贯彻落实上级决策部署",
    "2": "规划、战略、预决算、重大项目和大额资金",
    "3": "向市政府的重要请示报告，向区委、区人大常委会的报告，向区政协常委会的通报",
    "4": "需提请区人大审议的报告、议案和人事任免",
    "5": "重要规范性文件",
    "6": "部门、街道、镇的请示报告",
    "7": "人事任免、奖惩、表彰",
    "8": "廉政学习",
    "9": "其他",
}
SOURCES = {"mayor": "区长提出", "deputy_mayor": "副区长提出", "department": "部门（单位）提出"}
URGENCY = {"normal": "一般", "critical": "重特大紧急"}
FLAGS = {
    "budget_overrun": "超预算或新增预算",
    "fiscal_funds": "涉及财政资金",
    "establishment": "涉及机构编制",
    "policy": "涉及重大政策",
    "legal": "涉及法律法规",
    "normative": "规范性文件",
    "major_decision": "重大决策",
    "commendation": "表彰奖励",
}
ROLES = {"member": "组成人员", "fixed": "固定列席", "invited": "邀请列席", "topic": "议题列席"}
RESULTS = {"passed": "原则通过", "passed_with_changes": "修改后通过", "deferred": "暂缓研究", "rejected": "不予通过"}
WEEKDAYS = "一二三四五六日"


def when(value: datetime | str | None, zone: tzinfo) -> str:
    """2025年10月9日（星期四）9:00, by the office's clock."""
    if not value:
        return ""
    at = (datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(zone)
    return f"{at.year}年{at.month}月{at.day}日（星期{WEEKDAYS[at.weekday()]}）{at.hour}:{at.minute:02d}"


def day(value: datetime | str | None, zone: tzinfo) -> str:
    """2025年10月9日."""
    return when(value, zone).partition("（")[0]


def names(ids: Iterable[str] | str | None, known: Mapping[str, str]) -> str:
    """Names of people or units, joined; an unknown id stands for itself."""
    listed = [ids] if isinstance(ids, str) else list(ids or ())
    return "、".join(known.get(each, each) for each in listed)


def file_names(files: Any) -> str:
    """The names of files, joined."""
    listed = [files] if isinstance(files, Mapping) else list(files or ())
    return "、".join(str(each.get("name", "")) for each in listed)
