"""Human tasks: who may do them, in whose name, and what is logged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.calendar import SHANGHAI
from app.domain.commands.instance import SuspendInstance
from app.domain.commands.task import (
    AssignTask,
    ClaimTask,
    CompleteTask,
    ReportTaskBpmnError,
    SaveTaskDraft,
    SetTaskVariables,
    UnclaimTask,
    UpdateTask,
    UrgeTask,
)
from app.domain.errors import (
    AlreadyClaimed,
    InvalidInput,
    InvalidState,
    NotAllowed,
    NotFound,
    Suspended,
)
from app.domain.queries.runtime import ActivityTreeQuery, TaskFormQuery
from app.domain.values import SYSTEM, Right
from app.persistence.tables import hi, ru
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    chain,
    end,
    error,
    extension,
    inputs,
    message,
    service,
    start,
    user,
)
from tests.support.clock import MONDAY
from tests.support.engine_driver import OPERATOR, Office, People

PEOPLE = People(
    groups={"clerks": ("zhao", "qian"), "director": ("sun",)},
    stand_ins={"li": {"sun": "DEP-3", "zhao": "DEP-9"}},
)
FORM = b"""{"type": "default", "id": "f", "schemaVersion": 18, "components": [
  {"type": "textfield", "key": "opinion", "label": "x", "validate": {"required": true, "maxLength": 5}},
  {"type": "number", "key": "n", "label": "y", "conditional": {"hide": "=opinion = \\"no\\""}}]}"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path, people=PEOPLE) as office:
        office.deploy(
            bpmn(
                "p",
                start("s", initiator="starter"),
                user("a", candidate_groups="clerks", form_ref="f", form_ref_binding="deployment"),
                user("b", assignee="sun"),
                boundary("e", "b", error("NO")),
                user("c", assignee="${starter}", priority="${10 + 20}", due_date="P1D", follow_up_date="2026-03-03"),
                end("done"),
                *chain("s", "a", "b", "done"),
                *chain("e", "c", "done"),
            ),
            forms={"f.form": FORM},
        )
        yield office


def log(office: Office, operation: str) -> list[dict[str, Any]]:
    found = select(hi.detail).where(hi.detail.c.kind == "operation", hi.detail.c.operation == operation)
    return [dict(row) for row in office.rows(found)]


def test_a_candidate_claims_and_completes(office: Office) -> None:
    office.start("p", as_="wu")
    task = office.task("a")
    office.execute(ClaimTask(task.id, "zhao"), office.actor("zhao"))
    office.execute(ClaimTask(task.id, "zhao"), office.actor("zhao"))
    with pytest.raises(AlreadyClaimed):
        office.execute(ClaimTask(task.id, "qian"), office.actor("qian"))
    with pytest.raises(AlreadyClaimed):
        office.execute(CompleteTask(task.id), office.actor("qian"))
    with pytest.raises(NotFound):
        office.execute(CompleteTask(task.id), office.actor("wu"))
    with pytest.raises(NotAllowed):
        office.execute(CompleteTask(task.id), office.actor("zhou", Right.CLERK, Right.SUPERVISOR))
    office.execute(CompleteTask(task.id, {"opinion": "ok"}), office.actor("zhao"))
    assert office.open_elements() == ["b"]
    (entry,) = log(office, "Complete")
    assert (entry["actor"], entry["on_behalf_of"]) == ("zhao", None)


def test_a_stand_in_acts_in_the_name_of_the_absent_and_the_basis_is_kept(office: Office) -> None:
    office.start("p")
    office.complete("a", as_="li")
    office.complete("b", as_="li")
    entries = [(each["actor"], each["on_behalf_of"], each["after"]) for each in log(office, "Complete")]
    assert entries == [("li", "zhao", {"basis": "DEP-9"}), ("li", "sun", {"basis": "DEP-3"})]
    done = office.rows(select(ru.task.c.ended_by, ru.task.c.ended_for).order_by(ru.task.c.id))
    assert [tuple(row.values()) for row in done] == [("li", "zhao"), ("li", "sun")]


def test_nobody_completes_another_person_s_task_without_a_recorded_absence(office: Office) -> None:
    office.start("p")
    office.complete("a", as_="qian")
    for stranger in ("zhao", "qian", "wu"):
        with pytest.raises(NotFound):
            office.execute(CompleteTask(office.task("b").id), office.actor(stranger))


def test_the_form_is_checked_again_on_the_server(office: Office) -> None:
    office.start("p")
    task = office.task("a")
    with pytest.raises(InvalidInput) as refused:
        office.execute(CompleteTask(task.id, {"opinion": "much too long"}, check_form=True), office.actor("zhao"))
    assert [problem.field for problem in refused.value.problems] == ["opinion"]
    values = {"opinion": "no", "n": 5, "smuggled": True}
    office.execute(CompleteTask(task.id, values, check_form=True), office.actor("zhao"))
    assert office.variables(task.instance_id) == {"opinion": "no", "starter": "banli"}


def test_what_a_model_says_of_a_task_is_evaluated_when_it_begins(office: Office) -> None:
    office.start("p", as_="wu")
    office.complete("a", as_="zhao")
    office.execute(ReportTaskBpmnError(office.task("b").id, "NO"), office.actor("sun"))
    task = office.task("c")
    assert (task.assignee, task.priority) == ("wu", 30)
    assert task.due_at is not None and task.due_at.astimezone(SHANGHAI) == MONDAY.replace(day=3)
    assert task.follow_up_at is not None and task.follow_up_at.astimezone(SHANGHAI) == MONDAY.replace(day=3, hour=0)


def test_a_task_is_given_back_to_its_candidates_only_where_there_are_any(office: Office) -> None:
    office.start("p")
    task = office.task("a")
    office.execute(ClaimTask(task.id, "zhao"), office.actor("zhao"))
    office.execute(UnclaimTask(task.id), office.actor("zhao"))
    assert office.task("a").assignee is None
    office.complete("a", as_="qian")
    with pytest.raises(InvalidState):
        office.execute(UnclaimTask(office.task("b").id), office.actor("sun"))


def test_an_operator_reassigns_with_a_reason(office: Office) -> None:
    office.start("p")
    task = office.task("a")
    with pytest.raises(InvalidInput):
        office.execute(AssignTask(task.id, "qian"), OPERATOR)
    with pytest.raises(NotAllowed):
        office.execute(AssignTask(task.id, "qian", "busy"), office.actor("zhao"))
    office.execute(AssignTask(task.id, "qian", "赵出差"), OPERATOR)
    (entry,) = log(office, "Assign")
    assert (entry["reason"], entry["before"], entry["after"]) == ("赵出差", {"assignee": None}, {"assignee": "qian"})


def test_only_known_properties_of_a_task_change(office: Office) -> None:
    office.start("p")
    task = office.task("a")
    office.execute(UpdateTask(task.id, {"priority": 80, "due_at": MONDAY}), OPERATOR)
    assert office.task("a").priority == 80
    for changes in ({"id": "x"}, {"priority": "high"}):
        with pytest.raises(InvalidInput):
            office.execute(UpdateTask(task.id, changes), OPERATOR)


def test_a_draft_is_its_writer_s_own(office: Office) -> None:
    office.start("p")
    task = office.task("a")
    office.execute(SaveTaskDraft(task.id, {"opinion": "half"}), office.actor("zhao"))
    office.execute(SaveTaskDraft(task.id, {"opinion": "full"}), office.actor("zhao"))
    view = office.engine.ask(TaskFormQuery(task.id), office.actor("zhao"))
    assert (view.key, view.model.id, view.draft) == ("f", "f", {"opinion": "full"})
    assert office.engine.ask(TaskFormQuery(task.id), office.actor("qian")).draft is None
    with pytest.raises(NotFound):
        office.engine.ask(TaskFormQuery(task.id), office.actor("wu"))


def test_a_suspended_case_lets_nobody_work(office: Office) -> None:
    instance = office.start("p")
    office.execute(SuspendInstance(instance, "audit"), OPERATOR)
    with pytest.raises(Suspended):
        office.complete("a", as_="zhao")


def test_variables_of_a_task_are_local_or_the_case_s(office: Office) -> None:
    instance = office.start("p", x=1)
    task = office.task("a")
    office.execute(SetTaskVariables(task.id, {"x": 2, "y": 3}), office.actor("zhao"))
    office.execute(SetTaskVariables(task.id, {"own": 4}, local=True), office.actor("zhao"))
    assert office.variables(instance) == {"x": 2, "y": 3, "starter": "banli"}
    office.execute(SetTaskVariables(task.id, {}, ("y", "own")), office.actor("zhao"))
    assert office.variables(instance) == {"x": 2, "starter": "banli"}


def test_urging_is_logged_and_starts_the_office_s_process(office: Office) -> None:
    office.deploy(
        bpmn("urging", start("s", message("MSG_URGE")), service("w", inputs(n="${urge_note}"), topic="urge"),
             *chain("s", "w")),
        name="urging",
    )  # fmt: skip
    office.start("p", "K-1", as_="wu")
    task = office.task("a")
    with pytest.raises(NotFound):
        office.execute(UrgeTask(task.id, "快"), office.actor("zheng"))
    office.execute(UrgeTask(task.id, "请尽快"), office.actor("wu"))
    (work,) = office.fetch("urge")
    seen = {name: typed.value for name, typed in work.variables.items()}
    assert (seen["n"], seen["holders"], seen["case_key"]) == ("请尽快", ["clerks"], "K-1")
    assert [entry["reason"] for entry in log(office, "Urge")] == ["请尽快"]


def test_only_who_may_see_a_case_sees_where_it_stands(office: Office) -> None:
    instance = office.start("p")
    tree = office.engine.ask(ActivityTreeQuery(instance), OPERATOR)
    assert [(node.element_id, node.kind, node.state) for node in tree.children] == [("a", "userTask", "activity")]
    assert office.engine.ask(ActivityTreeQuery(instance), office.actor("zhao")).id == instance
    with pytest.raises(NotFound):
        office.engine.ask(ActivityTreeQuery(instance), office.actor("wu"))


def test_a_form_drawn_into_the_diagram_is_shown_and_checked_like_any_other(any_office: Office) -> None:
    fields = extension(
        '<camunda:formData><camunda:formField id="days" type="long"><camunda:validation>'
        '<camunda:constraint name="required"/><camunda:constraint name="max" config="15"/>'
        "</camunda:validation></camunda:formField></camunda:formData>"
    )
    any_office.deploy(bpmn("leave", start("s"), user("a", fields), user("b"), *chain("s", "a", "b")))
    case = any_office.start("leave")
    task = any_office.task("a")
    assert task.form_key is None
    view = any_office.engine.ask(TaskFormQuery(task.id), SYSTEM)
    assert [each["key"] for each in view.model.schema["components"]] == ["days"]
    for wrong in ({}, {"days": 16}):
        with pytest.raises(InvalidInput):
            any_office.execute(CompleteTask(task.id, wrong, check_form=True))
    any_office.execute(CompleteTask(task.id, {"days": 5, "unknown": 1}, check_form=True))
    assert any_office.variables(case) == {"days": 5}
