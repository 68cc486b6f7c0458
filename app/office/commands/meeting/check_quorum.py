"""Whether a session may open (INV-11)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.commands.office_meeting import CheckQuorum
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.office_records import Meeting
from app.office.desk import once, records

_RULES = {
    "2P>N": (2, 1, "过半数", "第五十五条"),
    "3P>2N": (3, 2, "超过三分之二", "第四十二条"),
}


@once
def check_quorum(command: CheckQuorum, context: CommandContext) -> dict[str, Any]:
    """Decide and keep it with the session; a forecast never overwrites what the sign-in gave."""
    met, text = quorum(command.rule, command.present, command.total, command.basis)
    rows = records(context)
    meeting = rows.get(Meeting, command.meeting_no, lock=True)
    if meeting.frozen_at is None:
        rows.put(
            replace(
                meeting,
                present=command.present,
                total=command.total,
                quorum_met=met,
                quorum_basis=command.basis,
                quorum_text=text,
            )
        )
    return {"quorum_met": met, "quorum_text": text}


def quorum(rule: str, present: int, total: int, basis: str) -> tuple[bool, str]:
    """`(met, sentence)`. Raises `InvalidInput` for an unknown rule."""
    here = "签到" if basis == "signed_in" else "预计出席"
    counted = f"组成人员 {total} 人，{here} {present} 人"
    if rule == "none":
        return True, f"{counted}；本会议无法定人数要求"
    if rule not in _RULES:
        raise InvalidInput(f"没有这种法定人数规则：{rule}", f"there is no quorum rule {rule}", "rule")
    times, of_total, words, article = _RULES[rule]
    met = times * present > of_total * total
    verdict = "符合法定人数" if met else "不足法定人数，不能开会"
    return met, f"{counted}，{'已' if met else '未'}{words}，{verdict}（{article}）"
