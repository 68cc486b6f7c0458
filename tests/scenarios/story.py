"""What people of the demo office do, told in whole steps; every step is commands of those people.

The secretary of every session is chief.zhao.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.bootstrap import House
from app.demo.stage import Stage
from app.domain.office_records import Meeting, Notice, Topic
from app.domain.queries.office import MeetingFileQuery, MeetingQuery, NoticeQuery, TopicFileQuery, TopicQuery
from app.domain.values import SYSTEM
from tests.support.demo_office import SHANGHAI, moment

PEOPLE = {
    "education_bureau": "education",
    "finance_bureau": "finance",
    "housing_bureau": "housing",
    "legal_office": "legal",
    "policy_research_office": "policy",
    "hr_bureau": "hr",
    "staffing_office": "staffing",
    "civil_affairs_bureau": "civil",
}
"""Unit -> stem of the user ids of its head and clerk."""
DEPUTY_MAYORS = {"education_bureau": "dm.zhou", "housing_bureau": "dm.wang"}
"""Unit -> its portfolio deputy mayor."""
MEMBERS = ("mayor.liu", "edm.chen", "dm.zhou", "dm.wang", "dm.he", "director.zhang", "armed.head")
SIGNATURES = {
    "S03_deputy_director": "deputy.li",
    "S04_director": "director.zhang",
    "S05_edm": "edm.chen",
    "S06_chair": "mayor.liu",
}
"""Signature of the minutes -> who gives it."""
EXPLANATION = {f"explanation_{part}": "说明" for part in ("consult", "necessity", "basis", "impact")}


@dataclass
class Story:
    """One office, one clock, one plot."""

    house: House
    stage: Stage
    unit: str = "education_bureau"
    """The unit that proposes from now on."""
    chair: str = "mayor.liu"
    """Who presides over the sessions convened from now on."""

    @property
    def clerk(self) -> str:
        """The clerk of that unit."""
        return f"{PEOPLE[self.unit]}.clerk"

    @property
    def head(self) -> str:
        """The head of that unit."""
        return f"{PEOPLE[self.unit]}.head"

    # Time

    def at(self, text: str) -> None:
        """Let time pass until ``2025-09-30 18:00``."""
        self.stage.go_to(moment(text))

    def due(self, element_id: str, case: str | None = None) -> str:
        """When the open task at an element is due, on the office's clock."""
        task = self.stage.tasks(element_id, case)[0]
        assert task.due_at is not None, f"{element_id} has no due time"
        return local(task.due_at)

    def deadline(self, deadline_id: str, state: str = "open") -> str:
        """When the one deadline of this rule and state is due."""
        (found,) = [each for each in self.stage.deadlines(deadline_id) if each.state == state]
        return local(found.due_at)

    # A topic

    def propose(self, title: str = "关于校舍安全改造的议题", **ticks: Any) -> str:
        """Proposed, confirmed, agreed and registered at once. Returns the number of the topic."""
        stage = self.stage
        stage.start(self.clerk, "executive_topic", title=title, unit=self.unit)
        proposal: dict[str, Any] = {
            "title": title,
            "unit": self.unit,
            "contact": "金鑫",
            "phone": "0812-2200000",
            "source": "department",
            "topic_kind": "2",
            "target": "executive",
            "matter_summary": "审定方案",
            "reason": "存在隐患",
            "related_units": ["civil_affairs_bureau" if self.unit == "housing_bureau" else "housing_bureau"],
            "urgency": "normal",
            "draft": stage.paper("请示.txt", title),
        }
        stage.act(self.clerk, "S01_propose", **{**proposal, **ticks})
        stage.act(self.head, "S02_confirm", decision="agree")
        stage.act(DEPUTY_MAYORS[self.unit], "S03_portfolio_review", decision="agree")
        return max(topic.topic_no for topic in self.topics())

    def answer(self, body: str, opinion: str = "agree", **values: Any) -> None:
        """A consulted unit drafts its answer and its head signs; with a signed document in any case."""
        stem = PEOPLE[body]
        paper = self.stage.paper(f"{body}.txt", "书面意见")
        answer: dict[str, Any] = {"opinion": opinion, "text": "意见", "written_doc": paper, **values}
        self.stage.act(f"{stem}.clerk", "S02_draft", **answer)
        self.stage.act(f"{stem}.head", "S03_sign", decision="agree", written_doc=paper)

    def answer_all(self) -> None:
        """Every body that was asked agrees: the unit has nothing to say to that."""
        for task in self.stage.tasks("S02_draft"):
            self.answer(str(task.business_key).rpartition("/")[2])

    def dispose(self) -> None:
        """The unit adopts every opinion."""
        rows = self.stage.form(self.clerk, "S06_disposition")["dispositions"]
        adopted = [{"body": row["body"], "adopted": "adopted"} for row in rows]
        self.stage.act(self.clerk, "S06_disposition", dispositions=adopted)

    def finalise(self, **values: Any) -> None:
        """The unit hands in text and explanation for the reviews."""
        self.stage.act(self.clerk, "S08_finalise", formal_text=self.stage.paper("正式文本.txt", "送审稿"), **values)

    def review(self, topic_no: str | None = None, **edm: Any) -> None:
        """The three reviews and the executive deputy mayor's."""
        self.stage.act("chief.zhao", "S09_secretary_review", topic_no, decision="agree")
        self.stage.act("deputy.li", "S10_deputy_director_review", topic_no, decision="agree")
        self.stage.act("director.zhang", "S11_director_review", topic_no, decision="agree")
        self.stage.act("edm.chen", "S12_edm_review", topic_no, decision="agree", **edm)

    def bring_to_mayor(self, **ticks: Any) -> str:
        """A topic from its proposal to the mayor's desk, at once. Returns its number."""
        topic_no = self.propose(**ticks)
        self.answer_all()
        self.finalise()
        self.review(topic_no)
        return topic_no

    # A session

    def convene(self, start: str, **values: Any) -> str:
        """The mayor fixes a session. Returns its number."""
        self.stage.start("chief.zhao", "executive_meeting")
        session: dict[str, Any] = {
            "title": "区政府常务会议",
            "start": moment(start).isoformat(),
            "place": "第一会议室",
            "session_type": "regular",
            "chair": self.chair,
            "chair_delegation": "区长委托",
            "secretary": "chief.zhao",
        }
        self.stage.act("mayor.liu", "S01_convene", **{**session, **values})
        return max(meeting.meeting_no for meeting in self.meetings())

    def list_topic(self, topic_no: str, meeting_no: str) -> None:
        """The mayor puts a topic on the agenda."""
        self.stage.act("mayor.liu", "S13_mayor_approve", topic_no, decision="agree", session=meeting_no)

    def hand_in(self, topic_no: str, **changes: Any) -> None:
        """The unit hands in the materials."""
        package: dict[str, Any] = {
            "formal_text": self.stage.paper("正式文本.txt", f"{topic_no} 上会稿"),
            **EXPLANATION,
            "paper_originals_received": True,
            "copies": 30,
            "reporter": self.head,
            "reporter_is_head": True,
        }
        self.stage.act(self.clerk, "S16_materials", topic_no, **{**package, **changes})

    def reply_all(self) -> None:
        """Everybody invited will come."""
        for task in self.stage.tasks("S03_reply"):
            self.stage.act(str(task.assignee), "S03_reply", attend=True)

    def prepare_session(self) -> None:
        """Compile, deliver, set up: what is to do once the agenda is closed."""
        self.stage.act("chief.zhao", "S05_compile", compiled=True)
        delivery: dict[str, Any] = {"delivered_to": ["mayor.liu"], "delivered_at": self.now(), "mode": "system"}
        self.stage.act("clerk.tang", "S06_deliver", **delivery)
        self.stage.act("clerk.tang", "S07_prepare", room_ready=True, waiting_room_ready=True, seats_ready=True)

    def report_attendance(self) -> None:
        """The office tells the chair who comes."""
        self.stage.act("clerk.tang", "S06_report", reported_to_chair=True)

    def sign_in(self, *members: str, action: str = "open") -> None:
        """These members, and everybody who is no member, are there; the others are not."""
        rows = self.stage.form("chief.zhao", "S09_open")["attendance"]
        here = {row["attendee"] for row in rows if row["role"] != "member"} | set(members)
        signed = [
            {"attendee": row["attendee"], "present": True, "arrival": self.now()}
            if row["attendee"] in here
            else {"attendee": row["attendee"], "present": False, "absence_kind": "absent"}
            for row in rows
        ]
        self.stage.act("chief.zhao", "S09_open", attendance=signed, opening_action=action)

    def open_session(self, start: str, *topics: str) -> str:
        """A session with these topics, from the invitation to its opening, ten minutes before `start`."""
        begin = moment(start)
        meeting_no = self.convene(start)
        closes = begin
        for topic_no in topics:
            self.list_topic(topic_no, meeting_no)
            closes = self.stage.tasks("S16_materials", topic_no)[0].due_at or begin
            self.hand_in(topic_no)
        self.reply_all()
        self.stage.go_to(closes)
        self.prepare_session()
        self.stage.go_to(begin - timedelta(minutes=45))
        self.report_attendance()
        self.stage.go_to(begin - timedelta(minutes=10))
        self.sign_in(*MEMBERS)
        return meeting_no

    def discuss(self, specialists: tuple[str, ...] = (), **resolution: Any) -> None:
        """One item: call in, report, specialist reports, record, the chair's summary."""
        stage = self.stage
        stage.act("chief.zhao", "S10_call", called_at=self.now())
        times = {"started_at": self.now(), "ended_at": self.now()}
        reporter = stage.form("chief.zhao", "S11_report")["reporter"]
        stage.act("chief.zhao", "S11_report", reporter=reporter, **times)
        for user_id in specialists:
            stage.act(user_id, "S12_specialist", reporter=user_id, **times)
        stage.act("chief.zhao", "S13_record", points="发言要点", resolution="记录的议定事项")
        summary: dict[str, Any] = {"result": "passed", "summary": "会议同意。", "refer_to": "none"}
        stage.act(self.chair, "S14_summary", **{**summary, **resolution})

    def write_minutes(self) -> None:
        """The secretary of the session drafts the minutes."""
        written = self.stage.form("chief.zhao", "S02_write")
        form: dict[str, Any] = {"doc_type": "纪要", "security_level": "none", "urgency": "平件", "copies": 40}
        self.stage.act("chief.zhao", "S02_write", title=written["title"], main_file=written["main_file"], **form)

    def sign_minutes(self, element_id: str) -> None:
        """One signature of the chain."""
        self.stage.act(SIGNATURES[element_id], element_id, decision="agree")

    def issue_minutes(self) -> None:
        """Draft, four signatures, print."""
        self.write_minutes()
        for element_id in SIGNATURES:
            self.sign_minutes(element_id)
        self.stage.act("secretary.qian", "S15_proof", errors=0, proof_ok=True, printed_copies=40)

    # The records

    def now(self) -> str:
        """This moment as a form has it."""
        return self.stage.clock.now().astimezone(SHANGHAI).isoformat(timespec="minutes")

    def topics(self) -> tuple[Topic, ...]:
        """Every registered topic."""
        found: tuple[Topic, ...] = self.stage.engine.ask(TopicQuery(), SYSTEM).rows
        return found

    def meetings(self) -> tuple[Meeting, ...]:
        """Every session."""
        found: tuple[Meeting, ...] = self.stage.engine.ask(MeetingQuery(), SYSTEM).rows
        return found

    def notices(self, user_id: str) -> tuple[Notice, ...]:
        """What lies on a person's desk."""
        found: tuple[Notice, ...] = self.stage.engine.ask(NoticeQuery(), self.stage.actor(user_id)).rows
        return found

    def topic_file(self, topic_no: str, user_id: str | None = None) -> Any:
        """All there is of a topic, as a person sees it."""
        actor = self.stage.actor(user_id) if user_id else SYSTEM
        return self.stage.engine.ask(TopicFileQuery(topic_no), actor)

    def meeting_file(self, meeting_no: str, user_id: str | None = None) -> Any:
        """All there is of a session, as a person sees it."""
        actor = self.stage.actor(user_id) if user_id else SYSTEM
        return self.stage.engine.ask(MeetingFileQuery(meeting_no), actor)


def local(at: datetime) -> str:
    """A time on the office's wall clock, with its day of the week: ``Tue 2025-09-30 18:00``."""
    return at.astimezone(SHANGHAI).strftime("%a %Y-%m-%d %H:%M")
