"""Two weeks after the first play: cases at several stages, so that every page of the desks has something to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.demo.executive_meeting import SHANGHAI, play
from app.demo.stage import Stage
from app.domain.commands.external_task import FailExternalTask, FetchAndLock, TopicRequest
from app.domain.commands.identity import AddAbsence
from app.domain.commands.task import ClaimTask, CompleteTask, SaveTaskDraft
from app.domain.people import AbsenceKind
from app.domain.queries.office import MeetingQuery, TopicQuery
from app.domain.records import ProcessInstance
from app.domain.values import SYSTEM

RUNNING = "关于推进老旧小区改造的议题"
STUCK = "关于提高城乡低保标准的议题"
BEGUN = "关于新建区第二实验小学的议题"
_UNITS = {"housing": "housing_bureau", "civil": "civil_affairs_bureau"}


@dataclass(frozen=True, slots=True)
class October:
    """What there is to look at on 14 October 2026, 10:00, by number or id."""

    archived_topic: str
    archived_meeting: str
    running: str
    """The instance of a topic on which three units were consulted: one has answered, one drafts, one is late."""
    topic: str
    meeting: str
    """A session to come, whose members are asked whether they attend."""
    stuck: str
    """An instance whose worker gave up."""
    begun: str
    """An instance whose first task is claimed and has a draft."""
    task: str
    late_task: str


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """A time of October 2026 in the office."""
    return datetime(2026, 10, day, hour, minute, tzinfo=SHANGHAI)


NOW = moment(14, 10)


def play_on(stage: Stage) -> October:
    """The whole first play, then what happens until `NOW`; the clock stands before 16 September."""
    archived = play(stage)
    running = consulted(stage)
    convened(stage)
    stuck = given_up(stage)
    begun = drafted(stage)
    stage.go_to(NOW)
    return October(
        archived_topic=archived.topic_no,
        archived_meeting=archived.meeting_no,
        running=running.id,
        topic=stage.engine.ask(TopicQuery(), SYSTEM).rows[0].topic_no,
        meeting=stage.engine.ask(MeetingQuery(), SYSTEM).rows[0].meeting_no,
        stuck=stuck.id,
        begun=begun.id,
        task=stage.task("education.clerk", "S01_propose").id,
        late_task=stage.task("education.clerk", "S02_draft").id,
    )


def consulted(stage: Stage) -> ProcessInstance:
    """A topic goes to three units for their opinion; after the holiday one has answered."""
    stage.go_to(moment(9, 9))
    instance = proposed(stage, "housing", RUNNING, "dm.wang")
    stage.act("dm.wang", "S03_portfolio_review", decision="agree", remark="同意提交常务会议研究。")
    stage.go_to(moment(12, 10))
    written = stage.paper("书面意见.txt", "建议补充资金来源依据。")
    answer = {"opinion": "agree_with_changes", "text": "建议补充资金来源依据。"}
    stage.act("legal.clerk", "S02_draft", written_doc=written, **answer)
    stage.act("legal.head", "S03_sign", decision="agree", written_doc=written)
    stage.go_to(moment(13, 16))
    stage.act("finance.clerk", "S02_draft", written_doc=stage.paper("书面意见.txt", "同意。"), opinion="agree")
    return instance


def convened(stage: Stage) -> None:
    """The next session is fixed for 22 October; first replies come in, one leader is on leave."""
    stage.go_to(moment(13, 16, 30))
    stage.start("chief.zhao", "executive_meeting")
    stage.act(
        "mayor.liu",
        "S01_convene",
        title="区政府第21次常务会议",
        start=moment(22, 9).isoformat(),
        place="区政府第一会议室",
        session_type="regular",
        chair="mayor.liu",
        secretary="chief.zhao",
    )
    stage.go_to(moment(13, 17))
    for invited in stage.tasks("S03_reply")[:3]:
        stage.act(str(invited.assignee), "S03_reply", attend=True)
    leave = AddAbsence("dm.he", moment(12, 8), moment(16, 18), AbsenceKind.TRAVEL, "赴省里参加培训")
    stage.engine.execute(leave, stage.actor("dm.he"))


def given_up(stage: Stage) -> ProcessInstance:
    """The worker that numbers a topic has no retries left."""
    stage.go_to(moment(14, 8))
    instance = proposed(stage, "civil", STUCK, "dm.zhou")
    review = stage.task("dm.zhou", "S03_portfolio_review")
    # Not `act`: the stage's own workers would do the work at once.
    stage.engine.execute(CompleteTask(review.id, {"decision": "agree"}, check_form=True), stage.actor("dm.zhou"))
    locked = stage.engine.execute(
        FetchAndLock("numbering-node", 1, (TopicRequest("numbering.allocate", 60_000),)), SYSTEM
    )
    failure = FailExternalTask(locked[0].task.id, "numbering-node", "编号服务没有响应", retries=0)
    stage.engine.execute(failure, SYSTEM)
    return instance


def drafted(stage: Stage) -> ProcessInstance:
    """A clerk has begun to fill in a proposal."""
    stage.go_to(moment(14, 9))
    instance = stage.start("education.clerk", "executive_topic", title=BEGUN, unit="education_bureau")
    task, clerk = stage.task("education.clerk", "S01_propose"), stage.actor("education.clerk")
    stage.engine.execute(ClaimTask(task.id, "education.clerk"), clerk)
    draft = {"contact": "金鑫", "phone": "0812-2200000", "matter_summary": "审定新建学校选址和资金安排。"}
    stage.engine.execute(SaveTaskDraft(task.id, draft), clerk)
    return instance


def proposed(stage: Stage, unit: str, title: str, deputy_mayor: str) -> ProcessInstance:
    """A unit proposes a topic, its head confirms; next is the deputy mayor who looks after the unit."""
    instance = stage.start(f"{unit}.clerk", "executive_topic", title=title, unit=_UNITS[unit])
    stage.act(
        f"{unit}.clerk",
        "S01_propose",
        title=title,
        unit=_UNITS[unit],
        contact="陶然",
        phone="0812-2200000",
        source="department",
        topic_kind="2",
        target="executive",
        matter_summary="审定年度计划和资金安排。",
        reason="群众反映集中，列入年度重点工作。",
        fiscal_funds=True,
        legal=True,
        amount=3_200_000,
        related_units=["education_bureau"],
        urgency="normal",
        draft=stage.paper("请示.txt", title),
    )
    stage.go_to(stage.clock.now() + timedelta(minutes=30))
    stage.act(f"{unit}.head", "S02_confirm", decision="agree")
    return instance
