"""Diagrams Camunda 7 runs although something in them means nothing: read, and where it is worth a word, warned of."""

from __future__ import annotations

from app.definitions import read_bpmn
from app.domain.model.process import EventKind, Node, ProcessModel
from tests.support import bpmn_builder as b
from tests.unit.definitions.bpmn_text import END, START, around, condition, file, flow, process


def read(*lines: str) -> tuple[ProcessModel, list[tuple[str, str | None]]]:
    found = read_bpmn(file(*lines), "x")
    return found.processes[0], [(problem.code, problem.element_id) for problem in found.warnings]


def node(*lines: str) -> Node:
    return read(*lines)[0].nodes["t"]


def test_a_condition_behind_an_event_is_asked() -> None:
    model, warnings = read(process(START, flow("f1", "s", "e", condition("${x}")), END))
    assert model.flows["f1"].condition is not None
    assert warnings == []


def test_a_condition_behind_a_parallel_gateway_is_not_asked() -> None:
    gateway = '<parallelGateway id="t"/>'
    model, warnings = read(process(START, flow("f1", "s", "t"), gateway, flow("f2", "t", "e", condition("${x}")), END))
    assert model.flows["f2"].condition is None
    assert warnings == [("condition_not_asked", "f2")]


def test_attributes_left_from_another_type_of_task_mean_nothing() -> None:
    head = '<scriptTask id="t" scriptFormat="feel" camunda:class="a.B" camunda:assignee="a">'
    model, warnings = read(around(head, "<script>1</script>", "</scriptTask>"))
    assert model.nodes["t"].external is None
    assert warnings == [("means_nothing", "t"), ("means_nothing", "t")]


def test_a_pool_of_a_missing_process_is_only_drawn() -> None:
    pool = ('<collaboration id="c">', '<participant id="pool" processRef="zzz"/>', "</collaboration>")
    assert read(*pool, process(START))[1] == [("pool_without_process", "pool")]


def test_what_is_caught_without_code_catches_all() -> None:
    for kind in ("error", "escalation"):
        definition = f'<{kind}EventDefinition {kind}Ref="x"/>'
        border = f'<boundaryEvent id="t" attachedToRef="u">{definition}</boundaryEvent>'
        caught = node(f'<{kind} id="x"/>', process(START, '<task id="u"/>', flow("f1", "s", "u"), border)).event
        assert caught is not None and (caught.kind, caught.code) == (EventKind(kind), None)


def test_a_message_thrown_by_a_worker_need_not_be_declared() -> None:
    definition = '<messageEventDefinition messageRef="none" camunda:type="external" camunda:topic="t"/>'
    thrown = node(around(f'<intermediateThrowEvent id="t">{definition}</intermediateThrowEvent>')).event
    assert thrown is not None and thrown.implementation is not None


def test_people_may_be_named_in_the_words_of_plain_bpmn() -> None:
    def assigned(role: str, text: str) -> str:
        inner = f"<formalExpression>{text}</formalExpression>"
        return f"<{role}><resourceAssignmentExpression>{inner}</resourceAssignmentExpression></{role}>"

    owners = assigned("potentialOwner", "user(li), group(office), ${unit}")
    task = f'<userTask id="t">{assigned("humanPerformer", "${chief}")}{owners}</userTask>'
    people = node(around(task)).user_task
    assert people is not None and people.assignee is not None
    assert people.assignee.text == "${chief}"
    assert [each.text for each in people.candidate_users] == ["li"]
    assert [each.text for each in people.candidate_groups] == ["office", "${unit}"]


def test_camundas_attribute_goes_before_the_performer() -> None:
    drawn = b.user("t", b.element("humanPerformer", None), assignee="li")
    model = read_bpmn(b.bpmn("p", b.start("s"), drawn, *b.chain("s", "t")), "x").processes[0]
    people = model.nodes["t"].user_task
    assert people is not None and people.assignee is not None and people.assignee.text == "li"


def test_hints_of_flowable_about_what_is_always_done_are_not_needed() -> None:
    task = '<userTask id="t" camunda:formFieldValidation="true"/>'
    assert read(around(task))[1] == [("means_nothing", "t")]
