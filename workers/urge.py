"""Urging (催办)."""

from __future__ import annotations

from app.worker_sdk import Task, worker


@worker("urge.dispatch")
def dispatch(task: Task) -> dict[str, object]:
    """A notice and a row of 催办登记."""
    answer = task.office.dispatch_urge(
        task.text("kind"),
        task.text("key"),
        task.get("text", ""),
        task.items("recipients"),
        deadline_id=task.maybe_text("deadline_id"),
        due=task.maybe_moment("due"),
        mode=task.get("mode", "system"),
        note=task.maybe_text("note"),
        urged_by=task.maybe_text("urged_by"),
    )
    return {"urge_id": answer["urge_id"]}
