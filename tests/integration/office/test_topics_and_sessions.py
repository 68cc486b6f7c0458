"""Topics on agendas, from listing to resolution: INV-09, INV-11, INV-12, INV-13."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.domain.commands.deployment import Deploy
from app.domain.commands.instance import StartInstance
from app.domain.commands.office_meeting import AddAgendaItem, BuildAgenda
from app.domain.commands.task import CompleteTask
from app.domain.errors import InvalidState, NotAllowed, RuleViolated
from app.domain.office_records import AgendaItem, MaterialPackage, Meeting, Topic
from app.domain.queries.external_task import ExternalTaskQuery
from app.domain.queries.task import TaskQuery
from app.domain.values import SYSTEM, Right
from app.worker_sdk import Refused, Runner
from tests.support import bpmn_builder as b
from tests.support.office_desk import WORKERS, OfficeDesk, at


def test_a_topic_is_bound_to_one_session_only(desk: OfficeDesk) -> None:
    topic, first, second = desk.topic(), desk.meeting(), desk.meeting()
    bound = desk.work("agenda.build", mode="bind", topic_no=topic, meeting_ref=first, order=2)
    again = desk.work("agenda.build", mode="bind", topic_no=topic, meeting_ref=second, order=None)

    assert bound["bound"] and bound["meeting_start"] == at("2026-09-24 09:00") and bound["session_type"] == "regular"
    assert not again["bound"] and first in again["refusal_text"]


def test_a_session_that_is_unknown_open_or_cancelled_takes_no_topic(desk: OfficeDesk) -> None:
    opened, cancelled = desk.meeting(), desk.meeting()
    desk.open(opened)
    desk.work("agenda.build", mode="cancel", meeting_no=cancelled, reason="防汛")

    answers = [
        desk.work("agenda.build", mode="bind", topic_no=desk.topic(), meeting_ref=session, order=None)
        for session in (opened, cancelled, "常务〔2026〕99次")
    ]

    assert [answer["bound"] for answer in answers] == [False] * 3


def test_the_agenda_is_ordered_by_wish_then_by_listing(desk: OfficeDesk) -> None:
    meeting = desk.meeting()
    late, early, first = desk.topic(), desk.topic(), desk.topic()
    for topic, order in ((late, None), (early, 2), (first, 1)):
        desk.work("agenda.build", mode="bind", topic_no=topic, meeting_ref=meeting, order=order)

    agenda = desk.work("agenda.build", mode="draft", meeting_no=meeting)["agenda"]

    assert [item["topic_no"] for item in agenda] == [first, early, late]
    assert [item["order"] for item in agenda] == [1, 2, 3]
    assert agenda[0]["attendees"] == ["education.head", "education_bureau_head"]


def test_after_the_close_only_ready_items_are_on_it_and_the_freeze_releases_the_rest(desk: OfficeDesk) -> None:
    meeting, ready, waiting = desk.meeting(), desk.topic(), desk.topic()
    desk.ready(ready, meeting)
    desk.work("agenda.build", mode="bind", topic_no=waiting, meeting_ref=meeting, order=None)

    counts = [
        desk.work("agenda.build", mode=mode, meeting_no=meeting)["agenda_count"]
        for mode in ("draft", "refresh", "close", "refresh")
    ]
    frozen = desk.open(meeting)

    assert counts == [2, 2, 1, 1]
    assert [item["topic_no"] for item in frozen["agenda"]] == [ready]
    assert _topic(desk, waiting).state == "pool" and _topic(desk, waiting).meeting_no is None
    assert _meeting(desk, meeting).state == "opened"


def test_in_session_nobody_adds_an_item_not_even_the_mayor(desk: OfficeDesk) -> None:
    meeting, topic = desk.meeting(), desk.topic()
    desk.open(meeting)

    for person in ("education.clerk", "chief.zhao", "mayor.liu"):
        with pytest.raises(RuleViolated) as refused:
            desk.do(AddAgendaItem(meeting, topic, "主持人口头同意"), desk.person(person))
        assert refused.value.article == "58"
    assert not desk.records(AgendaItem)


def test_before_the_session_the_secretary_may_list_a_topic_and_a_clerk_may_not(desk: OfficeDesk) -> None:
    meeting, topic = desk.meeting(), desk.topic()
    with pytest.raises(NotAllowed):
        desk.do(AddAgendaItem(meeting, topic, "补列"), desk.person("education.clerk"))

    desk.do(AddAgendaItem(meeting, topic, "区长口头批准，补列"), desk.person("chief.zhao"))

    assert _topic(desk, topic).meeting_no == meeting
    with pytest.raises(InvalidState):
        desk.do(AddAgendaItem(desk.meeting(), topic, "再列"), desk.person("chief.zhao"))


def test_a_session_without_quorum_of_those_present_cannot_open(desk: OfficeDesk) -> None:
    meeting = desk.meeting()
    for present, total, basis in ((7, 7, "confirmed"), (5, 10, "signed_in")):
        desk.work("quorum.check", meeting_no=meeting, rule="2P>N", present=present, total=total, basis=basis)
        with pytest.raises(RuleViolated) as refused:
            desk.do(BuildAgenda(meeting_no=meeting, mode="freeze"))
        assert refused.value.article == "55"


def test_materials_are_counted_timed_and_every_attempt_is_kept(desk: OfficeDesk) -> None:
    meeting, topic = desk.meeting(), desk.topic()
    desk.work("agenda.build", mode="bind", topic_no=topic, meeting_ref=meeting, order=None)

    short = desk.hand_in(topic, meeting, copies=29)
    whole = desk.hand_in(topic, meeting)

    assert not short["complete"] and "份数不足30份" in short["refusal_text"]
    assert whole["complete"] and whole["refusal_text"] is None and not whole["late"] and whole["session_open"]
    assert len(desk.records(MaterialPackage, topic_no=topic)) == 2


def test_once_the_agenda_is_frozen_a_topic_is_not_admitted(desk: OfficeDesk) -> None:
    meeting, topic = desk.meeting(), desk.topic()
    desk.work("agenda.build", mode="bind", topic_no=topic, meeting_ref=meeting, order=None)
    desk.open(meeting)

    answer = desk.work("agenda.build", mode="ready", topic_no=topic, meeting_no=meeting, package_id=None)

    assert not answer["bound"] and "第五十八条" in answer["refusal_text"]
    assert not desk.hand_in(topic, meeting)["session_open"]


def test_a_resolution_is_the_chair_s_summary_on_an_item_of_the_agenda_once(desk: OfficeDesk) -> None:
    meeting, topic, other = desk.meeting(), desk.topic(), desk.topic()
    desk.ready(topic, meeting)
    desk.open(meeting)

    first = desk.resolve(topic, meeting, summary="同意，由区教育局实施。")

    assert first == f"{meeting}-1"
    assert _topic(desk, topic).state == "decided" and _topic(desk, topic).result == "passed"
    for each in (topic, other):
        with pytest.raises(Refused):
            desk.resolve(each, meeting)


def test_what_follows_from_the_resolutions_of_a_session(desk: OfficeDesk) -> None:
    meeting = desk.meeting()
    topics = [desk.topic() for _ in range(4)]
    for topic in topics:
        desk.ready(topic, meeting)
    desk.open(meeting)
    task: dict[str, Any] = {
        "action_required": True,
        "responsible_units": ["education_bureau"],
        "due": "2026-12-31T18:00:00+08:00",
    }
    desk.resolve(topics[0], meeting, publishable=True, refer_to="party_standing_committee", **task)
    desk.resolve(topics[1], meeting, publishable=True, secrecy=True, refer_to="plenary")
    desk.resolve(topics[2], meeting, executable=False, result="deferred", publishable=True, refer_to="plenary", **task)
    desk.resolve(topics[3], meeting, executable=False, result="rejected", **task)

    closed = desk.work("resolution.register", mode="close", meeting_no=meeting, meeting_end=at("2026-09-24 11:30"))

    def numbers(name: str) -> list[str]:
        return [each["topic_no"] for each in closed[name]]

    assert numbers("resolutions") == topics
    assert numbers("executable_resolutions") == numbers("publishable_resolutions") == topics[:1]
    assert numbers("party_referrals") == topics[:1] and numbers("plenary_referrals") == topics[1:2]
    assert (closed["publish_count"], closed["party_count"], closed["plenary_count"]) == (1, 1, 1)
    assert closed["resolutions"][0]["draft"][0]["name"] == "正文.docx"
    assert _topic(desk, topics[2]).state == "pool" and _topic(desk, topics[2]).meeting_no is None
    assert _meeting(desk, meeting).state == "closed"


def test_a_cancelled_session_gives_everything_back_and_names_what_was_ready(desk: OfficeDesk) -> None:
    meeting, ready, waiting = desk.meeting(), desk.topic(), desk.topic()
    desk.ready(ready, meeting)
    desk.work("agenda.build", mode="bind", topic_no=waiting, meeting_ref=meeting, order=None)

    answer = desk.work("agenda.build", mode="cancel", meeting_no=meeting, reason="防汛")

    assert [item["topic_no"] for item in answer["ready_topics"]] == [ready]
    assert {_topic(desk, each).state for each in (ready, waiting)} == {"pool"}


def test_a_session_without_quorum_gets_a_new_date_and_keeps_its_topics(desk: OfficeDesk) -> None:
    meeting, topic = desk.meeting(), desk.topic()
    desk.ready(topic, meeting)
    desk.work("registry.register", kind="meeting", key=meeting, row={"state": "no_quorum", "reason": "不足法定人数"})
    assert _meeting(desk, meeting).state == "no_quorum"

    desk.plan(meeting, at("2026-09-25 09:00"))

    assert _meeting(desk, meeting).starts_at == at("2026-09-25 09:00")
    assert [item["topic_no"] for item in desk.open(meeting)["agenda"]] == [topic]


def test_a_withdrawn_topic_leaves_the_agenda(desk: OfficeDesk) -> None:
    meeting, topic = desk.meeting(), desk.topic()
    desk.ready(topic, meeting)

    row = {"title": "x", "unit": "education_bureau", "state": "withdrawn", "reason": "条件不成熟"}
    desk.work("registry.register", kind="topic_closed", key=topic, row=row)
    desk.work("registry.register", kind="topic_closed", key="instance-of-a-topic-never-numbered", row=row)

    assert _topic(desk, topic) == replace(_topic(desk, topic), state="withdrawn", meeting_no=None)
    assert desk.open(meeting)["agenda"] == []


def test_operators_may_list_topics_too(desk: OfficeDesk) -> None:
    meeting, topic = desk.meeting(), desk.topic()
    operator = replace(desk.person("education.clerk"), rights=frozenset({Right.OPERATOR}))

    desk.do(AddAgendaItem(meeting, topic, "补录"), operator)

    assert _topic(desk, topic).meeting_no == meeting


def _topic(desk: OfficeDesk, number: str) -> Topic:
    (topic,) = desk.records(Topic, topic_no=number)
    assert isinstance(topic, Topic)
    return topic


def _meeting(desk: OfficeDesk, number: str) -> Meeting:
    (meeting,) = desk.records(Meeting, meeting_no=number)
    assert isinstance(meeting, Meeting)
    return meeting


def test_a_topic_is_in_the_state_its_process_has_reached(desk: OfficeDesk) -> None:
    diagram = b.bpmn(
        "case", b.start(), b.service("number", topic="numbering.allocate"),
        b.user("review", b.properties(status="topic:pre_review")),
        b.user("sign", b.properties(status="topic:mayor_approval")), b.end(),
        *b.chain("start", "number", "review", "sign", "end"),
    )  # fmt: skip
    desk.do(Deploy("case", (("case.bpmn", diagram),)), SYSTEM)
    instance = desk.do(StartInstance(key="case", variables={"series": "topic"}), SYSTEM)
    (waiting,) = desk.ask(ExternalTaskQuery()).rows
    desk.work("registry.register", waiting.id, kind="topic", key="T1", row={"title": "t", "unit": "u"})
    before = _topic(desk, "T1").state

    Runner(desk.transport, WORKERS, "w", threads=0).run_once()
    (task,) = desk.ask(TaskQuery(instance_ids=(instance.id,))).rows
    reviewing = _topic(desk, "T1").state
    desk.do(CompleteTask(task.id), SYSTEM)

    assert (before, reviewing, _topic(desk, "T1").state) == ("consulting", "pre_review", "mayor_approval")
