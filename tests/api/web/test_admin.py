"""The administrator's desk: people, posts, absences, portfolio, calendar, settings."""

from __future__ import annotations

import pytest

FROM, TO = "2026-09-16T08:00:00+08:00", "2026-09-18T18:00:00+08:00"


def absence(user_id, **more):
    return {"user_id": user_id, "from": FROM, "to": TO, "kind": "travel", **more}


def test_people_are_added_changed_and_sign_in(office):
    desk = office.desk("admin.lin")
    person = {"id": "new.one", "name": "新人", "rights": ["clerk"], "posts": ["office_secretary"]}
    added = desk.post("/people", {**person, "password": "first password"})
    assert added.status_code == 200, added.json
    assert added.json["must_change_password"] is True
    change = {"name": "新同事", "posts": ["duty_room"], "rights": ["clerk", "supervisor"]}
    changed = desk.patch("/people/new.one", change)
    assert [post["id"] for post in changed.json["posts"]] == ["duty_room"]
    assert desk.get("/people/new.one").json["rights"] == ["clerk", "supervisor"]
    assert office.stranger().sign_in("new.one", "first password").json["must_change_password"] is True
    assert desk.patch("/people/new.one", {"active": False}).json["active"] is False
    assert office.stranger().sign_in("new.one", "first password").status_code == 401
    assert "new.one" in [row["id"] for row in desk.get("/people").json]


def test_passwords_are_reset_and_accounts_unlocked(office):
    desk, stranger = office.desk("admin.lin"), office.stranger()
    for _ in range(5):
        stranger.sign_in("clerk.tang", "wrong password")
    assert desk.get("/people/clerk.tang").json["locked_until"] is not None
    assert desk.post("/people/clerk.tang/unlock").status_code == 204
    assert desk.get("/people/clerk.tang").json["locked_until"] is None
    assert desk.post("/people/clerk.tang/password", {"password": "short"}).status_code == 400
    assert desk.post("/people/clerk.tang/password", {"password": "another first one"}).status_code == 204
    assert stranger.sign_in("clerk.tang", "another first one").json["must_change_password"] is True
    assert desk.get("/people/nobody").status_code == 404


def test_posts_and_units_are_kept(office):
    desk = office.desk("admin.lin")
    added = desk.post("/groups", {"id": "water_bureau", "name": "区水务局", "parent": "gov_component_dept"})
    assert added.json["kind"] == "unit"
    assert desk.put("/groups/water_bureau_head/members/clerk.tang").status_code == 204
    rows = {row["id"]: row for row in desk.get("/groups").json}
    assert [member["name"] for member in rows["water_bureau_head"]["members"]] == ["唐婉"]
    assert desk.patch("/groups/water_bureau", {"name": "区水利局"}).json["name"] == "区水利局"
    assert desk.delete("/groups/water_bureau_head/members/clerk.tang").status_code == 204
    assert desk.put("/groups/nowhere/members/clerk.tang").status_code == 404
    assert desk.post("/groups", {"id": "Water", "name": "x"}).status_code == 400
    assert desk.post("/groups", {"id": "w_b", "name": "x", "kind": "club"}).status_code == 400


def test_an_absence_shows_who_stands_in_by_which_rule(office):
    mayor = office.desk("mayor.liu")
    added = mayor.post("/absences", absence("mayor.liu", reason="出差"))
    assert added.status_code == 200, added.json
    (row,) = office.desk("finance.clerk").get("/absences").json
    assert (row["user"]["name"], row["deputy"]["name"], row["basis"]) == ("刘建国", "陈志明", "DEP-1")
    assert row["to_confirm"] is None
    assert mayor.delete(f"/absences/{added.json['id']}").status_code == 204
    assert mayor.get("/absences").json == []


def test_absences_are_ones_own_unless_one_administers(office):
    assert office.desk("edm.chen").post("/absences", absence("mayor.liu")).status_code == 403
    admin = office.desk("admin.lin")
    added = admin.post("/absences", absence("mayor.liu"))
    assert added.status_code == 200
    assert office.desk("edm.chen").delete(f"/absences/{added.json['id']}").status_code == 403
    assert admin.delete("/absences/none").status_code == 404
    for wrong in ({"to": FROM}, {"from": "2026-09-16"}, {"kind": "sabbatical"}, {"deputy": "x"}):
        assert admin.post("/absences", absence("dm.he") | wrong).status_code == 400, wrong


def test_a_deputy_against_the_rules_is_refused_with_the_article(office):
    director = office.desk("director.zhang")
    refused = director.post("/absences", absence("director.zhang", deputy_id="clerk.tang"))
    assert (refused.status_code, refused.json["code"], refused.json["article"]) == (422, "rule_violated", "87")
    assert director.post("/absences", absence("director.zhang", deputy_id="deputy.li")).status_code == 200


def test_both_leaders_away_the_director_confirms_on_the_page(office):
    admin, director = office.desk("admin.lin"), office.desk("director.zhang")
    first = admin.post("/absences", absence("mayor.liu")).json["id"]
    admin.post("/absences", absence("edm.chen"))
    assert {row["to_confirm"]["id"] for row in director.get("/absences").json} == {"dm.zhou"}
    assert office.desk("dm.zhou").post(f"/absences/{first}/confirm").status_code == 403
    assert director.post(f"/absences/{first}/confirm").json == {"deputy_id": "dm.zhou"}
    assert {row["basis"] for row in director.get("/absences").json} == {"DEP-10"}


def test_portfolio_and_covers(office):
    admin = office.desk("admin.lin")
    before = admin.get("/portfolio").json
    assert {"edm.chen", "dm.zhou"} <= {row["user"]["id"] for row in before["rows"]}
    rows = [{"user_id": "dm.he", "unit": "finance_bureau"}, {"user_id": "dm.he", "matter": "信访"}]
    assert admin.put("/portfolio", {"rows": rows}).status_code == 204
    assert [row["unit"] for row in admin.get("/portfolio").json["rows"]] == ["finance_bureau", None]
    assert admin.put("/portfolio", {"rows": [{"user_id": "clerk.tang", "unit": "office"}]}).status_code == 400
    assert admin.put("/portfolio/covers/dm.zhou", {"cover_id": "dm.wang"}).status_code == 204
    assert admin.get("/portfolio").json["covers"][0]["cover"]["id"] == "dm.wang"
    assert office.desk("dm.zhou").put("/portfolio", {"rows": []}).status_code == 403


def test_a_day_off_moves_what_is_due(office):
    office.start()
    admin, secretary = office.desk("admin.lin"), office.desk("secretary.qian")
    due = secretary.get("/tasks?box=groups").json["rows"][0]["due"]
    days = {row["date"]: row for row in admin.get("/calendar?year=2026").json["rows"]}
    assert len(days) == 365
    assert (days["2026-10-01"]["kind"], days["2026-10-01"]["source"]) == ("holiday", "national")
    assert (days["2026-10-10"]["kind"], days["2026-09-19"]["source"]) == ("working", "weekend")
    day = due[:10]
    answer = admin.put(f"/calendar/{day}", {"kind": "holiday", "name": "防汛"})
    assert answer.json == {"recomputed": 1}
    assert secretary.get("/tasks?box=groups").json["rows"][0]["due"] > due
    row = next(row for row in admin.get("/calendar?year=2026").json["rows"] if row["date"] == day)
    assert (row["kind"], row["name"], row["source"]) == ("holiday", "防汛", "override")
    assert admin.delete(f"/calendar/{day}").json == {"recomputed": 1}
    assert secretary.get("/tasks?box=groups").json["rows"][0]["due"] == due
    assert admin.put("/calendar/tomorrow", {"kind": "holiday", "name": "x"}).status_code == 400
    assert admin.put("/calendar/2026-09-20", {"kind": "feast", "name": "x"}).status_code == 400
    assert secretary.put("/calendar/2026-09-20", {"kind": "holiday", "name": "x"}).status_code == 403


def test_switches_are_set_with_a_reason_and_remembered(office):
    admin = office.desk("admin.lin")
    rows = {row["key"]: row for row in admin.get("/settings").json}
    assert (rows["materials.copies"]["type"], rows["materials.copies"]["value"]) == ("integer", 30)
    assert admin.put("/settings/materials.copies", {"value": 25}).status_code == 400
    assert admin.put("/settings/materials.copies", {"value": 25, "reason": "无纸化"}).status_code == 204
    (entry,) = admin.get("/settings/materials.copies/history").json
    assert (entry["before"], entry["after"], entry["reason"]) == (30, 25, "无纸化")
    assert entry["actor"]["id"] == "admin.lin"
    assert admin.put("/settings/materials.copies", {"value": "many", "reason": "x"}).status_code == 400
    assert admin.put("/settings/nothing", {"value": 1, "reason": "x"}).status_code == 404
    order = {"value": '["mayor"]', "reason": "x"}
    assert admin.put("/settings/rank_order", order).status_code == 204
    assert {row["key"]: row["value"] for row in admin.get("/settings").json}["rank_order"] == '["mayor"]'
    assert admin.put("/settings/rank_order", {"value": "[", "reason": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/people", None),
        ("GET", "/people/mayor.liu", None),
        ("POST", "/people", {"id": "x.y", "name": "x"}),
        ("PATCH", "/people/mayor.liu", {"name": "x"}),
        ("POST", "/people/mayor.liu/password", {"password": "a long password"}),
        ("POST", "/people/mayor.liu/unlock", None),
        ("POST", "/groups", {"id": "x_y", "name": "x"}),
        ("PATCH", "/groups/mayor", {"name": "x"}),
        ("PUT", "/groups/mayor/members/clerk.tang", None),
        ("DELETE", "/groups/mayor/members/mayor.liu", None),
        ("PUT", "/portfolio", {"rows": []}),
        ("GET", "/settings", None),
        ("PUT", "/settings/materials.copies", {"value": 1, "reason": "x"}),
        ("GET", "/settings/materials.copies/history", None),
        ("DELETE", "/calendar/2026-09-20", None),
    ],
)
def test_only_administrators_keep_the_office(office, method, path, body):
    for user_id in ("mayor.liu", "operator.gao", "designer.xu"):
        answer = office.desk(user_id).send(method, path, body)
        assert (answer.status_code, answer.json["code"]) == (403, "not_allowed"), user_id
    assert office.stranger().send(method, path, body).status_code == 401
