"""The invariants of topic and session (INV-05, 08, 09, 10, 13 to 16), each with somebody who tries to break it.

INV-06 is in test_sc_20.py, INV-07 in test_sc_21.py, INV-11 in test_sc_27.py, INV-12 in test_sc_29.py.
"""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.commands.instance import CorrelateMessage, SetVariables
from app.domain.commands.office import ChangeSetting, RegisterRecord
from app.domain.commands.office_meeting import AddAgendaItem, BindTopic, RegisterResolution
from app.domain.commands.task import CompleteTask
from app.domain.errors import CorrelationMismatch, InvalidInput, InvalidState, NotAllowed, NotFound, Rejected
from app.domain.queries.file import FileQuery
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.office import MeetingFileQuery
from app.domain.queries.runtime import TaskFormQuery
from app.domain.queries.variable import VariableQuery
from app.domain.values import SYSTEM
from tests.scenarios.conftest import OpenSession, StoryAt
from tests.scenarios.story import MEMBERS, Story

REVIEWS = (
    ("S09_secretary_review", "chief.zhao"),
    ("S10_deputy_director_review", "deputy.li"),
    ("S11_director_review", "director.zhang"),
    ("S12_edm_review", "edm.chen"),
    ("S13_mayor_approve", "mayor.liu"),
)


def switch(story: Story, key: str, value: Any) -> None:
    """The administrator sets a switch of the office."""
    story.stage.engine.execute(ChangeSetting(key, value, "试行"), story.stage.actor("admin.lin"))


# INV-05, INV-10: the opinions that are required


def test_inv_05_while_a_body_is_silent_nothing_can_be_submitted(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    story.propose(related_units=["housing_bureau", "civil_affairs_bureau"])
    story.answer("housing_bureau")

    story.at("2026-10-30 09:00")  # long past DL-08

    for attempt in (story.dispose, story.finalise):
        with pytest.raises(NotFound):
            attempt()
    assert "S02_draft" in story.stage.open()


def test_inv_10_a_deemed_answer_is_no_opinion_of_the_finance_bureau(story_at: StoryAt) -> None:
    """Where the office lets silence pass, what must be in writing is missing all the same (Art. 19)."""
    story = story_at("2026-09-14 09:00")
    switch(story, "consult.topic.mode", "deemed")
    story.propose(fiscal_funds=True, amount=860)
    story.answer("housing_bureau")
    story.at("2026-09-18 09:00")

    story.finalise()

    assert story.stage.open() == ["S08_finalise"]
    assert "区财政局的书面意见缺失" in story.stage.form("education.clerk", "S08_finalise")["refusal_text"]


@pytest.mark.parametrize(("tick", "stem"), [("fiscal_funds", "finance"), ("legal", "legal"), ("policy", "policy")])
def test_inv_10_an_unsigned_answer_that_goes_around_the_form_is_no_opinion(
    story_at: StoryAt, tick: str, stem: str
) -> None:
    """A client that completes without the form's check gets no further than the check of the submission."""
    story = story_at("2026-09-14 09:00")
    attributes: dict[str, Any] = {tick: True, "amount": 860}
    story.propose(**attributes)
    story.answer("housing_bureau")
    for user_id, element_id in ((f"{stem}.clerk", "S02_draft"), (f"{stem}.head", "S03_sign")):
        task = story.stage.task(user_id, element_id)
        said = {"opinion": "agree", "decision": "agree"}
        story.stage.engine.execute(CompleteTask(task.id, said), story.stage.actor(user_id))
        story.stage.settle()

    story.finalise()

    assert story.stage.open() == ["S08_finalise"]
    assert "书面意见缺失" in story.stage.form("education.clerk", "S08_finalise")["refusal_text"]


# INV-08: the order of the reviews


def test_inv_08_the_reviews_keep_their_order(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    story.propose()
    story.answer_all()
    story.finalise()
    for element_id, reviewer in REVIEWS[:-1]:
        assert story.stage.open() == [element_id]
        task_id = story.stage.task(reviewer, element_id).id
        for _, other in REVIEWS:
            if other != reviewer:
                with pytest.raises(Rejected):
                    command = CompleteTask(task_id, {"decision": "agree"})
                    story.stage.engine.execute(command, story.stage.actor(other))
        story.stage.act(reviewer, element_id, decision="agree")
    assert story.stage.open() == ["S13_mayor_approve"]


def test_inv_08_after_a_return_all_reviews_begin_again(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    story.propose()
    story.answer_all()
    story.finalise()
    story.stage.act("chief.zhao", "S09_secretary_review", decision="agree")
    story.stage.act("deputy.li", "S10_deputy_director_review", decision="agree")
    returned = {"decision": "return", "opinion": "请补充", "defects": "缺少资金测算"}
    story.stage.act("director.zhang", "S11_director_review", **returned)

    assert story.due("S08_rework") == "Thu 2026-09-17 18:00"
    assert story.stage.form("education.clerk", "S08_rework")["return_reason"] == "缺少资金测算"
    story.stage.act("education.clerk", "S08_rework", formal_text=story.stage.paper("正式文本.txt", "修改稿"))

    assert story.stage.open() == ["S09_secretary_review"]


# INV-09: one session per topic


def test_inv_09_a_topic_on_one_agenda_goes_on_no_other(story_at: StoryAt) -> None:
    story = story_at("2026-09-14 09:00")
    topic_no = story.bring_to_mayor()
    first, second = story.convene("2026-09-24 09:00"), story.convene("2026-09-29 09:00")
    story.list_topic(topic_no, first)

    with pytest.raises(InvalidState):
        story.stage.engine.execute(AddAgendaItem(second, topic_no, "两次都议"), story.stage.actor("mayor.liu"))
    answer = story.stage.engine.execute(BindTopic(topic_no=topic_no, meeting_ref=second), SYSTEM)

    assert answer["bound"] is False and "第五十八条" in answer["refusal_text"]
    assert [item.topic_no for item in story.meeting_file(first).agenda] == [topic_no]
    assert story.meeting_file(second).agenda == ()


# INV-13: the resolution is the chair's summary


def test_inv_13_the_resolution_is_what_the_chair_said_and_stays_so(session: OpenSession) -> None:
    story, meeting_no, topic_no = session.story, session.meeting_no, session.topic_no
    other: dict[str, Any] = {"result": "rejected", "summary": "改为不通过"}
    again = RegisterResolution(meeting_no=meeting_no, topic_no=topic_no, resolution=other, executable=False)

    # nobody registers one before the chair has spoken
    for user_id in ("chief.zhao", "director.zhang", "operator.gao"):
        with pytest.raises(NotAllowed):
            story.stage.engine.execute(again, story.stage.actor(user_id))
        with pytest.raises(Rejected):
            story.stage.act(user_id, "S14_summary", **other, refer_to="none")
    story.discuss(summary="会议同意，分两年实施。")

    # the record of the secretary says something else: the chair's words count
    (resolution,) = story.meeting_file(meeting_no).resolutions
    assert (resolution.result, resolution.text) == ("passed", "会议同意，分两年实施。")
    # and they are not spoken a second time, not even by a worker
    with pytest.raises(Rejected):
        story.stage.engine.execute(again, SYSTEM)
    with pytest.raises(InvalidInput):
        entry = RegisterRecord(kind="resolution", key=resolution.resolution_id, row=other, reason="更正")
        story.stage.engine.execute(entry, story.stage.actor("operator.gao"))
    assert story.meeting_file(meeting_no).resolutions == (resolution,)


# INV-14: who is not concerned sees nothing


def test_inv_14_a_reporter_sees_the_own_item_only(story_at: StoryAt) -> None:
    # given a session with an item of the education bureau and one of the housing bureau
    story = story_at("2026-09-14 09:00")
    mine = story.bring_to_mayor()
    story.unit = "housing_bureau"
    others = story.bring_to_mayor(title="住建议题")
    meeting_no = story.convene("2026-09-24 09:00")
    for unit, topic_no in (("education_bureau", mine), ("housing_bureau", others)):
        story.unit = unit
        story.list_topic(topic_no, meeting_no)
        story.hand_in(topic_no, reporter=story.head)
    story.reply_all()
    story.at("2026-09-22 18:00")
    story.prepare_session()
    story.at("2026-09-24 08:15")
    story.report_attendance()
    story.at("2026-09-24 08:50")
    story.sign_in(*MEMBERS)

    # when the first item is called, its reporter has the task, the other waits outside
    story.stage.act("chief.zhao", "S10_call", called_at=story.now())
    reporting = story.stage.task("education.head", "S11_report")
    with pytest.raises(NotFound):
        story.stage.task("housing.head", "S11_report")
    shown = story.stage.form("education.head", "S11_report")
    secret = story.topic_file(others).packages[-1].fields["formal_text"][0]["sha256"]
    assert others not in str(shown) and secret not in str(shown)
    for user_id in ("housing.head", "housing.clerk"):
        with pytest.raises(Rejected):
            story.stage.engine.ask(TaskFormQuery(reporting.id), story.stage.actor(user_id))
    times = {"started_at": story.now(), "ended_at": story.now()}
    story.stage.act("education.head", "S11_report", None, reporter="education.head", **times)

    # then, having reported, he knows nothing of the other item: no file, no variable, no paper, no session
    actor, ask = story.stage.actor("education.head"), story.stage.engine.ask
    with pytest.raises(NotFound):
        story.topic_file(others, "education.head")
    with pytest.raises(NotFound):
        ask(MeetingFileQuery(meeting_no), actor)
    assert ask(FileQuery(secret), actor) is None
    assert others not in str(ask(VariableQuery(), actor).rows)
    seen = ask(InstanceQuery(), actor).rows
    assert "executive_meeting" not in {each.definition_key for each in seen}


# INV-15: an extension is asked for in advance


def test_inv_15_nobody_moves_the_date_of_a_resolution_quietly(session: OpenSession) -> None:
    """P08 with its request for an extension comes later; until then the date cannot be changed at all by those
    concerned."""
    story, meeting_no = session.story, session.meeting_no
    tasks: dict[str, Any] = {"action_required": True, "responsible_units": ["education_bureau"], "due": "2026-11-30"}
    story.discuss(**tasks)
    (case,) = story.stage.engine.ask(InstanceQuery(definition_keys=("supervision_case",)), SYSTEM).rows

    for user_id in ("education.clerk", "education.head", "supervision.jiang", "chief.zhao"):
        with pytest.raises(NotAllowed):
            later = SetVariables(case.id, {"case_due": "2027-06-30"}, reason="延期")
            story.stage.engine.execute(later, story.stage.actor(user_id))
    story.stage.act("supervision.jiang", "S05_notify", notified=True, note="已送达", case_due="2027-06-30")

    (resolution,) = story.meeting_file(meeting_no).resolutions
    assert resolution.fields["due"] == "2026-11-30"
    values = story.stage.engine.ask(VariableQuery(instance_ids=(case.id,)), SYSTEM).rows
    assert [each.value.value for each in values if each.name == "case_due"] == ["2026-11-30"]


# INV-16: minutes are signed before they are issued


def test_inv_16_minutes_are_not_issued_before_the_chair_has_signed(session: OpenSession) -> None:
    story, meeting_no = session.story, session.meeting_no
    story.discuss()
    issued = CorrelateMessage("MSG_ISSUED", meeting_no, variables={"doc_no": "伪号", "issued_at": story.now()})
    signed = CorrelateMessage("MSG_SIGNED_ISSUE", meeting_no, variables={"draft_id": meeting_no})

    # nobody sends the messages by hand, and the engine takes none before the signature
    for user_id in ("chief.zhao", "secretary.qian", "director.zhang"):
        for message in (issued, signed):
            with pytest.raises(NotAllowed):
                story.stage.engine.execute(message, story.stage.actor(user_id))
    with pytest.raises(CorrelationMismatch):
        story.stage.engine.execute(issued, SYSTEM)
    # and every signature is its holder's own
    story.write_minutes()
    for element_id in ("S03_deputy_director", "S04_director", "S05_edm", "S06_chair"):
        for user_id in ("chief.zhao", "secretary.qian", "archives.feng"):
            with pytest.raises(Rejected):
                story.stage.act(user_id, element_id, decision="agree")
        assert story.stage.tasks("S15_proof") == ()
        story.sign_minutes(element_id)

    assert len(story.stage.tasks("S15_proof")) == 1


@pytest.mark.parametrize("mayor_confirms", [True, False])
def test_inv_16_the_chain_is_that_of_dt_10(story_at: StoryAt, mayor_confirms: bool) -> None:
    """When the executive deputy mayor presides, the mayor confirms the minutes where the office wants it (AMB-01)."""
    story = story_at("2026-09-14 09:00")
    switch(story, "minutes.require_mayor", mayor_confirms)
    story.chair = "edm.chen"
    story.open_session("2026-09-24 09:00", story.bring_to_mayor())
    story.discuss()
    story.write_minutes()
    story.sign_minutes("S03_deputy_director")
    story.sign_minutes("S04_director")
    story.sign_minutes("S05_edm")
    story.stage.act("edm.chen", "S06_chair", decision="agree")

    assert len(story.stage.tasks("S08_mayor")) == mayor_confirms
    assert len(story.stage.tasks("S15_proof")) == (not mayor_confirms)
