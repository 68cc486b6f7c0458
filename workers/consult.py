"""Consultations (征求意见): whom to ask, asking, and the table of opinions."""

from __future__ import annotations

from typing import Any

from app.worker_sdk import Task, worker

RELATED_UNITS = "related_units"
"""The row of DT-01 that stands for the units the applicant named."""


@worker("consult.scope")
def scope(task: Task) -> dict[str, object]:
    """One entry per body, in the order of DT-01; what several rows demand of a body adds up."""
    units = task.items("units")
    bodies: dict[str, dict[str, Any]] = {}
    for rule in task.items("rules"):
        for body in units if rule["body"] == RELATED_UNITS else [rule["body"]]:
            entry = bodies.setdefault(body, {"body": body, "written_required": False, "blocking": False, "article": ""})
            entry["written_required"] |= rule.get("written") is True
            entry["blocking"] |= rule.get("blocking") is True
            articles = [each for each in entry["article"].split("、") if each]
            articles += [each for each in (rule.get("article") or "").split("、") if each and each not in articles]
            entry["article"] = "、".join(articles)
    return {"bodies": list(bodies.values())}


@worker("consult.fanout")
def fanout(task: Task) -> dict[str, object]:
    """Ask every body."""
    return task.office.send_consultation(
        task.text("case_kind"),
        task.text("case_no"),
        task.text("subject"),
        task.items("bodies"),
        mode=task.text("mode"),
        due=task.maybe_moment("due"),
    )


@worker("consult.collate")
def collate(task: Task) -> dict[str, object]:
    """What everybody said; the silent are settled by the mode."""
    return task.office.collate_consultation(task.text("consult_id"), task.text("mode"))
