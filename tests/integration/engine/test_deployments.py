"""Deploying: versions, duplicates, what is refused and leaves no trace, and what starts by itself."""

from __future__ import annotations

from typing import Any

import pytest

from app.bootstrap import Office as Ports
from app.domain.commands.deployment import DeleteDeployment, Deploy, SuspendDefinition
from app.domain.commands.instance import StartInstance
from app.domain.errors import DefinitionInvalid, InvalidInput, InvalidState, NotFound, Suspended
from tests.support.bpmn_builder import (
    bpmn,
    call,
    chain,
    exclusive,
    flow,
    message,
    properties,
    rule,
    service,
    start,
    timer,
    user,
)
from tests.support.engine_driver import Office, People

SIMPLE = bpmn("p", start("s"), user("a"), *chain("s", "a"))
OTHER = bpmn("q", start("s"), user("a"), *chain("s", "a"))
CHANGED = bpmn("p", start("s"), user("b"), *chain("s", "b"))


def _deploy(office: Office, *contents: bytes, **options: Any) -> Any:
    return office.deploy(*contents, name="n", source="s", **options)


def test_running_cases_stay_on_their_version(office: Office) -> None:
    first = office.deploy(SIMPLE)
    old = office.start("p")
    second = office.deploy(CHANGED)
    assert [each.definitions[0].version for each in (first, second)] == [1, 2]
    new = office.start("p")
    assert (office.open_elements(old), office.open_elements(new)) == (["a"], ["b"])
    started = office.execute(StartInstance(definition_id=first.definitions[0].id))
    assert office.open_elements(started.id) == ["a"]


def test_the_duplicate_filter_deploys_all_or_only_what_changed(office: Office) -> None:
    assert len(_deploy(office, SIMPLE, OTHER, filter_duplicates=True).definitions) == 2
    again = _deploy(office, SIMPLE, OTHER, filter_duplicates=True)
    assert again.definitions == () and again.deployment is not None
    assert len(_deploy(office, CHANGED, OTHER, filter_duplicates=True).definitions) == 2
    only = _deploy(office, SIMPLE, OTHER, deploy_changed_only=True)
    assert [each.key for each in only.definitions] == ["p"]
    without_source = [office.deploy(SIMPLE, name="n", filter_duplicates=True) for _ in range(2)]
    assert all(each.definitions for each in without_source)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<broken", None),
        (bpmn("p", start("s"), user("a", assignee="${1 +}"), *chain("s", "a")), "invalid_expression"),
        (bpmn("p", start("s"), user("a", properties(deadline="${")), *chain("s", "a")), "invalid_expression"),
        (bpmn("p", start("s", timer(cycle="0 61 * * * ?")), user("a"), *chain("s", "a")), None),
    ],
)
def test_what_cannot_run_is_refused_and_leaves_no_trace(office: Office, content: bytes, code: str | None) -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        office.deploy(OTHER, content)
    problem = refused.value.problems[0]
    assert problem.resource == "r1.bpmn"
    assert code in (None, problem.code)
    assert problem.line is not None
    with office.store.transaction() as uow:
        assert uow.definitions.latest("process", "q") is None
        assert uow.definitions.latest_deployment("test", None) is None


def test_a_dry_run_finds_everything_and_changes_nothing(office: Office) -> None:
    broken = bpmn("p", start("s"), exclusive("g"), user("a"), flow("s", "g"), flow("g", "a", "${x >}"))
    result = office.deploy(broken, dry_run=True)
    assert result.deployment is None
    assert [(each.code, each.element_id) for each in result.problems if each.severity == "error"] == [
        ("invalid_expression", "g_a")
    ]
    with pytest.raises(NotFound):
        office.start("p")
    with pytest.raises(InvalidInput):
        office.execute(Deploy("empty", ()))


def test_a_strict_deployment_resolves_every_reference(office: Office) -> None:
    office.people.groups = {"clerks": ("zhao",)}
    content = bpmn(
        "p",
        start("s"),
        user("a", candidate_groups="nobody", form_ref="no_form"),
        rule("r", decision="no_table", result_variable="x"),
        call("c", "no_process"),
        user("b", properties(deadline="DL-99"), candidate_groups="clerks"),
        *chain("s", "a", "r", "c", "b"),
    )
    warned = office.deploy(content)
    expected = {
        ("unresolved_form", "a"),
        ("unresolved_group", "a"),
        ("unresolved_decision", "r"),
        ("unresolved_process", "c"),
        ("unresolved_deadline", "b"),
    }
    assert {(each.code, each.element_id) for each in warned.problems if each.code.startswith("unres")} == expected
    with pytest.raises(DefinitionInvalid) as refused:
        office.deploy(content, strict=True)
    assert {(each.code, each.element_id) for each in refused.value.problems} == expected
    assert all(each.line for each in refused.value.problems)


def test_topics_without_a_worker_are_found_where_the_workers_are_known(tmp_path: Any) -> None:
    people = People()
    with Office(tmp_path, ports=Ports(org=lambda uow: people, topics=frozenset({"known"}))) as office:
        content = bpmn(
            "p", start("s"), service("w", topic="known"), service("x", topic="unknown"), *chain("s", "w", "x")
        )
        problems = office.deploy(content).problems
    assert [(each.code, each.element_id) for each in problems if each.code == "unresolved_topic"] == [
        ("unresolved_topic", "x")
    ]


def test_one_message_starts_one_process(office: Office) -> None:
    office.deploy(bpmn("p", start("s", message("M")), user("a"), *chain("s", "a")))
    with pytest.raises(DefinitionInvalid) as refused:
        office.deploy(bpmn("q", start("s", message("M")), user("a"), *chain("s", "a")))
    assert refused.value.problems[0].code == "duplicate_start_message"
    office.deploy(bpmn("p", start("s2", message("M")), user("b"), *chain("s2", "b")))
    office.send("M")
    assert office.open_elements() == ["b"]


def test_a_deleted_version_hands_its_start_messages_back(office: Office) -> None:
    office.deploy(bpmn("p", start("s", message("M")), user("a"), *chain("s", "a")))
    second = office.deploy(bpmn("p", start("s", message("M")), user("b"), *chain("s", "b")))
    office.send("M")
    assert second.deployment is not None
    with pytest.raises(InvalidState):
        office.execute(DeleteDeployment(second.deployment.id))
    office.execute(DeleteDeployment(second.deployment.id, cascade=True))
    assert office.running() == ()
    office.send("M")
    assert office.open_elements() == ["a"]
    with pytest.raises(NotFound):
        office.execute(DeleteDeployment("unknown"))


def test_a_suspended_definition_starts_nothing(office: Office) -> None:
    definition = office.deploy(SIMPLE).definitions[0]
    running = office.start("p")
    office.execute(SuspendDefinition(definition.id, suspended=True, include_instances=True))
    with pytest.raises(Suspended):
        office.start("p")
    with pytest.raises(Suspended):
        office.complete("a", instance=running)
    office.execute(SuspendDefinition(definition.id, suspended=False, include_instances=True))
    office.complete("a", instance=running)
