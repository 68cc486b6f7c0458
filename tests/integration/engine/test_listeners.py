"""Listeners in the whole engine, on both databases and with a restart before every step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import Office as OfficePorts
from app.domain.commands.instance import CancelInstance
from app.domain.commands.task import AssignTask, ClaimTask, UpdateTask
from app.domain.errors import DefinitionInvalid
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    chain,
    extension,
    flow,
    listen,
    raw,
    service,
    start,
    timer,
    user,
)
from tests.support.engine_driver import OPERATOR, Office, People

HOUR = timedelta(hours=1)


@pytest.fixture
def staffed(tmp_path: Path) -> Iterator[Office]:
    """An office in which workers stand for three names."""
    topics = frozenset({"org.example.Charge", "org.example.Note", "sendMail"})
    people = People({"clerks": ("ann",)})
    with Office(tmp_path, people=people, ports=OfficePorts(org=lambda uow: people, topics=topics)) as office:
        yield office


def test_a_task_is_made_as_its_create_listener_wants_it(any_office: Office) -> None:
    any_office.deploy(
        bpmn(
            "p",
            start("s"),
            user(
                "a",
                listen("create", kind="task", expression="${task.setAssignee(who)}"),
                listen("create", kind="task", expression="${task.setPriority(80)}"),
                listen("create", kind="task", expression="${task.addCandidateGroup('clerks')}"),
                listen("create", kind="task", expression="${task.setDueDate('2026-03-05T09:00:00+08:00')}"),
                listen("assignment", kind="task", expression="${task.setVariable('given', task.assignee)}"),
            ),
            *chain("s", "a"),
        )
    )
    case = any_office.start("p", who="ann")
    task = any_office.task("a")
    assert (task.assignee, task.priority, task.candidate_groups) == ("ann", 80, ("clerks",))
    assert task.due_at is not None and task.due_at.isoformat() == "2026-03-05T01:00:00+00:00"
    assert any_office.variables(case)["given"] == "ann"


def test_each_change_of_a_task_calls_its_listeners_once(any_office: Office) -> None:
    counting = [
        listen(event, kind="task", expression="${task.setVariable('n_" + event + "', n_" + event + " + 1)}")
        for event in ("create", "assignment", "update", "complete", "delete")
    ]
    any_office.deploy(
        bpmn("p", start("s"), user("a", *counting, candidate_users="ann,bob"), user("b"), *chain("s", "a", "b"))
    )
    zero: dict[str, Any] = {f"n_{event}": 0 for event in ("create", "assignment", "update", "complete", "delete")}
    case = any_office.start("p", **zero)
    task = any_office.task("a").id
    any_office.execute(ClaimTask(task, "ann"), any_office.actor("ann"))
    any_office.execute(AssignTask(task, "bob", "病假"), OPERATOR)
    any_office.execute(UpdateTask(task, {"priority": 70}))
    assert any_office.variables(case) == {
        "n_create": 1, "n_assignment": 2, "n_update": 3, "n_complete": 0, "n_delete": 0
    }  # fmt: skip
    any_office.complete("a")
    found = any_office.variables(case)
    assert (found["n_complete"], found["n_delete"], found["n_update"]) == (1, 0, 3)


def test_a_task_that_is_cancelled_calls_its_delete_listener_and_its_executions_end_listener(any_office: Office) -> None:
    gone = listen("delete", kind="task", expression="${execution.setVariable('gone', task.taskDefinitionKey)}")
    told = listen("end", expression="${execution.setVariable('told', execution.isCanceled())}")
    any_office.deploy(
        bpmn(
            "p", start("s"), user("a", gone, told), boundary("late", "a", timer(duration="PT1H")), user("b"),
            *chain("s", "a"), flow("late", "b"),
        )
    )  # fmt: skip
    case = any_office.start("p")
    any_office.advance_to(any_office.clock.now() + HOUR)
    found = any_office.variables(case)
    assert (found["gone"], found["told"], any_office.open_elements()) == ("a", True, ["b"])


def test_a_late_task_calls_its_timeout_listener_and_waits_on(any_office: Office) -> None:
    later = "${task.setPriority(task.priority + 10)}"
    late = listen("timeout", timer(cycle="R2/PT1H"), kind="task", id="late", expression=later)
    any_office.deploy(bpmn("p", start("s"), user("a", late), user("b"), *chain("s", "a", "b")))
    any_office.start("p")
    any_office.advance_to(any_office.clock.now() + HOUR)
    assert any_office.task("a").priority == 60
    any_office.advance_to(any_office.clock.now() + 3 * HOUR)
    assert any_office.task("a").priority == 70
    any_office.complete("a")
    assert any_office.jobs() == ()


def test_a_time_that_has_not_come_is_forgotten_with_its_task(any_office: Office) -> None:
    late = listen("timeout", timer(duration="PT1H"), kind="task", id="late", expression="${task.setPriority(1)}")
    any_office.deploy(bpmn("p", start("s"), user("a", late), user("b"), *chain("s", "a", "b")))
    any_office.start("p")
    assert len(any_office.jobs()) == 1
    any_office.complete("a")
    assert any_office.jobs() == ()


def test_a_class_is_work_for_the_python_worker_of_its_name(staffed: Office) -> None:
    fields = extension(
        '<camunda:field name="rate"><camunda:expression>${0.1 + base}</camunda:expression></camunda:field>'
    )
    staffed.deploy(
        bpmn(
            "p",
            start("s"),
            service("charge", fields, class_="org.example.Charge"),
            service("mail", delegate_expression="${sendMail}"),
            user("a"),
            *chain("s", "charge", "mail", "a"),
        )
    )
    case = staffed.start("p", base=1)
    seen: list[float] = []

    def charge(values: Mapping[str, Any]) -> Mapping[str, Any]:
        seen.append(values["rate"])
        return {"total": 7}

    staffed.work("org.example.Charge", charge)
    assert staffed.work("sendMail") == 1
    assert (seen, staffed.variables(case)["total"], staffed.open_elements()) == ([1.1], 7, ["a"])


def test_a_class_no_worker_stands_for_is_refused_with_what_to_do(staffed: Office) -> None:
    diagram = bpmn("p", start("s"), service("x", class_="org.example.Unknown"), *chain("s", "x"))
    with pytest.raises(DefinitionInvalid) as refused:
        staffed.deploy(diagram)
    (problem,) = refused.value.problems
    assert (problem.code, problem.element_id) == ("code_without_worker", "x")
    assert 'workers/ 中以 @worker("org.example.Unknown")' in problem.text.zh
    assert 'with @worker("org.example.Unknown")' in problem.text.en


def test_a_workers_listener_is_given_its_fields_and_holds_the_task(staffed: Office) -> None:
    field = raw('<camunda:field name="to" stringValue="registry"/>')
    staffed.deploy(
        bpmn("p", start("s"), user("a", listen("start", field, class_="org.example.Note")), *chain("s", "a"))
    )
    case = staffed.start("p")
    assert staffed.tasks() == ()
    staffed.work("org.example.Note", lambda values: {"told": values["to"]})
    assert staffed.variables(case) == {"told": "registry"} and staffed.open_elements() == ["a"]


def test_a_case_that_is_cancelled_takes_the_listeners_work_along(staffed: Office) -> None:
    staffed.deploy(bpmn("p", start("s"), user("a", listen("end", class_="org.example.Note")), *chain("s", "a")))
    case = staffed.start("p")
    staffed.complete("a")
    assert len(staffed.external_tasks()) == 1
    staffed.execute(CancelInstance(case, "撤件"), OPERATOR)
    assert staffed.fetch("org.example.Note") == ()
