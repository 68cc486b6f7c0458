"""Stories of diagrams that are right: what the model says about them."""

from __future__ import annotations

import pytest

from app.definitions import BpmnFile, read_bpmn
from app.domain.model.process import (
    CallMapping,
    EventKind,
    Expression,
    FormRef,
    Node,
    NodeKind,
    ProcessModel,
    TimerKind,
)
from tests.support import bpmn_builder as b
from tests.unit.definitions.bpmn_text import END, OPEN, START, around, condition, file, flow, process


def model_of(*elements: b.Xml, name: str | None = None, **camunda: b.Value) -> ProcessModel:
    [model] = read_bpmn(b.bpmn("p", *elements, executable=True, name=name, **camunda), "p.bpmn").processes
    return model


def node_of(node: b.Xml, id: str = "t") -> Node:
    """The node as it stands between a start and an end."""
    return model_of(b.start("s"), node, b.end("e"), *b.chain("s", id, "e")).nodes[id]


def text(expression: Expression | None) -> str | None:
    return expression.text if expression else None


def codes(read: BpmnFile) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.element_id) for problem in read.warnings]


def test_a_process_says_who_may_start_it_and_how_long_its_history_lives() -> None:
    model = model_of(
        b.start("s", initiator="starter", form_ref="apply"),
        name="请假",
        version_tag="v2",
        history_time_to_live="P30D",
        is_startable_in_tasklist=False,
        candidate_starter_groups="clerks, heads",
        candidate_starter_users="li",
    )
    assert (model.id, model.name, model.version_tag, model.history_time_to_live) == ("p", "请假", "v2", 30)
    assert (model.startable, model.candidate_starter_groups, model.candidate_starter_users) == (
        False, ("clerks", "heads"), ("li",),
    )  # fmt: skip
    assert model.nodes["s"].initiator == "starter"
    assert model.nodes["s"].start_form == FormRef("apply")


def test_a_process_without_history_time_to_live_is_accepted() -> None:
    assert model_of(b.start("s")).history_time_to_live is None


def test_a_user_task_names_its_people_its_dates_and_its_form() -> None:
    task = node_of(
        b.user(
            "t",
            b.properties(deadline="D-01"),
            b.retry_cycle("R3/PT1M"),
            assignee="${starter}",
            candidate_users="li, ${org.head('a', 'b')}",
            candidate_groups="office",
            due_date="${calendar.wd(now, 3)}",
            follow_up_date="2026-03-01",
            priority="50",
            form_ref="review",
            form_ref_binding="version",
            form_ref_version="3",
            async_before=True,
            exclusive=False,
        )
    )
    spec = task.user_task
    assert spec is not None
    assert text(spec.assignee) == "${starter}"
    assert [each.text for each in spec.candidate_users] == ["li", "${org.head('a', 'b')}"]
    assert [each.text for each in spec.candidate_groups] == ["office"]
    assert (text(spec.due_date), text(spec.follow_up_date), text(spec.priority)) == (
        "${calendar.wd(now, 3)}", "2026-03-01", "50",
    )  # fmt: skip
    assert spec.form == FormRef("review", "version", "3")
    assert (task.properties, task.retry_cycle) == ({"deadline": "D-01"}, "R3/PT1M")
    assert (task.async_before, task.async_after, task.exclusive) == (True, False, False)


def test_work_is_done_by_topic_expression_decision_message_or_script() -> None:
    external = node_of(b.service("t", topic="document.render", task_priority="7")).external
    assert external and (external.topic.text, text(external.priority)) == ("document.render", "7")
    computed = node_of(b.service("t", expression="${a + 1}", result_variable="b")).expression_call
    assert computed and (computed.expression.text, computed.result_variable) == ("${a + 1}", "b")
    decided = node_of(b.rule("t", decision="dt01", result_variable="r", map_decision_result="singleEntry")).decision
    assert decided and (decided.decision.text, decided.result_variable, decided.map_result) == (
        "dt01", "r", "singleEntry",
    )  # fmt: skip
    sent = node_of(b.send("t", message="m.done")).event
    assert sent and (sent.kind, text(sent.name)) == (EventKind.MESSAGE, "m.done")
    awaited = node_of(b.receive("t", message="m.${key}")).event
    assert awaited and text(awaited.name) == "m.${key}"
    scripted = node_of(b.script("t", "= a + 1", format="feel", result_variable="c")).script
    assert scripted and (scripted.script.text, scripted.script.language, scripted.result_variable) == (
        "a + 1", "feel", "c",
    )  # fmt: skip


def test_a_call_maps_variables_and_business_key() -> None:
    call = node_of(
        b.call(
            "t",
            "child",
            b.call_in(business_key="${key}"),
            b.call_in(variables="all"),
            b.call_in(source="a", target="b"),
            b.call_out(source_expression="${x}", target="y"),
            called_element_binding="versionTag",
            called_element_version_tag="v1",
        )
    ).call
    assert call is not None
    assert (call.called_element.text, call.binding, call.version, text(call.business_key)) == (
        "child", "versionTag", "v1", "${key}",
    )  # fmt: skip
    assert call.inputs == (CallMapping(all_variables=True), CallMapping(target="b", source="a"))
    assert [(each.target, text(each.source_expression)) for each in call.outputs] == [("y", "${x}")]


@pytest.mark.parametrize("given", ["people", "${people}"])
def test_a_collection_may_be_a_name_or_an_expression(given: str) -> None:
    loop = node_of(
        b.user("t", b.multi(sequential=True, collection=given, element_variable="one", until="${enough}"))
    ).multi_instance
    assert loop is not None
    assert (loop.sequential, text(loop.collection), loop.element_variable) == (True, "${people}", "one")
    assert text(loop.completion_condition) == "${enough}"


def test_a_collection_may_be_named_in_the_words_of_plain_bpmn() -> None:
    loop = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>people</loopDataInputRef>"
        '<inputDataItem id="i" name="one"/></multiInstanceLoopCharacteristics>'
    )
    [model] = read_bpmn(file(around(f'<userTask id="t">{loop}</userTask>')), "x").processes
    repeated = model.nodes["t"].multi_instance
    assert repeated and (text(repeated.collection), repeated.element_variable) == ("${people}", "one")


def test_parameters_hold_texts_lists_maps_and_scripts() -> None:
    inside = (
        "<camunda:inputOutput>"
        '<camunda:inputParameter name="text">${a}</camunda:inputParameter>'
        '<camunda:inputParameter name="none"/>'
        '<camunda:inputParameter name="list"><camunda:list><camunda:value>1</camunda:value>'
        '<camunda:script scriptFormat="juel">${b}</camunda:script></camunda:list></camunda:inputParameter>'
        '<camunda:outputParameter name="map"><camunda:map><camunda:entry key="k">${c}</camunda:entry></camunda:map>'
        "</camunda:outputParameter></camunda:inputOutput>"
    )
    task = node_of(b.task("t", b.extension(inside)))
    plain, none, listed = (mapping.value for mapping in task.inputs)
    assert isinstance(plain, Expression) and plain.text == "${a}"
    assert isinstance(none, Expression) and none.text == "${null}"
    assert isinstance(listed, tuple) and [each.text for each in listed if isinstance(each, Expression)] == ["1", "${b}"]
    mapped = task.outputs[0].value
    assert isinstance(mapped, dict) and mapped["k"].text == "${c}"


@pytest.mark.parametrize(
    ("given", "kind", "expected"),
    [
        ({"date": "2026-03-01T09:00:00+08:00"}, TimerKind.DATE, "2026-03-01T09:00:00+08:00"),
        ({"date": "2026-03-01"}, TimerKind.DATE, "2026-03-01"),
        ({"duration": "P1Y2M3DT4H5M6.5S"}, TimerKind.DURATION, "P1Y2M3DT4H5M6.5S"),
        ({"duration": "${calendar.wd(received, 3)}"}, TimerKind.DURATION, "${calendar.wd(received, 3)}"),
        ({"cycle": "R3/PT1H"}, TimerKind.CYCLE, "R3/PT1H"),
        ({"cycle": "R/2026-01-01T08:00/P1D"}, TimerKind.CYCLE, "R/2026-01-01T08:00/P1D"),
        ({"cycle": "0 0/15 8-18 ? JAN,JUL MON-FRI"}, TimerKind.CYCLE, "0 0/15 8-18 ? JAN,JUL MON-FRI"),
        ({"cycle": "0 0 9 LW * ?"}, TimerKind.CYCLE, "0 0 9 LW * ?"),
    ],
)
def test_timers_are_iso_cron_or_expressions(given: dict[str, str], kind: TimerKind, expected: str) -> None:
    event = node_of(b.catch("t", b.timer(**given))).event
    assert event and (event.kind, event.timer_kind, text(event.timer)) == (EventKind.TIMER, kind, expected)


def test_a_timer_in_feel_loses_its_equals_sign() -> None:
    event = node_of(b.catch("t", b.timer(duration="= wait"))).event
    assert event and event.timer and (event.timer.text, event.timer.language) == ("wait", "feel")


def test_boundary_events_know_their_host_and_whether_they_interrupt() -> None:
    model = model_of(
        b.start("s"),
        b.user("t"),
        b.boundary("late", "t", b.timer(duration="P1D"), interrupting=False),
        b.boundary("failed", "t", b.error("E1", error_code_variable="code", error_message_variable="text")),
        b.boundary("any", "t", b.error()),
        b.boundary("up", "t", b.escalation("X"), interrupting=False),
        *b.chain("s", "t"),
    )
    assert [event.id for event in model.boundary_events("t")] == ["late", "failed", "any", "up"]
    assert [event.interrupting for event in model.boundary_events("t")] == [False, True, True, False]
    failed, caught_all = model.nodes["failed"].event, model.nodes["any"].event
    assert failed and (failed.code, failed.code_variable, failed.message_variable) == ("E1", "code", "text")
    assert caught_all and (caught_all.kind, caught_all.code) == (EventKind.ERROR, None)


def test_a_throwing_message_may_be_an_external_task() -> None:
    event = node_of(b.throw("t", b.message("m", type="external", topic="mail.send"))).event
    assert event and event.implementation and event.implementation.topic.text == "mail.send"


@pytest.mark.parametrize(
    "definition", [b.message("m"), b.timer(duration="PT1H"), b.error("E"), b.signal("s"), b.escalation("x")]
)
def test_event_sub_processes_start_by_their_event(definition: b.Xml) -> None:
    model = model_of(b.start("s"), b.event_sub("x", b.start("s2", definition), b.task("u"), *b.chain("s2", "u")))
    assert model.nodes["x"].kind is NodeKind.EVENT_SUB_PROCESS
    [begin] = model.start_events("x")
    assert begin.interrupting and begin.event and begin.event.kind is not EventKind.NONE


def test_flows_keep_their_order_and_their_conditions() -> None:
    model = model_of(
        b.start("s"),
        b.exclusive("x", default="f3"),
        b.task("t1"),
        b.flow("s", "x"),
        b.flow("x", "t1", "${b}", id="f1"),
        b.flow("x", "t1", "= c", id="f2"),
        b.flow("x", "t1", id="f3"),
    )
    assert (model.nodes["x"].outgoing, model.nodes["x"].default_flow) == (("f1", "f2", "f3"), "f3")
    assert model.nodes["t1"].incoming == ("f1", "f2", "f3")
    assert [text(model.flows[id].condition) for id in ("f1", "f2", "f3")] == ["${b}", "c", None]


def test_the_only_flow_without_condition_is_the_default_of_a_choice() -> None:
    model = model_of(
        b.start("s"), b.exclusive("x"), b.end("e1"), b.end("e2"), b.flow("s", "x"), b.flow("x", "e1", "${a}"),
        b.flow("x", "e2"),
    )  # fmt: skip
    assert model.nodes["x"].default_flow == "x_e2"


def test_activities_may_fork_by_condition_and_default() -> None:
    model = model_of(
        b.start("s"), b.user("t", default="t_e2"), b.end("e1"), b.end("e2"), b.flow("s", "t"),
        b.flow("t", "e1", "${a}"), b.flow("t", "e2"),
    )  # fmt: skip
    assert (model.nodes["t"].outgoing, model.nodes["t"].default_flow) == (("t_e1", "t_e2"), "t_e2")


def test_a_scope_without_start_gets_one_that_is_marked() -> None:
    model = model_of(b.task("a"), b.task("c"), b.task("d"), b.sub("q", b.task("inner")), *b.chain("a", "c"))
    [start] = model.start_events("p")
    assert start.synthetic and [model.flows[id].target for id in start.outgoing] == ["a", "d", "q"]
    assert [node.synthetic for node in model.start_events("q")] == [True]


def test_missing_ids_are_given_and_always_the_same() -> None:
    content = file(
        process('<sequenceFlow sourceRef="t" targetRef="u"/>', '<task id="t"/>', '<task id="u"/>', "<task/>")
    )
    first, second = (read_bpmn(content, "x").processes[0] for _ in range(2))
    assert list(first.nodes) == list(second.nodes) == ["start_p", "t", "u", "task_p"]
    assert list(first.flows) == list(second.flows) == ["flow_t_u", "flow_start_p_t", "flow_start_p_task_p"]


def test_lanes_pools_and_drawn_notes_are_documentation() -> None:
    content = file(
        '<collaboration id="c">',
        '<participant id="pool" name="Office" processRef="p"/>',
        '<participant id="box" name="Citizen"/>',
        '<messageFlow id="mf" sourceRef="box" targetRef="t"/>',
        "</collaboration>",
        process(
            '<laneSet id="ls"><lane id="outer" name="Office"><flowNodeRef>s</flowNodeRef><childLaneSet id="c2">',
            '<lane id="inner" name="Desk"><flowNodeRef>t</flowNodeRef></lane></childLaneSet></lane></laneSet>',
            START,
            '<userTask id="t"><documentation>Read it.</documentation><property id="pr" name="x"/>',
            '<dataOutputAssociation id="da"><targetRef>do</targetRef></dataOutputAssociation></userTask>',
            flow("f1", "s", "t"),
            '<dataObject id="o"/><dataObjectReference id="do" dataObjectRef="o"/><dataStoreReference id="ds"/>',
            '<textAnnotation id="ta"><text>note</text></textAnnotation>',
            '<association id="as" sourceRef="t" targetRef="ta"/><group id="g" categoryValueRef="cv"/>',
        ),
        '<category id="cat"><categoryValue id="cv" value="Phase 1"/></category>',
        '<itemDefinition id="it"/>',
        '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="d1"/>',
    )
    read = read_bpmn(content, "x")
    [model] = read.processes
    assert read.warnings == ()
    assert (model.lanes, model.nodes["s"].lane, model.nodes["t"].lane) == (
        {"outer": "Office", "inner": "Desk"}, "outer", "inner",
    )  # fmt: skip
    assert model.nodes["t"].documentation == "Read it."
    assert set(model.nodes) == {"s", "t"}


DIALECTS = {
    "camunda": "http://camunda.org/schema/1.0/bpmn",
    "operaton": "http://operaton.org/schema/1.0/bpmn",
    "cibseven": "http://cibseven.org/schema/1.0/bpmn",
    "activiti": "http://activiti.org/bpmn",
    "flowable": "http://flowable.org/bpmn",
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_all_dialects_mean_the_same(dialect: str) -> None:
    def written(prefix: str) -> bytes:
        content = b.bpmn(
            "p",
            b.start("s"),
            b.user("t", b.properties(a="1"), b.outputs(x="${y}"), assignee="li", candidate_groups="g"),
            b.service("w", topic="x", async_before=True),
            b.call("c", "child", b.call_in(variables="all")),
            *b.chain("s", "t", "w", "c"),
        ).decode()
        renamed = content.replace(DIALECTS["camunda"], DIALECTS[prefix]).replace("camunda:", f"{prefix}:")
        return renamed.replace("xmlns:camunda", f"xmlns:{prefix}").encode()

    assert read_bpmn(written(dialect), "x") == read_bpmn(written("camunda"), "x")


@pytest.mark.parametrize(("dialect", "executable"), [("flowable", True), ("activiti", True), ("camunda", False)])
def test_who_says_nothing_is_executable_in_some_dialects_only(dialect: str, executable: bool) -> None:
    other = process('<startEvent id="s2"/>', head='id="q" isExecutable="true"')
    content = file(process(f'<startEvent id="s" {dialect}:initiator="i"/>', head='id="p"'), other)
    declared = content.replace(b'id="d"', f'id="d" xmlns:{dialect}2="{DIALECTS[dialect]}"'.encode())
    named = declared.replace(f"{dialect}:initiator".encode(), f"{dialect}2:initiator".encode())
    assert [model.id for model in read_bpmn(named, "x").processes] == (["p", "q"] if executable else ["q"])


def test_prefixed_references_find_their_declaration() -> None:
    event = '<intermediateCatchEvent id="t"><messageEventDefinition messageRef="tns:m"/></intermediateCatchEvent>'
    [model] = read_bpmn(file('<message id="m" name="m.done"/>', around(event)), "x").processes
    found = model.nodes["t"].event
    assert found and text(found.name) == "m.done"


def test_flowable_external_workers_and_old_async_are_understood() -> None:
    head = OPEN.replace("xmlns:camunda", 'xmlns:flowable="http://flowable.org/bpmn" xmlns:camunda')
    task = '<serviceTask id="t" flowable:type="external-worker" flowable:topic="x" flowable:async="true"/>'
    [model] = read_bpmn(f"{head}\n{around(task)}\n</definitions>".encode(), "x").processes
    assert model.nodes["t"].external and model.nodes["t"].async_before


def test_priorities_of_the_process_are_the_default_of_its_steps() -> None:
    model = model_of(
        b.start("s"), b.service("a", topic="x"), b.service("c", topic="x", task_priority="9", job_priority="8"),
        *b.chain("s", "a", "c"), job_priority="5", task_priority="6",
    )  # fmt: skip
    a, c = model.nodes["a"], model.nodes["c"]
    assert a.external and c.external
    assert [text(a.job_priority), text(a.external.priority)] == ["5", "6"]
    assert [text(c.job_priority), text(c.external.priority)] == ["8", "9"]


def test_warnings_do_not_refuse() -> None:
    content = file(
        process(START, flow("f1", "s", "x"), '<exclusiveGateway id="x"/>', flow("f2", "x", "e", condition("${a}")),
                flow("f3", "x", "e", condition("${b}")), END, '<task id="island"/>',
                '<task id="odd" evil:colour="red"><incoming>zzz</incoming></task>',
                '<endEvent id="boom"><errorEventDefinition errorRef="E1"/></endEvent>'),
        process('<startEvent id="s2"/><quantum/>', head='id="drawing"'),
    )  # fmt: skip
    assert sorted(codes(read_bpmn(content, "x"))) == [
        ("foreign_extension", "odd"), ("no_default_flow", "x"), ("not_executable", "drawing"),
        ("undeclared_error", "boom"), ("unknown_flow_listed", "odd"),
        ("unreachable", "boom"), ("unreachable", "island"), ("unreachable", "odd"),
    ]  # fmt: skip


def test_notes_of_drawing_tools_pass_without_a_word() -> None:
    noted = OPEN.replace(
        "xmlns:camunda",
        'xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="Camunda Platform" '
        'xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0" '
        'exporter="Camunda Modeler" exporterVersion="5.0" xmlns:camunda',
    )
    task = '<task id="t" color:background-color="#fff" camunda:modelerTemplate="x"/>'
    assert read_bpmn(f"{noted}\n{around(task)}\n</definitions>".encode(), "x").warnings == ()


def test_chinese_ids_and_names_are_fine() -> None:
    model = model_of(b.start("开始"), b.user("审核"), *b.chain("开始", "审核"))
    assert "审核" in model.nodes
