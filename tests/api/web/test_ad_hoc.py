"""Ad-hoc sub-processes over the web API: the person sees what they may begin, begins it, and ends the stage."""

from __future__ import annotations

import pytest

from app.domain.commands.deployment import Deploy
from app.domain.commands.instance import StartInstance
from app.domain.values import SYSTEM, Actor, Right
from tests.support.bpmn_builder import ad_hoc, bpmn, chain, end, start, user

CASE = bpmn(
    "consultation_as_needed",
    start("s"),
    ad_hoc("h", user("advice", assignee="education.head"), name="会商"),
    end("e"),
    *chain("s", "h", "e"),
    history_time_to_live="P1D",
)


@pytest.fixture
def instance_id(office):
    office.house.engine.execute(Deploy("case", (("case.bpmn", CASE),)), SYSTEM)
    starter = Actor("education.clerk", frozenset({Right.CLERK}))
    return office.house.engine.execute(StartInstance(key="consultation_as_needed"), starter).id


def test_a_clerk_begins_work_and_ends_the_stage(office, instance_id):
    desk = office.desk("education.clerk")
    (row,) = desk.get(f"/instances/{instance_id}/ad-hoc").json["rows"]
    advice = {"element_id": "advice", "name": "advice", "kind": "userTask"}
    assert row == {"scope": row["scope"], "element_id": "h", "name": "会商", "may_end": True, "activities": [advice]}
    begun = desk.post(f"/instances/{instance_id}/ad-hoc/start", {"scope": row["scope"], "element": "advice"})
    assert begun.status_code == 204, begun.json
    assert desk.post(f"/instances/{instance_id}/ad-hoc/end", {"scope": row["scope"]}).status_code == 204
    assert desk.get(f"/instances/{instance_id}").json["state"] == "COMPLETED"
    assert desk.get(f"/instances/{instance_id}/ad-hoc").json == {"rows": []}


def test_others_neither_see_nor_begin_it(office, instance_id):
    (row,) = office.desk("operator.gao").get(f"/instances/{instance_id}/ad-hoc").json["rows"]
    stranger = office.desk("finance.clerk")
    assert stranger.get(f"/instances/{instance_id}/ad-hoc").status_code == 404
    given = {"scope": row["scope"], "element": "advice"}
    assert stranger.post(f"/instances/{instance_id}/ad-hoc/start", given).status_code == 404
    supervisor = office.desk("supervision.jiang")
    assert supervisor.get(f"/instances/{instance_id}/ad-hoc").json == {"rows": []}
