"""Posts, units and the resolvers of catalogue 1.2."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.errors import EvaluationFailed, NotSignedIn
from app.domain.people import PortfolioEntry
from app.domain.values import Right
from app.identity.resolvers import Resolvers
from tests.unit.identity.people import NOON, away, office


def test_who_holds_a_post_is_in_the_groups_above():
    people = office()
    assert people.groups_of("edm") == {"executive_deputy_mayor", "deputy_mayor", "gov_leader"}
    assert people.holders("deputy_mayor") == ("edm", "dm2", "dm3")
    assert people.holders("office") == ("director", "deputy")
    assert people.holders("nothing") == ()


def test_the_head_of_a_bureau_is_a_head_of_its_class():
    people = office()
    assert people.holders("gov_component_dept_head") == ("head",)
    assert people.holders("gov_component_dept") == ("head", "clerk", "clerk2")


def test_an_actor_carries_rights_groups_and_those_stood_in_for():
    actor = office(away("mayor")).actor("edm", NOON)
    assert actor.may(Right.CLERK)
    assert actor.stands_in_for == {"mayor"}
    assert actor.principal_groups == {("mayor", "mayor"), ("mayor", "gov_leader")}


def test_unknown_people_are_no_actors():
    with pytest.raises(NotSignedIn):
        office().actor("nobody", NOON)


@pytest.mark.parametrize(
    ("unit", "matter", "found"),
    [
        ("finance_bureau", "预算", "dm3"),
        ("finance_bureau", "信访工作", "dm3"),
        ("cppcc", "关于信访工作的议题", "dm2"),
        ("cppcc", "其他", "edm"),
        (None, None, "edm"),
    ],
)
def test_the_portfolio_names_the_deputy_mayor(unit, matter, found):
    portfolio = (PortfolioEntry("dm3", "finance_bureau"), PortfolioEntry("dm2", None, "信访"))
    resolvers = Resolvers(office(portfolio=portfolio), NOON)
    assert resolvers.portfolio_deputy_mayor(unit, matter) == found


def test_an_entry_of_the_past_counts_no_more():
    entry = PortfolioEntry("dm3", "finance_bureau", valid_to=NOON - timedelta(days=1))
    assert Resolvers(office(portfolio=(entry,)), NOON).portfolio_deputy_mayor("finance_bureau") == "edm"


def test_the_absent_deputy_mayor_keeps_the_task_and_his_stand_in_sees_it():
    people = office(away("dm3"), portfolio=(PortfolioEntry("dm3", "finance_bureau"),))
    resolvers = Resolvers(people, NOON)
    assert resolvers.portfolio_deputy_mayor("finance_bureau", None) == "dm3"
    assert resolvers.stand_in("dm3") == "edm"
    assert people.stands_in_for("edm", NOON) == {"dm3"}


def test_unit_roles_are_groups():
    bean = Resolvers(office(), NOON).bean()
    assert bean["unit_head"]("finance_bureau") == "finance_bureau_head"
    assert bean["unit_clerk"]("finance_bureau") == "finance_bureau_clerk"
    assert bean["unit_clerk"]("cppcc") == "cppcc"
    with pytest.raises(EvaluationFailed):
        bean["unit_head"]("no_such_unit")
    with pytest.raises(EvaluationFailed):
        bean["unit_head"](None)


def test_the_principal_leader_is_deputised():
    assert Resolvers(office(), NOON).principal_leader() == "mayor"
    assert Resolvers(office(away("mayor")), NOON).principal_leader() == "edm"


def test_search_finds_by_name_id_and_post():
    people = office()
    assert [p.id for p in people.search_people("财政局", (), 10)] == ["head", "clerk", "clerk2"]
    assert [p.id for p in people.search_people("", ("deputy_mayor",), 2)] == ["edm", "dm2"]
    assert [g.id for g in people.search_groups("区财政局", ("unit",), 10)] == ["finance_bureau"]
