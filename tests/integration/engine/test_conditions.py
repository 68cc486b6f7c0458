"""Conditional events in the whole engine: rows, history, writes from outside, and starts."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain.commands.deployment import DeleteDeployment, SuspendDefinition
from app.domain.commands.instance import ActivateInstance, EvaluateConditions, SetVariables, SuspendInstance
from app.domain.commands.task import SetTaskVariables
from app.domain.errors import DefinitionInvalid, InvalidInput, Suspended
from app.domain.values import SubscriptionKind
from app.persistence.tables import hi
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    catch,
    chain,
    condition,
    end,
    event_sub,
    flow,
    start,
    user,
)
from tests.support.engine_driver import Office


def handler() -> Xml:
    return event_sub(
        "urgent", start("u_s", condition("${level > 2}"), interrupting=False), user("rush"), flow("u_s", "rush")
    )


DIAGRAM = bpmn(
    "p",
    start("s"),
    catch("wait", condition("${ready}", variable_name="ready")),
    user("work"),
    boundary("b", "work", condition("${withdrawn}")),
    user("close"),
    end("e"),
    *chain("s", "wait", "work", "e"),
    *chain("b", "close"),
    handler(),
)


def test_variables_written_from_outside_move_what_waits_for_them(any_office: Office) -> None:
    office = any_office
    office.deploy(DIAGRAM)
    instance = office.start("p", ready=False)
    waiting = {(each.kind, each.element_id, each.name) for each in office.subscriptions(instance)}
    assert waiting == {(SubscriptionKind.CONDITION, element, None) for element in ("wait", "u_s")}
    office.execute(SetVariables(instance, {"level": 3}, reason="r"))
    assert office.open_elements(instance) == ["rush"]
    office.execute(SetVariables(instance, {"ready": True}, reason="r"))
    assert office.open_elements(instance) == ["rush", "rush", "work"], "level is still above 2"
    office.execute(SetTaskVariables(office.task("work").id, {"withdrawn": True, "level": 0}))
    assert office.open_elements(instance) == ["close", "rush", "rush"], "asked when all are written, as in Camunda"
    assert {each.element_id for each in office.subscriptions(instance)} == {"u_s"}


def test_history_shows_conditions_as_camunda_does(any_office: Office) -> None:
    office = any_office
    office.deploy(DIAGRAM)
    instance = office.start("p", ready=True, withdrawn=False)
    office.execute(SetVariables(instance, {"withdrawn": True, "level": 3}, reason="r"))
    columns = hi.activity.c
    rows = office.rows(select(columns.element_id, columns.kind, columns.canceled, columns.ended_at))
    kinds = {row["element_id"]: (row["kind"], row["canceled"], row["ended_at"] is not None) for row in rows}
    assert kinds["wait"] == ("intermediateConditional", False, True)
    assert kinds["b"] == ("boundaryConditional", False, True)
    assert kinds["u_s"] == ("conditionalStartEvent", False, True)
    assert kinds["work"] == ("userTask", True, True)


def test_completing_a_task_may_fire_the_boundary_on_it(any_office: Office) -> None:
    office = any_office
    office.deploy(DIAGRAM)
    instance = office.start("p", ready=True)
    office.complete("work", withdrawn=True)
    assert office.open_elements(instance) == ["close"]


def test_a_suspended_instance_takes_values_but_does_not_move(any_office: Office) -> None:
    office = any_office
    office.deploy(DIAGRAM)
    instance = office.start("p", ready=False)
    office.execute(SuspendInstance(instance, "r"))
    office.execute(SetVariables(instance, {"other": 1}, reason="r"))
    with pytest.raises(Suspended):
        office.execute(SetVariables(instance, {"ready": True}, reason="r"))
    assert office.variables(instance) == {"ready": False, "other": 1}
    office.execute(ActivateInstance(instance, "r"))
    office.execute(SetVariables(instance, {"ready": True}, reason="r"))
    assert office.open_elements(instance) == ["work"]


STARTS = bpmn(
    "by_condition",
    start("big", condition("${amount > 1000}")),
    start("foreign", condition("${country != 'CN'}", variable_name="country")),
    user("check"),
    *chain("big", "check"),
    *chain("foreign", "check"),
)


def evaluate(office: Office, **variables: object) -> list[str]:
    """The start events whose instances began, by the tasks' instances."""
    begun = office.execute(EvaluateConditions(variables, business_key="bk"))
    columns = hi.activity.c
    rows = office.rows(select(columns.element_id, columns.instance_id).where(columns.kind == "conditionalStartEvent"))
    return sorted(row["element_id"] for row in rows if row["instance_id"] in {each.id for each in begun})


def test_conditions_start_one_instance_for_each_start_event_they_meet(any_office: Office) -> None:
    office = any_office
    with pytest.raises(InvalidInput):
        evaluate(office, amount=5000)
    office.deploy(STARTS)
    assert evaluate(office, amount=10) == []
    assert evaluate(office, amount=5000) == ["big"]
    assert evaluate(office, amount=5000, country="DE") == ["big", "foreign"]
    assert {each.business_key for each in office.running()} == {"bk"}


def test_only_the_latest_version_that_is_not_suspended_starts(any_office: Office) -> None:
    office = any_office
    first = office.deploy(STARTS)
    text = STARTS.decode()
    second = office.deploy(text.replace("1000", "2000").encode())
    assert evaluate(office, amount=1500) == []
    (old,), (latest,) = first.definitions, second.definitions
    begun = office.execute(EvaluateConditions({"amount": 1500}, definition_id=old.id))
    assert [each.definition_id for each in begun] == [old.id]
    office.execute(SuspendDefinition(latest.id, True))
    assert evaluate(office, amount=5000) == []
    assert second.deployment is not None
    office.execute(DeleteDeployment(second.deployment.id, True))
    assert evaluate(office, amount=1500) == ["big"]


def test_two_start_events_with_the_same_condition_are_refused(any_office: Office) -> None:
    twice = STARTS.decode().replace("${country != 'CN'}", "${amount &gt; 1000}").encode()
    with pytest.raises(DefinitionInvalid) as refused:
        any_office.deploy(twice)
    (problem,) = refused.value.problems
    assert (problem.code, problem.element_id) == ("duplicate_condition", "foreign")
