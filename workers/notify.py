"""Notices on people's desks."""

from __future__ import annotations

from app.worker_sdk import Task, worker

TITLES = {
    "ad_hoc_session": "临时召开常务会议",
    "attendance_report": "参会情况报告",
    "consult_request": "征求意见",
    "consultation_overdue": "征求意见逾期",
    "materials_late": "议题材料逾期",
    "meeting_cancelled": "会议取消",
    "meeting_notice": "会议通知",
    "monthly_meeting": "会议提醒",
    "topic_attendees": "列席会议通知",
    "topic_closed": "议题终止",
    "topic_lapsed": "议题未赶上本次会议",
    "topic_refused": "议题不符合要求",
    "topic_result": "议题审议结果",
    "topic_returned": "议题退回",
    "waiting_room": "候会通知",
}
RESULTS = {
    "passed": "通过",
    "passed_with_changes": "修改后通过",
    "deferred": "暂缓，转入待议题库",
    "rejected": "未通过",
}


@worker("notify.send")
def send(task: Task) -> dict[str, object]:
    """One notice per person; recipients behind whom there is nobody are reported."""
    template, key = task.text("template"), task.text("key")
    text = task.get("text", "")
    said = RESULTS.get(text, text) if template == "topic_result" else text
    subject = f"【{TITLES.get(template, template)}】{key}"
    return task.office.send_notices(template, key, task.items("recipients"), subject, said, task.items("documents"))
