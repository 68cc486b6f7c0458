"""Whether a topic may go on: prior reviews, opinions, materials (Art. 19, 24, 50, 52)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.worker_sdk import Refused, Task, worker

_PASSED = frozenset({"pass", "pass_with_changes"})
_REVIEWERS = (("legal_conclusion", "legal_office"), ("policy_conclusion", "policy_research_office"))


@worker("material.check")
def check(task: Task) -> dict[str, object]:
    """By `stage`: normative_review, submission or materials."""
    stage = task.text("stage")
    if stage == "materials":
        return _materials(task)
    if stage not in ("normative_review", "submission"):
        raise Refused("invalid_input", f"there is no stage {stage}")
    problems = list(_reviews(task) if stage == "normative_review" else _submission(task))
    return {
        "complete": not problems,
        "problems": problems,
        "refusal_text": "；".join(problems) if problems else None,
    }


def _reviews(task: Task) -> Iterator[str]:
    """INV-06: both reviewers have let it pass."""
    missing = [body for name, body in _REVIEWERS if task.get(name) not in _PASSED]
    if missing:
        names = task.office.names(missing)
        who = "、".join(names[body] for body in missing)
        yield f"第二十四条：「未经预先审查，不得提交区政府常务会议研究」。尚未通过预先审查：{who}"


def _submission(task: Task) -> Iterator[str]:
    """INV-05, 06, 07, 10: everything that must lie before the first review."""
    if task.flag("normative") and not task.flag("normative_reviewed"):
        yield from _reviews(task)
    if task.flag("major_decision") and not task.flag("decision_stages_done"):
        yield "重大决策程序尚未完成（第十五至二十一条）"
    yield from _opinions(task)
    if task.flag("has_disagreement") and task.get("coordination_result") != "consensus":
        yield "部门之间意见分歧较大，协调一致后方可提交（第五十条第二项）"


def _opinions(task: Task) -> Iterator[str]:
    given: dict[str, Any] = {each["body"]: each for each in task.items("opinions")}
    blocking = [each for each in task.items("bodies") if each.get("blocking") is True]
    names = task.office.names([each["body"] for each in blocking]) if blocking else {}
    for asked in blocking:
        name, article = names[asked["body"]], asked.get("article") or "50(1)"
        answer = given.get(asked["body"], {})
        if answer.get("state") not in ("answered", "deemed_none", "disposed"):
            yield f"{name}尚未答复（{article}），不得进行决策"
        elif asked.get("written_required") is True and not answer.get("written_doc"):
            yield f"{name}的书面意见缺失（{article}）"


def _materials(task: Task) -> dict[str, object]:
    """The office keeps every attempt (Art. 52)."""
    return task.office.submit_materials(
        task.text("topic_no"),
        task.text("meeting_no"),
        task.mapping("package"),
        defects=task.items("defects"),
        submitted_at=task.moment("submitted_at"),
        due=task.moment("due"),
    )
