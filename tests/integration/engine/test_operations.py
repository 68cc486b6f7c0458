"""Running instances changed by people: modification, giving back, taking back, co-signers; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.commands.instance import AddInstance, ModifyInstance, RemoveInstance, SuspendInstance
from app.domain.commands.task import ClaimTask, CompleteTask, MarkTaskOpened, ReturnTask, SaveTaskDraft, WithdrawTask
from app.domain.errors import InvalidInput, InvalidState, NotAllowed, NotFound, Suspended
from app.domain.queries.task import ReturnTargetsQuery
from app.domain.stimuli import CancelActivity, CancelElement, StartBefore
from app.domain.values import SYSTEM, Right
from app.persistence.tables import hi, ru
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    call,
    chain,
    end,
    flow,
    message,
    multi,
    parallel,
    service,
    start,
    throw,
    timer,
    user,
)
from tests.support.engine_driver import OPERATOR, Office, People

LINE = bpmn(
    "line",
    start(),
    user("draft", candidate_groups="clerks"),
    user("check", candidate_groups="checkers"),
    user("sign", assignee="wang"),
    end(),
    *chain("start", "draft", "check", "sign", "end"),
)


def log(office: Office, instance: str) -> list[dict[str, Any]]:
    """The operation log of an instance."""
    wanted = select(hi.detail).where(hi.detail.c.instance_id == instance, hi.detail.c.kind == "operation")
    return [dict(row) for row in office.rows(wanted.order_by(hi.detail.c.seq))]


PEOPLE = People({"clerks": ("li", "zhao"), "checkers": ("qian",)})


@pytest.fixture
def office(any_office: Office) -> Office:
    """On both databases, restarted before every step: for what must survive that."""
    any_office.people = PEOPLE
    any_office.deploy(LINE)
    return any_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    """One office as it runs: for rules that no database changes."""
    with Office(tmp_path, people=PEOPLE) as office:
        office.deploy(LINE)
        yield office


def tick(office: Office) -> None:
    """Time goes on: no two commands share a moment."""
    office.clock.advance(timedelta(minutes=1))


def done(office: Office, element: str, who: str, instance: str) -> str:
    """A person claims and completes a task; returns its id."""
    tick(office)
    task = office.task(element, instance)
    actor = office.actor(who)
    if task.assignee is None:
        office.execute(ClaimTask(task.id, who), actor)
    office.execute(CompleteTask(task.id), actor)
    return task.id


# Modification


def test_an_operator_moves_a_token_and_the_log_says_from_where_to_where(office: Office) -> None:
    case = office.start("line")
    office.execute(ModifyInstance(case, (StartBefore("sign"), CancelElement("draft")), "催办"), OPERATOR)
    assert office.open_elements(case) == ["sign"]
    entry = log(office, case)[-1]
    assert (entry["operation"], entry["actor"], entry["reason"]) == ("ModifyProcessInstance", "operator", "催办")
    assert entry["before"] == {"at": ["draft"]}
    assert entry["after"]["at"] == ["sign"]
    rows = {row["element_id"]: row for row in office.rows(select(hi.activity).where(hi.activity.c.instance_id == case))}
    assert rows["draft"]["canceled"] and not rows["sign"]["ended_at"]
    office.complete("sign", instance=case)
    assert not office.running()


def test_a_modification_that_fails_changes_nothing(desk: Office) -> None:
    case = desk.start("line")
    with pytest.raises(InvalidInput):
        desk.execute(ModifyInstance(case, (CancelElement("draft"), StartBefore("nowhere")), "x"), OPERATOR)
    with pytest.raises(InvalidInput, match="empty"):
        desk.execute(ModifyInstance(case, (), "x"), OPERATOR)
    with pytest.raises(InvalidInput, match="reason"):
        desk.execute(ModifyInstance(case, (StartBefore("sign"),)), OPERATOR)
    with pytest.raises(NotAllowed):
        desk.execute(ModifyInstance(case, (StartBefore("sign"),), "x"), desk.actor("li"))
    assert desk.open_elements(case) == ["draft"]
    assert [entry["operation"] for entry in log(desk, case)] == []


def test_a_suspended_instance_is_not_modified(desk: Office) -> None:
    case = desk.start("line")
    desk.execute(SuspendInstance(case, "x"), OPERATOR)
    with pytest.raises(Suspended):
        desk.execute(ModifyInstance(case, (StartBefore("sign"),), "x"), OPERATOR)


def test_cancelling_the_last_activity_ends_the_instance_with_the_reason(desk: Office) -> None:
    case = desk.start("line")
    activity = desk.task("draft", case).activity_instance_id
    desk.execute(ModifyInstance(case, (CancelActivity(activity),), "作废"), OPERATOR)
    (row,) = desk.rows(select(ru.instance).where(ru.instance.c.id == case))
    assert (row["state"], row["end_reason"]) == ("EXTERNALLY_TERMINATED", "作废")


def test_a_modification_repeated_with_its_key_is_done_once(desk: Office) -> None:
    case = desk.start("line")
    command = ModifyInstance(case, (StartBefore("sign"),), "x")
    desk.execute(command, OPERATOR, "k1")
    desk.execute(command, OPERATOR, "k1")
    assert desk.open_elements(case) == ["draft", "sign"]


def test_timers_and_called_instances_begin_and_end_with_what_is_modified(office: Office) -> None:
    office.deploy(bpmn("child", start(), user("inside"), end(), *chain("start", "inside", "end")), name="child")
    office.deploy(
        bpmn(
            "parent",
            start(),
            user("wait"),
            boundary("late", "wait", timer(duration="P1D")),
            call("called", "child"),
            end(),
            *chain("start", "wait", "called", "end"),
            flow("late", "end"),
        ),
        name="parent",
    )
    case = office.start("parent")
    office.execute(ModifyInstance(case, (CancelElement("wait"), StartBefore("called")), "x"), OPERATOR)
    assert not office.jobs(case) and office.open_elements() == ["inside"]
    office.execute(ModifyInstance(case, (CancelElement("called"), StartBefore("wait")), "x"), OPERATOR)
    assert len(office.jobs(case)) == 1 and office.open_elements() == ["wait"]


# 退回


def test_a_task_goes_back_to_the_one_who_did_the_earlier(office: Office) -> None:
    case = office.start("line")
    done(office, "draft", "li", case)
    done(office, "check", "qian", case)
    tick(office)
    sign = office.task("sign", case)
    wang = office.actor("wang")
    found = office.engine.ask(ReturnTargetsQuery(sign.id), wang)
    assert [(each.element_id, each.ended_by, each.cancels) for each in found] == [
        ("check", "qian", ()),
        ("draft", "li", ()),
    ]
    office.execute(ReturnTask(sign.id, "draft", "材料不全"), wang)
    again = office.task("draft", case)
    assert again.assignee == "li"
    (row,) = office.rows(select(ru.task).where(ru.task.c.id == sign.id))
    assert (row["end_reason"], row["ended_by"]) == ("returned", "wang")
    entry = log(office, case)[-1]
    assert (entry["operation"], entry["before"]["at"], entry["after"]["at"]) == ("Return", ["sign"], ["draft"])


def test_only_who_may_do_the_task_gives_it_back_and_says_why(desk: Office) -> None:
    case = desk.start("line")
    done(desk, "draft", "li", case)
    tick(desk)
    task = desk.task("check", case)
    with pytest.raises(NotFound):
        desk.execute(ReturnTask(task.id, "draft", "x"), desk.actor("li"))
    with pytest.raises(InvalidInput, match="reason"):
        desk.execute(ReturnTask(task.id, "draft", " "), desk.actor("qian"))
    with pytest.raises(InvalidState, match="cannot go back to sign"):
        desk.execute(ReturnTask(task.id, "sign", "x"), desk.actor("qian"))
    desk.execute(ReturnTask(task.id, "draft", "x", to_previous=False), desk.actor("qian"))
    assert desk.task("draft", case).assignee is None


def test_out_of_a_fork_the_other_branch_goes_only_where_that_is_said(desk: Office) -> None:
    desk.deploy(
        bpmn(
            "fork",
            start(),
            user("a"),
            parallel("split"),
            user("b"),
            user("c"),
            parallel("join"),
            end(),
            *chain("start", "a", "split", "b", "join", "end"),
            *chain("split", "c", "join"),
        ),
        name="fork",
    )
    case = desk.start("fork")
    tick(desk)
    desk.complete("a", instance=case)
    tick(desk)
    task = desk.task("b", case)
    (found,) = desk.engine.ask(ReturnTargetsQuery(task.id), SYSTEM)
    assert found.cancels == ("c",)
    with pytest.raises(InvalidState, match="other branches: c"):
        desk.execute(ReturnTask(task.id, "a", "x"))
    desk.execute(ReturnTask(task.id, "a", "x", with_siblings=True))
    assert desk.open_elements(case) == ["a"]


# 撤回


def test_what_nobody_has_opened_is_taken_back(office: Office) -> None:
    case = office.start("line")
    task = done(office, "draft", "li", case)
    tick(office)
    office.execute(WithdrawTask(task), office.actor("li"))
    assert office.open_elements(case) == ["draft"] and office.task("draft", case).assignee == "li"
    assert log(office, case)[-1]["operation"] == "Withdraw"
    with pytest.raises(NotFound):
        office.execute(WithdrawTask("none"), office.actor("li"))


@pytest.mark.parametrize("look", ["opened", "claimed", "typed"])
def test_what_somebody_has_opened_stays(desk: Office, look: str) -> None:
    case = desk.start("line")
    task = done(desk, "draft", "li", case)
    tick(desk)
    next_task = desk.task("check", case).id
    qian = desk.actor("qian")
    looks = {
        "opened": MarkTaskOpened(next_task),
        "claimed": ClaimTask(next_task, "qian"),
        "typed": SaveTaskDraft(next_task, {"x": 1}),
    }
    desk.execute(looks[look], qian)
    assert desk.task("check", case).opened_by == "qian"
    with pytest.raises(InvalidState, match="opened or claimed"):
        desk.execute(WithdrawTask(task), desk.actor("li"))


def test_a_look_by_somebody_else_does_not_count(desk: Office) -> None:
    case = desk.start("line")
    task = done(desk, "draft", "li", case)
    with pytest.raises(NotFound):
        desk.execute(MarkTaskOpened(desk.task("check", case).id), desk.actor("zhao"))
    desk.execute(WithdrawTask(task), desk.actor("li"))


def test_only_who_completed_it_takes_it_back(desk: Office) -> None:
    case = desk.start("line")
    task = done(desk, "draft", "li", case)
    with pytest.raises(NotFound):
        desk.execute(WithdrawTask(task), desk.actor("zhao"))
    with pytest.raises(InvalidInput, match="reason"):
        desk.execute(WithdrawTask(task), OPERATOR)
    desk.execute(WithdrawTask(task, "误操作"), OPERATOR)
    assert desk.open_elements(case) == ["draft"]


def test_work_that_has_gone_on_stays(desk: Office) -> None:
    case = desk.start("line")
    task = done(desk, "draft", "li", case)
    done(desk, "check", "qian", case)
    tick(desk)
    with pytest.raises(InvalidState, match="gone on"):
        desk.execute(WithdrawTask(task), desk.actor("li"))


@pytest.mark.parametrize("effect", [throw("out", message("M")), service("out", topic="t")])
def test_work_that_has_gone_out_stays(desk: Office, effect: Any) -> None:
    desk.deploy(
        bpmn("leaving", start(), user("a"), effect, user("b"), end(), *chain("start", "a", "out", "b", "end")),
        name="leaving",
    )
    case = desk.start("leaving")
    tick(desk)
    task = desk.task("a", case).id
    desk.execute(CompleteTask(task))
    with pytest.raises(InvalidState, match=r"effects outside|gone on"):
        desk.execute(WithdrawTask(task))


# 加签, 减签


def signing(office: Office) -> tuple[str, str]:
    sign = user("sign", multi(collection="${people}", element_variable="who"), assignee="${who}")
    office.deploy(bpmn("signing", start(), sign, end(), *chain("start", "sign", "end")), name="signing")
    case = office.start("signing", people=["li", "zhao"])
    activity = office.tasks(case)[0].activity_instance_id
    with office.store.transaction() as uow:
        body = uow.variables.load(case).parents[activity]
    return case, body


def test_a_signer_adds_another_and_an_operator_takes_one_away(office: Office) -> None:
    case, body = signing(office)
    office.execute(AddInstance(case, body, "qian"), office.actor("li"))
    assert sorted(str(task.assignee) for task in office.tasks(case)) == ["li", "qian", "zhao"]
    with pytest.raises(NotAllowed, match="holds no open task"):
        office.execute(AddInstance(case, body, "sun"), office.actor("wang"))
    gone = next(task for task in office.tasks(case) if task.assignee == "zhao")
    with pytest.raises(NotAllowed):
        office.execute(RemoveInstance(case, gone.activity_instance_id), office.actor("li"))
    office.execute(RemoveInstance(case, gone.activity_instance_id, "出差"), OPERATOR)
    assert [entry["operation"] for entry in log(office, case)] == ["AddInstance", "RemoveInstance"]
    for task in office.tasks(case):
        office.execute(CompleteTask(task.id))
    assert not office.running()


def test_an_operator_adds_with_a_reason(desk: Office) -> None:
    case, body = signing(desk)
    with pytest.raises(InvalidInput, match="reason"):
        desk.execute(AddInstance(case, body, "qian"), OPERATOR)
    desk.execute(AddInstance(case, body, "qian", "漏了"), OPERATOR)
    assert len(desk.tasks(case)) == 3


def test_rights_are_those_of_clerks_and_operators(desk: Office) -> None:
    case = desk.start("line")
    nobody = desk.actor("li", Right.DESIGNER)
    with pytest.raises(NotAllowed):
        desk.execute(ReturnTask(desk.task("draft", case).id, "x", "x"), nobody)


@pytest.mark.parametrize("url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_changes_of_one_instance_from_many_threads_come_one_after_the_other(
    url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = request.getfixturevalue("postgres_url") if url == "postgresql" else None
    with Office(tmp_path, url=address, people=PEOPLE) as office:
        case, body = signing(office)
        with ThreadPoolExecutor(4) as threads:
            added = [threads.submit(office.execute, AddInstance(case, body, f"u{n}"), SYSTEM) for n in range(8)]
            for each in added:
                each.result()
        assert sorted(str(task.assignee) for task in office.tasks(case)) == ["li", *(f"u{n}" for n in range(8)), "zhao"]
        with office.store.transaction() as uow:
            counts = uow.variables.load(case).values[body]
        assert (counts["nrOfInstances"].value, counts["nrOfActiveInstances"].value) == (10, 10)
