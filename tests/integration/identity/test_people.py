"""Keeping people, posts, absences and portfolios by command."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.commands.identity import (
    AddAbsence,
    AddGroup,
    AddMember,
    AddUser,
    ChangeGroup,
    ChangeUser,
    ConfirmStandIn,
    RemoveMember,
    RevokeAbsence,
    SetDeputyCover,
    SetPortfolio,
)
from app.domain.errors import InvalidInput, InvalidState, NotAllowed, NotFound, RuleViolated
from app.domain.people import AbsenceKind, GroupKind, PortfolioEntry, User
from app.domain.ports.identity import PeopleRepository
from app.domain.queries.history import OperationQuery
from app.domain.values import SYSTEM, Actor, Right
from app.identity.org import UnitOrgDirectory
from app.identity.seeds import seed_demo_office, seed_groups

CLERK = frozenset({Right.CLERK})


def people(office):
    return office.identity.directory()


def actor(office, user_id):
    return people(office).actor(user_id, office.clock.now())


def away(office, user_id, **more):
    now = office.clock.now()
    return AddAbsence(user_id, now - timedelta(hours=1), now + timedelta(days=2), AbsenceKind.TRAVEL, **more)


def test_the_posts_of_the_catalogue_are_seeded_once(office):
    assert seed_groups(office.engine) > 60
    assert seed_groups(office.engine) == 0
    assert people(office).group("finance_bureau_head").parent == "finance_bureau"
    assert people(office).group("armed_forces_dept_head") is not None


def test_every_post_of_the_demo_office_is_held_by_a_different_person(office):
    added = seed_demo_office(office.engine, office.passwords)
    assert seed_demo_office(office.engine, office.passwords) == ()
    assert office.identity.demo_accounts()[0] == "mayor.liu"
    assert set(office.identity.demo_accounts()) == set(added)
    directory = people(office)
    assert directory.holders("mayor") == ("mayor.liu",)
    assert directory.holders("gov_component_dept_head")[0] == "devreform.head"
    assert len({user.name for user in directory.users()}) == len(added)


def test_a_person_is_added_changed_and_logged(office):
    seed_groups(office.engine)
    office.do(AddUser("zhang.san", "张三", CLERK, ("office_secretary",)))
    office.do(ChangeUser("zhang.san", name="张三丰", groups=("archives_room", "duty_room")))
    person = people(office).person("zhang.san")
    assert person.name == "张三丰"
    assert [post.id for post in person.posts] == ["archives_room", "duty_room"]
    log = office.engine.ask(OperationQuery(entity="User", entity_id="zhang.san"), SYSTEM).rows
    assert [row.operation for row in log] == ["UpdateUser", "CreateUser"]
    assert log[0].before["groups"] == ["office_secretary"]
    assert log[0].actor == "admin"
    assert any(change.people for change in office.heard.changes)


@pytest.mark.parametrize("user_id", ["", "Zhang", "张三", "banli", "a", "x y"])
def test_bad_user_ids_are_refused(office, user_id):
    with pytest.raises(InvalidInput):
        office.do(AddUser(user_id, "张三"))


def test_only_administrators_keep_people(office):
    for command in (AddUser("a.b", "甲"), ChangeUser("a.b"), AddGroup("x_y", "乙"), SetPortfolio(())):
        with pytest.raises(NotAllowed):
            office.do(command, Actor("clerk", CLERK))


def test_the_same_account_twice_and_unknown_posts_are_refused(office):
    office.do(AddUser("zhang.san", "张三"))
    with pytest.raises(InvalidInput):
        office.do(AddUser("zhang.san", "张三"))
    with pytest.raises(NotFound):
        office.do(AddUser("li.si", "李四", groups=("nowhere",)))
    assert people(office).user("li.si") is None


def test_machine_rights_are_not_for_people(office):
    with pytest.raises(InvalidInput):
        office.do(AddUser("robot", "机器", frozenset({Right.ANY_TASK, Right.OPERATOR})))
    office.do(AddUser("robot", "机器", frozenset({Right.ANY_TASK, Right.WORKER})))


def test_the_last_administrator_stays(office):
    office.do(AddUser("root.one", "管理员", frozenset({Right.ADMINISTRATOR})))
    for change in (ChangeUser("root.one", active=False), ChangeUser("root.one", rights=CLERK)):
        with pytest.raises(InvalidState):
            office.do(change)
    office.do(AddUser("root.two", "管理员二", frozenset({Right.ADMINISTRATOR})))
    office.do(ChangeUser("root.one", active=False))


def test_units_come_with_their_sub_roles_and_move(office):
    office.do(AddGroup("districts", "各区", GroupKind.CLASS))
    office.do(AddGroup("water_bureau", "区水务局", GroupKind.UNIT, "districts"))
    office.do(AddUser("shui.zhang", "水局长"))
    office.do(AddMember("water_bureau_head", "shui.zhang"))
    office.do(AddMember("water_bureau_head", "shui.zhang"))
    assert people(office).holders("districts_head") == ("shui.zhang",)
    office.do(ChangeGroup("water_bureau", name="区水利局", parent=""))
    assert people(office).holders("districts") == ()
    with pytest.raises(InvalidInput):
        office.do(ChangeGroup("water_bureau", parent="water_bureau_head"))
    office.do(RemoveMember("water_bureau_head", "shui.zhang"))
    assert people(office).holders("water_bureau") == ()


def test_an_absence_makes_the_stand_in_at_once(office):
    seed_demo_office(office.engine, office.passwords)
    assert actor(office, "edm.chen").stands_in_for == frozenset()
    mayor = actor(office, "mayor.liu")
    absence = office.do(away(office, "mayor.liu", reason="出差"), mayor)
    assert actor(office, "edm.chen").stands_in_for == {"mayor.liu"}
    office.do(RevokeAbsence(absence), mayor)
    assert actor(office, "edm.chen").stands_in_for == frozenset()
    log = office.engine.ask(OperationQuery(entity="Absence", entity_id=absence), SYSTEM).rows
    assert [row.operation for row in log] == ["RevokeAbsence", "AddAbsence"]


def test_nobody_records_the_absence_of_another(office):
    seed_demo_office(office.engine, office.passwords)
    with pytest.raises(NotAllowed):
        office.do(away(office, "mayor.liu"), actor(office, "edm.chen"))
    office.do(away(office, "mayor.liu"))


def test_a_deputy_against_the_rules_is_refused_with_the_article(office):
    seed_demo_office(office.engine, office.passwords)
    with pytest.raises(RuleViolated) as refused:
        office.do(away(office, "director.zhang", deputy_id="clerk.tang"))
    assert refused.value.article == "87"
    office.do(away(office, "director.zhang", deputy_id="deputy.li"))
    assert actor(office, "deputy.li").stands_in_for == {"director.zhang"}


def test_both_leaders_away_the_director_confirms_once(office):
    seed_demo_office(office.engine, office.passwords)
    absence = office.do(away(office, "mayor.liu"))
    with pytest.raises(InvalidState):
        office.do(ConfirmStandIn(absence), actor(office, "director.zhang"))
    office.do(away(office, "edm.chen"))
    with pytest.raises(NotAllowed):
        office.do(ConfirmStandIn(absence), actor(office, "dm.zhou"))
    assert office.do(ConfirmStandIn(absence), actor(office, "director.zhang")) == "dm.zhou"
    assert actor(office, "dm.zhou").stands_in_for == {"mayor.liu", "edm.chen"}


def test_portfolio_and_cover_are_for_deputy_mayors(office):
    seed_demo_office(office.engine, office.passwords)
    with pytest.raises(InvalidInput):
        office.do(SetPortfolio((PortfolioEntry("clerk.tang", "finance_bureau"),)))
    with pytest.raises(InvalidInput):
        office.do(SetDeputyCover("dm.zhou", "dm.zhou"))
    office.do(SetDeputyCover("dm.zhou", "dm.he"))
    office.do(away(office, "dm.zhou"))
    assert actor(office, "dm.he").stands_in_for == {"dm.zhou"}


def test_a_command_sees_its_own_change_and_a_rolled_back_one_leaves_no_trace(office):
    seed_groups(office.engine)
    before = people(office).version

    class Abandoned(Exception):
        pass

    with pytest.raises(Abandoned), office.store.transaction() as uow:
        org = UnitOrgDirectory(uow, office.memory, office.clock)
        assert org.has_group("mayor")
        rows = uow.repository(PeopleRepository)
        rows.add_user(User("ghost", "鬼"), None, True, office.clock.now())
        rows.add_member("mayor", "ghost")
        assert org.holders("mayor") == ("ghost",)
        raise Abandoned

    assert people(office).version == before
    assert people(office).holders("mayor") == ()
