"""Running instances go on under another version; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.commands.batch import DeleteBatch, StartBatch, SuspendBatch
from app.domain.commands.instance import (
    ActivateInstance,
    MigrateInstances,
    SetVariables,
    StartInstance,
    SuspendInstance,
)
from app.domain.commands.task import ClaimTask, CompleteTask, SaveTaskDraft
from app.domain.errors import InvalidInput, NotAllowed
from app.domain.migration import CannotMigrate, MigrationInstruction, MigrationPlan, PlanInvalid
from app.domain.queries.batch import BatchItemQuery, BatchQuery
from app.domain.queries.migration import GeneratePlanQuery, MigrationReportQuery, PlanReportQuery
from app.domain.values import SYSTEM
from app.persistence.tables import hi, ru
from tests.support.bpmn_builder import (
    Xml,
    boundary,
    bpmn,
    chain,
    end,
    event_sub,
    flow,
    message,
    multi,
    service,
    start,
    sub,
    timer,
    user,
)
from tests.support.engine_driver import OPERATOR, Office


def version(*more: Xml, days: int = 1, sign: str = "Sign") -> bytes:
    """A task with a timer, in a sub-process with a message; `more` are further elements."""
    stop = event_sub("stop", start("halt", message(sign)), end("te"), *chain("halt", "te"))
    late = boundary("late", "check", timer(duration=f"P{days}D"), interrupting=False)
    return bpmn(
        "case",
        start("s"),
        sub(
            "part",
            start("ps"),
            user("check", candidate_groups="g"),
            late,
            user("hurry"),
            end("pe"),
            stop,
            *chain("ps", "check", "pe"),
            flow("late", "hurry"),
        ),
        *more,
        end("e"),
        *chain("s", "part", "after" if more else "e", *(["e"] if more else [])),
    )


def deployed(office: Office, *contents: bytes) -> list[str]:
    """The definition ids of versions deployed one after the other."""
    return [office.deploy(content).definitions[0].id for content in contents]


def plan_between(office: Office, source: str, target: str, *, update: bool = False) -> MigrationPlan:
    plan: MigrationPlan = office.engine.ask(GeneratePlanQuery(source, target, update), SYSTEM)
    return plan


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path) as office:
        yield office


def test_claims_drafts_timers_and_messages_come_along(any_office: Office) -> None:
    office = any_office
    office.people.groups = {"g": ("li",)}  # type: ignore[misc]
    (one,) = deployed(office, version())
    case = office.start("case", "K-1", amount=3)
    (two,) = deployed(office, version(user("after"), days=9, sign="Other"))
    task, li = office.task("check", case), office.actor("li")
    office.execute(ClaimTask(task.id, "li"), li)
    office.execute(SaveTaskDraft(task.id, {"note": "x"}), li)
    (job,) = office.jobs(case)
    plan = plan_between(office, one, two)
    assert [each.source_id for each in plan.instructions] == ["part", "check", "late", "hurry", "stop", "halt"]
    office.execute(MigrateInstances(plan, (case,), "新版"), OPERATOR)
    again = office.task("check", case)
    assert (again.id, again.assignee, again.definition_id) == (task.id, "li", two)
    with office.store.transaction() as uow:
        assert uow.tasks.draft(task.id, "li") == {"note": "x"}
        assert uow.instances.get(case).definition_id == two
    (kept,) = office.jobs(case)
    assert (kept.id, kept.due_at, kept.definition_id) == (job.id, job.due_at, two)
    assert [each.name for each in office.subscriptions(case)] == ["Sign"]
    entry = office.rows(select(hi.detail).where(hi.detail.c.operation == "Migrate"))[0]
    assert (entry["before"]["definitionId"], entry["after"]["definitionId"]) == (one, two)
    rows = office.rows(select(hi.activity).where(hi.activity.c.ended_at.is_(None)))
    assert {row["definition_id"] for row in rows} == {two}
    office.advance_to(office.clock.now() + timedelta(days=2))
    assert office.open_elements(case) == ["check", "hurry"]
    office.complete("hurry", instance=case)
    office.complete("check", instance=case)
    office.complete("after", instance=case)
    assert not office.running()


def test_triggers_are_taken_from_the_new_version_where_the_plan_says_so(any_office: Office) -> None:
    office = any_office
    (one,) = deployed(office, version())
    case = office.start("case")
    (two,) = deployed(office, version(days=9, sign="Other"))
    before = office.jobs(case)[0].due_at
    office.execute(MigrateInstances(plan_between(office, one, two, update=True), (case,), "x"), OPERATOR)
    (job,) = office.jobs(case)
    assert (job.due_at - before, job.definition_id) == (timedelta(days=8), two)
    assert [each.name for each in office.subscriptions(case)] == ["Other"]


def test_scopes_are_taken_away_and_added_and_variables_stay_in_theirs(any_office: Office) -> None:
    office = any_office
    flat = bpmn("case", start("s"), user("check"), end("e"), *chain("s", "check", "e"))
    one, two = deployed(office, flat, version())
    case = office.execute(StartInstance(one)).id
    activity = office.task("check", case).activity_instance_id
    office.execute(SetVariables(case, {"own": 1}, scope_id=activity, reason="x"))
    office.execute(MigrateInstances(plan_between(office, one, two), (case,), "x"), OPERATOR)
    assert [job.element_id for job in office.jobs(case)] == ["late"]
    with office.store.transaction() as uow:
        variables = uow.variables.load(case)
    assert variables.values[activity]["own"].value == 1
    scope = variables.parents[activity]
    assert variables.parents[scope] == case
    back = plan_between(office, two, one)
    office.execute(MigrateInstances(back, (case,), "x"), OPERATOR)
    assert not office.jobs(case) and not office.subscriptions(case)
    with office.store.transaction() as uow:
        assert uow.variables.load(case).parents == {activity: case}
    office.complete("check", instance=case)
    assert not office.running()


def test_multi_instance_and_external_work_go_on(any_office: Office) -> None:
    office = any_office

    def signed(element: str, work: str) -> bytes:
        sign = user(element, multi(cardinality=2))
        return bpmn("m", start(), sign, service(work, topic="t"), end(), *chain("start", element, work, "end"))

    (one,) = deployed(office, signed("sign", "send"))
    cases = (office.start("m"), office.start("m"))
    (two,) = deployed(office, signed("seal", "post"))
    pairs = (("sign#multiInstanceBody", "seal#multiInstanceBody"), ("sign", "seal"), ("send", "post"))
    plan = MigrationPlan(one, two, tuple(MigrationInstruction(*pair) for pair in pairs))
    for task in office.tasks(cases[1]):
        office.execute(CompleteTask(task.id))
    office.execute(MigrateInstances(plan, cases, "x"), OPERATOR)
    assert office.open_elements(cases[0]) == ["seal", "seal"]
    assert office.open_elements(cases[1]) == ["post"]
    assert office.work("t") == 1
    assert [each.id for each in office.running()] == [cases[0]]


def test_one_that_cannot_go_keeps_all_back_and_is_told_beforehand(desk: Office) -> None:
    line = bpmn("l", start(), user("a"), user("b"), end(), *chain("start", "a", "b", "end"))
    (one,) = deployed(desk, line)
    first, second = desk.start("l"), desk.start("l")
    desk.complete("a", instance=second)
    (two,) = deployed(desk, line + b"<!-- -->")
    plan = MigrationPlan(one, two, (MigrationInstruction("a", "a"),))
    reports = desk.engine.ask(MigrationReportQuery(plan, (first, second)), OPERATOR)
    assert [(each.instance_id, len(each.failures)) for each in reports] == [(first, 0), (second, 1)]
    with pytest.raises(NotAllowed):
        desk.engine.ask(MigrationReportQuery(plan, (first,)), desk.actor("li"))
    with pytest.raises(CannotMigrate, match="activity 'b'"):
        desk.execute(MigrateInstances(plan, (first, second), "x"), OPERATOR)
    assert {each.definition_id for each in desk.running()} == {one}


def test_what_a_migration_asks_for(desk: Office) -> None:
    line = bpmn("l", start(), user("a"), end(), *chain("start", "a", "end"))
    (one,) = deployed(desk, line)
    case = desk.start("l")
    (two,) = deployed(desk, line + b"<!-- -->")
    plan = plan_between(desk, one, two)
    broken = MigrationPlan(one, two, (MigrationInstruction("a", "nowhere"),))
    assert desk.engine.ask(PlanReportQuery(plan), SYSTEM) == ()
    assert len(desk.engine.ask(PlanReportQuery(broken), SYSTEM)) == 1
    with pytest.raises(PlanInvalid, match="'nowhere' does not exist"):
        desk.execute(MigrateInstances(broken, (case,), "x"), OPERATOR)
    with pytest.raises(InvalidInput, match="reason"):
        desk.execute(MigrateInstances(plan, (case,)), OPERATOR)
    with pytest.raises(InvalidInput, match="empty"):
        desk.execute(MigrateInstances(plan, (), "x"), OPERATOR)
    with pytest.raises(NotAllowed):
        desk.execute(MigrateInstances(plan, (case,), "x"), desk.actor("li"))
    desk.execute(MigrateInstances(plan, (case,), "x"), OPERATOR)
    with pytest.raises(InvalidInput, match="not the source definition"):
        desk.execute(MigrateInstances(plan, (case,), "x"), OPERATOR)


def test_a_suspended_instance_is_migrated_and_stays_suspended(desk: Office) -> None:
    flat = bpmn("case", start("s"), user("check"), end("e"), *chain("s", "check", "e"))
    (one,) = deployed(desk, flat)
    case = desk.start("case", amount=1)
    (two,) = deployed(desk, version())
    desk.execute(SuspendInstance(case, "x"), OPERATOR)
    plan = plan_between(desk, one, two)
    with_values = MigrationPlan(one, two, plan.instructions, {"amount": 2, "new": "x"})
    desk.execute(MigrateInstances(with_values, (case,), "x"), OPERATOR)
    assert [job.suspended for job in desk.jobs(case)] == [True]
    assert desk.variables(case) == {"amount": 2, "new": "x"}
    desk.execute(ActivateInstance(case, "x"), OPERATOR)
    desk.advance_to(desk.clock.now() + timedelta(days=2))
    assert desk.open_elements(case) == ["check", "hurry"]


def test_the_closed_history_stays_with_the_version_it_was_made_under(desk: Office) -> None:
    line = bpmn("l", start(), user("a"), user("b"), end(), *chain("start", "a", "b", "end"))
    (one,) = deployed(desk, line)
    case = desk.start("l")
    desk.complete("a", instance=case)
    (two,) = deployed(desk, line + b"<!-- -->")
    desk.execute(MigrateInstances(plan_between(desk, one, two), (case,), "x"), OPERATOR)
    rows = desk.rows(select(hi.activity).where(hi.activity.c.instance_id == case))
    assert {row["element_id"]: row["definition_id"] for row in rows} == {"start": one, "a": one, "b": two}
    (row,) = desk.rows(select(ru.instance).where(ru.instance.c.id == case))
    assert row["definition_id"] == two


def test_a_batch_migrates_what_it_can_and_reports_the_rest(any_office: Office) -> None:
    office = any_office
    line = bpmn("l", start(), user("a"), user("b"), end(), *chain("start", "a", "b", "end"))
    (one,) = deployed(office, line)
    first, second = office.start("l"), office.start("l")
    office.complete("a", instance=second)
    (two,) = deployed(office, line + b"<!-- -->")
    plan = MigrationPlan(one, two, (MigrationInstruction("a", "a"),))
    commands = {each: MigrateInstances(plan, (each,), "x") for each in (first, second)}
    batch = office.execute(StartBatch("instance-migration", commands, "x"), OPERATOR)
    office.run()
    report = office.engine.ask(BatchItemQuery(batch_ids=(batch.id,)), OPERATOR).rows
    assert {row.instance_id: row.state for row in report} == {first: "done", second: "failed"}
    assert "迁移方案没有说明" in next(row.message for row in report if row.state == "failed")
    (entry,) = office.rows(select(hi.detail).where(hi.detail.c.operation == "Migrate"))
    assert (entry["actor"], entry["instance_id"]) == ("operator", first)
    office.execute(SuspendBatch(batch.id, True, "x"), OPERATOR)
    office.execute(DeleteBatch(batch.id, cascade=True, reason="x"), OPERATOR)
    assert office.engine.ask(BatchQuery(), OPERATOR).rows == ()
