"""The agenda of a session, step by step."""

from __future__ import annotations

from collections.abc import Callable

from app.worker_sdk import Refused, Task, as_moment, worker

Outputs = dict[str, object]


@worker("agenda.build")
def build(task: Task) -> Outputs:
    """By `mode`: bind, ready, release, draft, close, refresh, freeze or cancel."""
    mode = task.text("mode")
    step = _STEPS.get(mode)
    if step is None:
        raise Refused("invalid_input", f"there is no mode {mode}")
    return step(task)


def _bind(task: Task) -> Outputs:
    order = task.integer("order") if task.get("order") is not None else None
    answer = task.office.bind_topic(task.text("topic_no"), task.text("meeting_ref"), order)
    start = answer["meeting_start"]
    return {**answer, "meeting_start": as_moment(start, "meeting_start") if start else None}


def _ready(task: Task) -> Outputs:
    more = {"package_id": task.maybe_text("package_id"), "override_reason": task.maybe_text("override_reason")}
    return task.office.admit_topic(task.text("topic_no"), task.text("meeting_no"), **more)


def _release(task: Task) -> Outputs:
    task.office.release_topic(task.text("topic_no"), task.text("meeting_no"))
    return {}


def _agenda(task: Task) -> Outputs:
    return task.office.build_agenda(task.text("meeting_no"), task.text("mode"))


def _cancel(task: Task) -> Outputs:
    return task.office.cancel_meeting(task.text("meeting_no"), task.maybe_text("reason"))


_STEPS: dict[str, Callable[[Task], Outputs]] = {
    "bind": _bind,
    "ready": _ready,
    "release": _release,
    "draft": _agenda,
    "close": _agenda,
    "refresh": _agenda,
    "freeze": _agenda,
    "cancel": _cancel,
}
