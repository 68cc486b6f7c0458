"""Stories of diagrams that are refused: each names its code, its element and its line."""

from __future__ import annotations

import pytest

from app.definitions import read_bpmn
from app.domain.errors import DefinitionInvalid, Problem
from tests.unit.definitions.bpmn_text import END, START, around, condition, file, flow, line_of, process

TASK = '<task id="t"/>'
SPLIT = '<exclusiveGateway id="t"/>'
OTHER_END = '<endEvent id="e2"/>'
MESSAGE = '<message id="m" name="m"/>'
PT1H = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"


def timer(inside: str) -> str:
    return (
        f'<intermediateCatchEvent id="t"><timerEventDefinition>{inside}</timerEventDefinition></intermediateCatchEvent>'
    )


def extended(tag: str, inside: str, attributes: str = "") -> str:
    return f'<{tag} id="t"{attributes}><extensionElements>{inside}</extensionElements></{tag}>'


def boundary(attached: str, definition: str = PT1H, attributes: str = "") -> str:
    return f'<boundaryEvent id="b" attachedToRef="{attached}"{attributes}>{definition}</boundaryEvent>'


def link(id: str, name: str, kind: str = "Throw") -> str:
    tag = f"intermediate{kind}Event"
    return f'<{tag} id="{id}"><linkEventDefinition name="{name}"/></{tag}>'


UNDO = '<boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>'
HANDLER = '<task id="h" isForCompensation="true"/>'
JOINED = '<association id="a" sourceRef="b" targetRef="h"/>'
UNDO_START = "<compensateEventDefinition/>"
CANCEL = "<cancelEventDefinition/>"


def throws(attributes: str = "") -> str:
    definition = f"<compensateEventDefinition{attributes}/>"
    return f'<intermediateThrowEvent id="t">{definition}</intermediateThrowEvent>'


def undoing_sub(id: str = "x", start: str = "s2") -> str:
    event = f'<startEvent id="{start}">{UNDO_START}</startEvent>'
    return f'<subProcess id="{id}" triggeredByEvent="true">\n{event}\n</subProcess>'


def looped(inside: str, attributes: str = "") -> str:
    loop = f"<multiInstanceLoopCharacteristics{attributes}>{inside}</multiInstanceLoopCharacteristics>"
    return f'<userTask id="t">{loop}</userTask>'


def event_sub(start: str) -> str:
    return f'<subProcess id="x" triggeredByEvent="true">\n{start}\n</subProcess>'


def deep(levels: int) -> str:
    opened = "".join(f'<subProcess id="n{level}">' for level in range(levels))
    return f'{opened}<task id="inner"/>{"</subProcess>" * levels}'


def script(text: str, format: str = ' scriptFormat="juel"') -> str:
    return f'<scriptTask id="t"{format}><script>{text}</script></scriptTask>'


NESTED = '<subProcess id="t">\n<startEvent id="s3"/>\n<task id="q"/>\n</subProcess>'
TERMINATE = "<terminateEventDefinition/>"
MESSAGE_EVENT = '<messageEventDefinition messageRef="m"/>'
PARAMETERS = "<camunda:inputOutput>{}</camunda:inputOutput>"
LOOP = "multiInstanceLoopCharacteristics"

# name: (lines of the file, code, element id, mark of the line)
BROKEN: dict[str, tuple[tuple[str, ...], str, str | None, str]] = {
    # Flows
    "flow to nowhere": ((process(START, flow("f1", "s", "nope"), END),), "dangling_flow", "f1", 'id="f1"'),
    "flow from nowhere": (
        (process(START, flow("f1", "s", "e"), flow("f9", "ghost", "e"), END),), "dangling_flow", "f9", 'id="f9"',
    ),
    "flow without target": (
        (process(START, '<sequenceFlow id="f1" sourceRef="s"/>', END),), "dangling_flow", "f1", 'id="f1"',
    ),
    "flow onto a flow": (
        (process(START, flow("f1", "s", "e"), flow("f2", "s", "f1"), END),), "dangling_flow", "f2", 'id="f2"',
    ),
    "flow into a sub-process": (
        (around(NESTED).replace('targetRef="t"', 'targetRef="q"'),), "flow_crosses_scope", "f1", 'id="f1"',
    ),
    "flow out of a sub-process": (
        (around('<subProcess id="t">', '<startEvent id="s3"/>', flow("f7", "s3", "e"), "</subProcess>"),),
        "flow_crosses_scope", "f7", 'id="f7"',
    ),
    "start entered": ((process(START, TASK, flow("f1", "s", "t"), flow("f2", "t", "s")),),
                      "start_with_incoming", "s", 'id="f2"'),
    "end left": ((around(TASK, flow("f3", "e", "t")),), "end_with_outgoing", "e", 'id="f3"'),
    "boundary event entered": ((around(TASK, boundary("t"), flow("f3", "t", "b")),),
                               "boundary_with_incoming", "b", 'id="f3"'),
    "event sub-process entered": (
        (around(TASK, event_sub(f'<startEvent id="s2">{PT1H}</startEvent>'), flow("f3", "t", "x")),),
        "event_sub_process_with_flow", "x", 'id="f3"',
    ),
    "event sub-process left": (
        (around(TASK, event_sub(f'<startEvent id="s2">{PT1H}</startEvent>'), flow("f3", "x", "e")),),
        "event_sub_process_with_flow", "x", 'id="f3"',
    ),
    "empty condition": (
        (process(START, flow("f1", "s", "t"), SPLIT, flow("f2", "t", "e", condition(" ")), END),),
        "empty_condition", "f2", 'id="f2"',
    ),
    "condition in JavaScript": (
        (process(START, flow("f1", "s", "t"), TASK,
                 flow("f2", "t", "e", condition("x", ' language="javascript"')), END),),
        "unsupported_language", "f2", 'id="f2"',
    ),
    "condition from a file": (
        (process(START, flow("f1", "s", "t"), TASK,
                 flow("f2", "t", "e", condition("${x}", ' camunda:resource="a.groovy"')), END),),
        "unsupported_extension", "f2", 'id="f2"',
    ),
    # Gateways
    "choice without condition": (
        (process(START, flow("f1", "s", "t"), SPLIT, flow("f2", "t", "e"), flow("f3", "t", "e2"), END, OTHER_END),),
        "flow_without_condition", "f2", 'id="f2"',
    ),
    "default of another gateway": (
        (around('<exclusiveGateway id="t" default="f1"/>'),), "default_not_own", "t", 'id="t"',
    ),
    "default with condition": (
        (process(START, flow("f1", "s", "t"), '<exclusiveGateway id="t" default="f2"/>',
                 flow("f2", "t", "e", condition("${x}")), flow("f3", "t", "e2", condition("${y}")), END, OTHER_END),),
        "default_with_condition", "f2", 'id="f2"',
    ),
    "choice that leads nowhere": ((process(START, flow("f1", "s", "t"), SPLIT),),
                                  "gateway_without_outgoing", "t", 'id="t"'),
    "event gateway that leads nowhere": (
        (process(START, flow("f1", "s", "t"), '<eventBasedGateway id="t"/>'),),
        "gateway_without_outgoing", "t", 'id="t"',
    ),
    "event gateway onto a task": (
        (process(START, flow("f1", "s", "t"), '<eventBasedGateway id="t"/>', flow("f2", "t", "u"),
                 '<userTask id="u"/>'),),
        "event_gateway_target", "t", 'id="t"',
    ),
    "instantiating event gateway that is entered": (
        (process(START, flow("f1", "s", "t"), '<eventBasedGateway id="t" instantiate="true"/>', flow("f2", "t", "u"),
                 f'<intermediateCatchEvent id="u">{PT1H}</intermediateCatchEvent>'),),
        "instantiate_inside", "t", 'id="t"',
    ),
    "parallel event gateway inside": (
        (process(START, flow("f1", "s", "t"), '<eventBasedGateway id="t" eventGatewayType="Parallel"/>',
                 flow("f2", "t", "u"), f'<intermediateCatchEvent id="u">{PT1H}</intermediateCatchEvent>'),),
        "parallel_event_gateway", "t", 'id="t"',
    ),
    "event gateway onto a receive task without message": (
        (process(START, flow("f1", "s", "t"), '<eventBasedGateway id="t"/>', flow("f2", "t", "u"),
                 '<receiveTask id="u"/>'),),
        "event_gateway_target", "t", 'id="t"',
    ),
    "complex join without condition": (
        (around('<complexGateway id="t"/>', flow("f3", "s", "t")),), "complex_without_condition", "t", 'id="t"',
    ),
    "default on a parallel gateway": (
        (around('<parallelGateway id="t" default="f2"/>'),), "unknown_attribute", "t", 'id="t"',
    ),
    # Ids
    "duplicate node ids": ((around(TASK, '<task id="t" name="second"/>'),), "duplicate_id", "t", 'name="second"'),
    "duplicate flow ids": (
        (process(START, flow("f1", "s", "t"), TASK, flow("f1", "t", "e"), END),), "duplicate_id", "f1",
        'id="f1" sourceRef="t"',
    ),
    "duplicate process ids": (
        (process(START), process('<startEvent id="s9"/>', head='id="p" isExecutable="true" name="second"')),
        "duplicate_id", "p", 'name="second"',
    ),
    "id of a node in a sub-process used again": (
        (around('<subProcess id="t">', '<task id="s" name="second"/>', "</subProcess>"),),
        "duplicate_id", "s", 'name="second"',
    ),
    "id with a blank": ((process('<startEvent id="a b"/>'),), "invalid_id", "a b", 'id="a b"'),
    "process without id": ((process(START, head='isExecutable="true"'),), "process_without_id", None, "<process"),
    # Words
    "unknown element": ((around('<quantumTask id="t"/>'),), "unknown_element", "p", 'id="t"'),
    "element of a foreign namespace": ((around('<evil:userTask id="t"/>'),), "foreign_element", "t", 'id="t"'),
    "unknown attribute": ((around('<task id="t" colour="red"/>'),), "unknown_attribute", "t", 'id="t"'),
    "unknown root element": (('<quantum id="q"/>', process(START)), "unknown_element", "q", 'id="q"'),
    "text between elements": ((around(TASK, "forgotten"),), "misplaced_text", "p", "<process"),
    "markup inside a time": ((around(timer("<timeDate>2026<documentation/></timeDate>")),),
                             "misplaced_text", "t", "timeDate"),
    "empty ad-hoc sub-process": ((around('<adHocSubProcess id="t"/>'),), "ad_hoc_empty", "t", 'id="t"'),
    "ad-hoc sub-process with a start event": (
        (around('<adHocSubProcess id="t">', '<startEvent id="a"/>', '<task id="b"/>', "</adHocSubProcess>"),),
        "ad_hoc_content", "a", 'id="a"',
    ),
    "ad-hoc sub-process that begins with an event": (
        (around('<adHocSubProcess id="t">', f'<intermediateCatchEvent id="a">{PT1H}</intermediateCatchEvent>',
                '<task id="b"/>', "</adHocSubProcess>"),),
        "ad_hoc_content", "a", 'id="a"',
    ),
    "ad-hoc sub-process in any other order": (
        (around('<adHocSubProcess id="t" ordering="Random"><task id="b"/></adHocSubProcess>'),),
        "unsupported_value", "t", 'id="t"',
    ),
    "endless loop": (
        (around('<task id="t">', "<standardLoopCharacteristics/>", "</task>"),), "endless_loop", "t", "standardLoop",
    ),
    "loop without a turn": (
        (around('<task id="t">', '<standardLoopCharacteristics loopMaximum="0"/>', "</task>"),),
        "invalid_loop_maximum", "t", "standardLoop",
    ),
    "loop and multi-instance": (
        (around('<task id="t">', f'<{LOOP} camunda:collection="c"/>', '<standardLoopCharacteristics loopMaximum="1"/>',
                "</task>"),),
        "two_loops", "t", "standardLoop",
    ),
    "looping event sub-process": (
        (around(TASK, '<subProcess id="x" triggeredByEvent="true">',
                '<standardLoopCharacteristics loopMaximum="1"/>', f'<startEvent id="s2">{PT1H}</startEvent>',
                "</subProcess>"),),
        "event_sub_process_detail", "x", 'id="x"',
    ),
    "conditional catch without condition": (
        (around('<intermediateCatchEvent id="t">', "<conditionalEventDefinition/>", "</intermediateCatchEvent>"),),
        "event_without_condition", "t", "conditional",
    ),
    "conditional catch of an unknown change": (
        (around('<intermediateCatchEvent id="t">',
                '<conditionalEventDefinition camunda:variableEvents="create, touch">',
                "<condition>${x}</condition></conditionalEventDefinition>", "</intermediateCatchEvent>"),),
        "unknown_variable_event", "t", "conditional",
    ),
    "compensation without handler": ((around(TASK, UNDO),), "compensation_without_handler", "b", 'id="b"'),
    "compensation to what is not for it": (
        (around(TASK, UNDO, '<task id="h"/>', JOINED, flow("f3", "t", "h")),),
        "handler_not_for_compensation", "b", 'id="b"',
    ),
    "handler in another scope": (
        (around(TASK, UNDO, '<subProcess id="x">', START.replace('"s"', '"s2"'), HANDLER, "</subProcess>", JOINED,
                flow("f3", "t", "x")),),
        "compensation_without_handler", "b", 'id="b"',
    ),
    "two compensation boundaries": (
        (around(TASK, UNDO, HANDLER, JOINED, UNDO.replace('"b"', '"b2"'),
                JOINED.replace('"b"', '"b2"').replace('"a"', '"a2"')),),
        "several_compensation_boundaries", "b2", 'id="b2"',
    ),
    "handler entered": (
        (around(TASK, UNDO, HANDLER, JOINED, flow("f3", "t", "h")),), "compensation_handler_with_flow", "h", 'id="f3"',
    ),
    "handler left": (
        (around(TASK, UNDO, HANDLER, JOINED, flow("f3", "h", "e")),), "compensation_handler_with_flow", "h", 'id="f3"',
    ),
    "compensation boundary with a flow": (
        (around(TASK, UNDO, HANDLER, JOINED, flow("f3", "b", "e")),), "compensation_boundary_with_flow", "b", 'id="f3"',
    ),
    "handler with a handler": (
        (around(TASK, UNDO, HANDLER, JOINED, UNDO.replace('"b"', '"b2"').replace('"t"', '"h"'),
                HANDLER.replace('"h"', '"h2"'), '<association id="a2" sourceRef="b2" targetRef="h2"/>'),),
        "handler_with_compensation", "h", 'id="h"',
    ),
    "compensation of nothing known": (
        (around(throws(' activityRef="nope"')),), "compensation_of_unknown", "t", 'id="t"',
    ),
    "compensation of what stands deeper": (
        (around(NESTED.replace('"t"', '"x"'), throws(' activityRef="q"'), flow("f3", "t", "x")),),
        "compensation_of_unknown", "t", '<intermediateThrowEvent',
    ),
    "compensation of what stands further out": (
        (around('<task id="far"/>', flow("f3", "s", "far"), '<subProcess id="x">', '<startEvent id="s3"/>',
                throws(' activityRef="far"'), flow("f4", "s3", "t"), "</subProcess>", flow("f5", "far", "x")),),
        "compensation_of_unknown", "t", '<intermediateThrowEvent',
    ),
    "compensation of an event": (
        (around(throws(' activityRef="s"')),), "compensation_of_unknown", "t", 'id="t"',
    ),
    "compensation catch": (
        (around('<intermediateCatchEvent id="t"><compensateEventDefinition/></intermediateCatchEvent>'),),
        "event_not_allowed_here", "t", 'id="t"',
    ),
    "compensation start of a sub-process": (
        (around('<subProcess id="t">', f'<startEvent id="s2">{UNDO_START}</startEvent>', "</subProcess>"),),
        "event_not_allowed_here", "s2", 'id="s2"',
    ),
    "compensation start of a process": (
        (process(f'<startEvent id="s">{UNDO_START}</startEvent>', flow("f1", "s", "e"), END),),
        "event_not_allowed_here", "s", 'id="s"',
    ),
    "compensation start in a process": (
        (around(TASK, undoing_sub()),), "compensation_start_outside_sub_process", "s2", 'id="s2"',
    ),
    "two compensation starts": (
        (around('<subProcess id="t">', '<startEvent id="s3"/>', undoing_sub(), undoing_sub("x4", "s4"),
                "</subProcess>"),),
        "several_compensation_starts", "s4", 'id="s4"',
    ),
    "compensation inside and at the border": (
        (around('<subProcess id="t">', '<startEvent id="s3"/>', undoing_sub(), "</subProcess>", UNDO, HANDLER,
                JOINED),),
        "two_compensation_handlers", "s2", 'id="s2"',
    ),
    "cancel end of a process": (
        (process(START, flow("f1", "s", "e"), f'<endEvent id="e">{CANCEL}</endEvent>'),),
        "cancel_end_outside_transaction", "e", 'id="e"',
    ),
    "cancel end deeper in a transaction": (
        (around('<transaction id="t">', '<subProcess id="x">', f'<endEvent id="e3">{CANCEL}</endEvent>',
                "</subProcess>", "</transaction>", boundary("t", CANCEL)),),
        "cancel_end_outside_transaction", "e3", 'id="e3"',
    ),
    "cancel without a way out": (
        (around('<transaction id="t">', f'<endEvent id="e3">{CANCEL}</endEvent>', "</transaction>"),),
        "cancel_without_boundary", "e3", 'id="e3"',
    ),
    "cancel boundary of a task": (
        (around(TASK, boundary("t", CANCEL)),), "cancel_boundary_outside_transaction", "b", 'id="b"',
    ),
    "two cancel boundaries": (
        (around('<transaction id="t">', '<task id="x"/>', "</transaction>", boundary("t", CANCEL),
                boundary("t", CANCEL).replace('"b"', '"b2"')),),
        "several_cancel_boundaries", "b2", 'id="b2"',
    ),
    "cancel that does not interrupt": (
        (around('<transaction id="t">', '<task id="x"/>', "</transaction>",
                boundary("t", CANCEL, ' cancelActivity="false"')),),
        "cancel_must_interrupt", "b", 'id="b"',
    ),
    "transaction by another method": (
        (around('<transaction id="t" method="##Store">', '<task id="x"/>', "</transaction>"),),
        "unsupported_value", "t", 'id="t"',
    ),
    "link to nowhere": ((process(START, flow("f1", "s", "t"), link("t", "A")),), "link_without_target", "t", 'id="t"'),
    "link without name": ((process(START, flow("f1", "s", "t"), link("t", "")),), "link_without_name", "t", 'id="t"'),
    "link left by a flow": (
        (around(link("t", "A"), link("c", "A", "Catch")),), "link_with_outgoing", "t", 'id="t"',
    ),
    "two catches of one link": (
        (process(START, flow("f1", "s", "t"), link("t", "A"), link("c", "A", "Catch"), link("c2", "A", "Catch")),),
        "several_link_targets", "c2", 'id="c2"',
    ),
    "link into a sub-process": (
        (process(START, flow("f1", "s", "x"), '<subProcess id="x">', link("c", "A", "Catch"), TASK, "</subProcess>",
                 flow("f2", "x", "t9"), link("t9", "A")),),
        "link_without_target", "t9", 'id="t9"',
    ),
    "link behind an event gateway": (
        (process(START, flow("f1", "s", "g"), '<eventBasedGateway id="g"/>', flow("f2", "g", "c"),
                 link("c", "A", "Catch"), flow("f3", "c", "e"), END),),
        "event_gateway_target", "g", 'id="g"',
    ),
    "link end": (
        (process(START, flow("f1", "s", "e"), '<endEvent id="e"><linkEventDefinition name="A"/></endEvent>'),),
        "event_not_allowed_here", "e", 'id="e"',
    ),
    "two start events with one message": (
        ('<message id="m" name="paper"/>',
         process('<startEvent id="s1"><messageEventDefinition messageRef="m"/></startEvent>',
                 '<startEvent id="t"><messageEventDefinition messageRef="m"/></startEvent>',
                 flow("f1", "s1", "e"), flow("f2", "t", "e"), END)),
        "duplicate_message", "t", 'id="t"',
    ),
    "two boundary events with one signal": (
        ('<signal id="g" name="go"/>',
         process(START, flow("f1", "s", "u"), '<userTask id="u"/>',
                 '<boundaryEvent id="b1" attachedToRef="u"><signalEventDefinition signalRef="g"/></boundaryEvent>',
                 '<boundaryEvent id="t" attachedToRef="u"><signalEventDefinition signalRef="g"/></boundaryEvent>')),
        "duplicate_signal", "t", 'id="t"',
    ),
    "link among several definitions": (
        (around(f'<intermediateCatchEvent id="t">{PT1H}<linkEventDefinition name="A"/></intermediateCatchEvent>'),),
        "multiple_events", "t", 'id="t"',
    ),
    "two ways to end the scope": (
        (process(START, flow("f1", "s", "t"), '<endEvent id="t">', '<terminateEventDefinition/>',
                 '<errorEventDefinition errorRef="E"/>', "</endEvent>"),),
        "multiple_events", "t", 'id="t"',
    ),
    "parallel multiple start of a process": (
        (process(f'<startEvent id="t" parallelMultiple="true">{PT1H}{PT1H}</startEvent>', flow("f1", "t", "e"), END),),
        "parallel_multiple_place", "t", 'id="t"',
    ),
    "parallel multiple with a name twice": (
        ('<signal id="g" name="go"/>',
         around('<intermediateCatchEvent id="t" parallelMultiple="true"><signalEventDefinition signalRef="g"/>'
                '<signalEventDefinition signalRef="g"/></intermediateCatchEvent>')),
        "parallel_multiple_names", "t", 'id="t"',
    ),
    "event gateway onto a parallel multiple event": (
        (process(START, flow("f1", "s", "t"), '<eventBasedGateway id="t"/>', flow("f2", "t", "u"),
                 f'<intermediateCatchEvent id="u" parallelMultiple="true">{PT1H}{PT1H}</intermediateCatchEvent>'),),
        "event_gateway_target", "t", 'id="t"',
    ),
    "two performers": (
        (around('<userTask id="t">', "<humanPerformer/>", "<humanPerformer/>", "</userTask>"),),
        "several_performers", "t", 'id="t"',
    ),
    "class that is no name": (
        (around('<serviceTask id="t" camunda:class="a.B.run()"/>'),), "code_not_by_name", "t", 'id="t"',
    ),
    "delegate that is computed": (
        (around('<serviceTask id="t" camunda:delegateExpression="${b.c()}"/>'),), "code_not_by_name", "t", 'id="t"',
    ),
    "field without a value": (
        (around('<serviceTask id="t" camunda:class="a.B"><extensionElements><camunda:field name="x"/>'
                "</extensionElements></serviceTask>"),),
        "invalid_field", "t", "camunda:field",
    ),
    "listener without work": (
        (process("<extensionElements>", '<camunda:executionListener event="end"/>', "</extensionElements>", START),),
        "listener_without_work", "p", "executionListener",
    ),
    "listener at an unknown event": (
        (around(extended("task", '<camunda:executionListener expression="${x}" event="take"/>')),),
        "unknown_listener_event", "t", "executionListener",
    ),
    "worker's listener of the process": (
        (process("<extensionElements>", '<camunda:executionListener event="end" class="a.B"/>', "</extensionElements>",
                 START),),
        "listener_cannot_wait", "p", "executionListener",
    ),
    "worker's listener of an assignment": (
        (around(extended("userTask", '<camunda:taskListener event="assignment" class="a.B"/>')),),
        "listener_cannot_wait", "t", "taskListener",
    ),
    "time-out listener without a time": (
        (around(extended("userTask", '<camunda:taskListener event="timeout" expression="${x}"/>')),),
        "timer_without_time", "t", "taskListener",
    ),
    "task listener elsewhere": (
        (around(extended("task", '<camunda:taskListener event="create" expression="${x}"/>')),),
        "unsupported_extension", "t", 'id="t"',
    ),
    "connector": ((around(extended("serviceTask", "<camunda:connector/>")),), "unsupported_extension", "t", 'id="t"'),
    "attribute that belongs elsewhere": (
        (around('<task id="t" camunda:calledElementBinding="latest"/>'),), "unsupported_extension", "t", 'id="t"',
    ),
    "made for Camunda 8": (
        (around(extended("serviceTask", '<zeebe:taskDefinition type="x"/>', ' camunda:expression="${x}"')),),
        "other_engine", "t", 'id="t"',
    ),
    "wrong boolean": ((around('<task id="t" camunda:asyncBefore="yes"/>'),), "unsupported_value", "t", 'id="t"'),
    # Boundary events
    "boundary event on nothing": (
        (around(TASK, boundary("zzz")),), "boundary_without_host", "b", 'id="b"',
    ),
    "boundary event without attachment": (
        (around(TASK, f'<boundaryEvent id="b">{PT1H}</boundaryEvent>'),), "boundary_without_host", "b", 'id="b"',
    ),
    "boundary event of another scope": (
        (around('<subProcess id="t">', '<task id="q"/>', "</subProcess>", boundary("q")),),
        "boundary_without_host", "b", 'id="b"',
    ),
    "boundary event on a gateway": (
        (around('<parallelGateway id="t"/>', boundary("t")),), "boundary_on_wrong_host", "b", 'id="b"',
    ),
    "boundary event on an event sub-process": (
        (around(TASK, event_sub(f'<startEvent id="s2">{PT1H}</startEvent>'), boundary("x")),),
        "boundary_on_wrong_host", "b", 'id="b"',
    ),
    "boundary event without definition": (
        (around(TASK, boundary("t", "")),), "event_without_definition", "b", 'id="b"',
    ),
    "boundary event that terminates": (
        (around(TASK, boundary("t", TERMINATE)),), "event_not_allowed_here", "b", 'id="b"',
    ),
    "error that does not interrupt": (
        (around(TASK, boundary("t", "<errorEventDefinition/>", ' cancelActivity="false"')),),
        "error_must_interrupt", "b", 'id="b"',
    ),
    # Events
    "catch without definition": (
        (around('<intermediateCatchEvent id="t"/>'),), "event_without_definition", "t", 'id="t"',
    ),
    "start by error": (
        (process('<startEvent id="s"><errorEventDefinition/></startEvent>'),), "event_not_allowed_here", "s", 'id="s"',
    ),
    "timer start of a sub-process": (
        (around('<subProcess id="t">', f'<startEvent id="s2">{PT1H}</startEvent>', "</subProcess>"),),
        "event_not_allowed_here", "s2", 'id="s2"',
    ),
    "start that does not interrupt": (
        (process('<startEvent id="s" isInterrupting="false"/>'),), "not_interrupting_start", "s", 'id="s"',
    ),
    "terminate in the middle": (
        (around(f'<intermediateThrowEvent id="t">{TERMINATE}</intermediateThrowEvent>'),),
        "event_not_allowed_here", "t", 'id="t"',
    ),
    "undeclared message": (
        (around(f'<intermediateCatchEvent id="t">\n{MESSAGE_EVENT}\n</intermediateCatchEvent>'),),
        "unknown_message", "t", 'messageRef="m"',
    ),
    "undeclared signal": (
        (around('<intermediateThrowEvent id="t"><signalEventDefinition signalRef="z"/></intermediateThrowEvent>'),),
        "unknown_signal", "t", 'id="t"',
    ),
    "undeclared escalation": (
        (around('<intermediateThrowEvent id="t"><escalationEventDefinition escalationRef="z"/>'
                "</intermediateThrowEvent>"),),
        "unknown_escalation", "t", 'id="t"',
    ),
    "message without name": (
        ('<message id="m"/>', around(f'<intermediateCatchEvent id="t">{MESSAGE_EVENT}</intermediateCatchEvent>')),
        "message_without_name", "t", 'id="t"',
    ),
    "message event without message": (
        (around('<intermediateCatchEvent id="t"><messageEventDefinition/></intermediateCatchEvent>'),),
        "event_without_message", "t", 'id="t"',
    ),
    "error end without error": (
        (process(START, flow("f1", "s", "e"), '<endEvent id="e"><errorEventDefinition/></endEvent>'),),
        "event_without_error", "e", 'id="e"',
    ),
    "error without code": (
        ('<error id="x"/>', process(START, flow("f1", "s", "e"),
                                    '<endEvent id="e"><errorEventDefinition errorRef="x"/></endEvent>')),
        "error_without_code", "e", 'id="e"',
    ),
    "escalation throw without escalation": (
        (around('<intermediateThrowEvent id="t"><escalationEventDefinition/></intermediateThrowEvent>'),),
        "event_without_escalation", "t", 'id="t"',
    ),
    # Times
    "timer without time": ((around(timer("")),), "timer_without_time", "t", 'id="t"'),
    "timer with an empty time": ((around(timer("<timeDate/>")),), "timer_without_time", "t", 'id="t"'),
    "timer with two times": (
        (around(timer("<timeDate>2026-01-01</timeDate><timeDuration>PT1H</timeDuration>")),),
        "timer_without_time", "t", 'id="t"',
    ),
    "duration banana": ((around(timer("\n<timeDuration>banana</timeDuration>")),), "invalid_timer", "t", "banana"),
    "negative duration": ((around(timer("<timeDuration>-P1D</timeDuration>")),), "invalid_timer", "t", 'id="t"'),
    "date that does not exist": ((around(timer("<timeDate>2026-02-30</timeDate>")),), "invalid_timer", "t", 'id="t"'),
    "cycle without length": ((around(timer("<timeCycle>R/PT0S</timeCycle>")),), "invalid_timer", "t", 'id="t"'),
    "cron out of range": ((around(timer("<timeCycle>0 0 25 * * ?</timeCycle>")),), "invalid_timer", "t", 'id="t"'),
    "time in Groovy": (
        (around(timer('<timeDuration language="groovy">x</timeDuration>')),), "unsupported_language", "t", 'id="t"',
    ),
    # Activities
    "service task without implementation": (
        (around('<serviceTask id="t"/>'),), "service_without_implementation", "t", 'id="t"',
    ),
    "external task without topic": (
        (around('<serviceTask id="t" camunda:type="external"/>'),), "external_without_topic", "t", 'id="t"',
    ),
    "mail task": ((around('<serviceTask id="t" camunda:type="mail"/>'),), "unsupported_type", "t", 'id="t"'),
    "send task without message": ((around('<sendTask id="t"/>'),), "send_without_message", "t", 'id="t"'),
    "instantiating receive task without message": (
        (process('<receiveTask id="t" instantiate="true"/>', flow("f2", "t", "e"), END),),
        "instantiate_without_message", "t", 'id="t"',
    ),
    "instantiating receive task in a sub-process": (
        (process(START, flow("f1", "s", "x"), '<subProcess id="x">', '<receiveTask id="t" instantiate="true"/>',
                 '<task id="t2"/>', "</subProcess>"),),
        "instantiate_inside", "t", 'id="t"',
    ),
    "receive task of an undeclared message": (
        (around('<receiveTask id="t" messageRef="zzz"/>'),), "unknown_message", "t", 'id="t"',
    ),
    "rule task without decision": (
        (around('<businessRuleTask id="t"/>'),), "rule_without_decision", "t", 'id="t"',
    ),
    "binding to a version that is missing": (
        (around('<businessRuleTask id="t" camunda:decisionRef="d1" camunda:decisionRefBinding="version"/>'),),
        "binding_without_version", "t", 'id="t"',
    ),
    "script in Groovy": ((around(script("x", ' scriptFormat="groovy"')),), "unsupported_language", "t", 'id="t"'),
    "script without language": ((around(script("${x}", "")),), "unsupported_language", "t", 'id="t"'),
    "empty script": ((around(script(" ")),), "script_without_text", "t", 'id="t"'),
    "call without process": ((around('<callActivity id="t"/>'),), "call_without_process", "t", 'id="t"'),
    "call of a case": (
        (around('<callActivity id="t" camunda:caseRef="c"/>'),), "unsupported_extension", "t", 'id="t"',
    ),
    "half a variable mapping": (
        (around(extended("callActivity", '<camunda:in source="a"/>', ' calledElement="c"')),),
        "invalid_mapping", "t", 'id="t"',
    ),
    "two forms": (
        (around('<userTask id="t" camunda:formRef="a" camunda:formKey="b"/>'),), "two_forms", "t", 'id="t"',
    ),
    "parameter without name": (
        (around(extended("task", PARAMETERS.format("<camunda:inputParameter>1</camunda:inputParameter>"))),),
        "invalid_parameter", "t", 'id="t"',
    ),
    "parameter in Groovy": (
        (around(extended("task", PARAMETERS.format(
            '<camunda:inputParameter name="a"><camunda:script scriptFormat="groovy">x</camunda:script>'
            "</camunda:inputParameter>"))),),
        "unsupported_language", "t", 'id="t"',
    ),
    "parameters on a gateway": (
        (around(extended("parallelGateway", PARAMETERS.format(""))),), "unsupported_extension", "t", 'id="t"',
    ),
    "retry cycle banana": (
        (around(extended("task", "<camunda:failedJobRetryTimeCycle>banana</camunda:failedJobRetryTimeCycle>")),),
        "invalid_retry_cycle", "t", 'id="t"',
    ),
    # Repetition
    "repetition without number": ((around(looped("")),), "multi_instance_without_count", "t", LOOP),
    "repetition with number and collection": (
        (around(looped("<loopCardinality>3</loopCardinality>", ' camunda:collection="a"')),),
        "multi_instance_without_count", "t", LOOP,
    ),
    "negative number": (
        (around(looped("<loopCardinality>-1</loopCardinality>")),), "invalid_cardinality", "t", LOOP,
    ),
    "a million times": (
        (around(looped("<loopCardinality>1000000</loopCardinality>")),), "invalid_cardinality", "t", LOOP,
    ),
    "number as a sum": (
        (around(looped("<loopCardinality>10**6</loopCardinality>")),), "invalid_cardinality", "t", LOOP,
    ),
    "collection that is no name": ((around(looped("", ' camunda:collection="a b"')),), "invalid_collection", "t", LOOP),
    "behaviour that is not supported": (
        (around(looped("<loopCardinality>2</loopCardinality>", ' behavior="None"')),), "unsupported_value", "t", LOOP,
    ),
    # Scopes
    "empty process": ((process(),), "empty_process", "p", "<process"),
    "empty sub-process": ((around('<subProcess id="t"/>'),), "no_start", "t", 'id="t"'),
    "circle without start": (
        (process(TASK, '<task id="u"/>', flow("f1", "t", "u"), flow("f2", "u", "t")),), "no_start", "p", "<process",
    ),
    "two starts": (
        (process(START, '<startEvent id="s2"/>', flow("f1", "s", "e"), flow("f2", "s2", "e"), END),),
        "several_starts", "s2", 'id="s2"',
    ),
    "event sub-process without start": (
        (around(TASK, event_sub('<task id="q"/>')),), "event_sub_process_start", "x", 'id="x"',
    ),
    "event sub-process with a plain start": (
        (around(TASK, event_sub('<startEvent id="s2"/>')),), "event_without_definition", "s2", 'id="s2"',
    ),
    "repeated event sub-process": (
        (around(TASK, event_sub(
            f'<startEvent id="s2">{PT1H}</startEvent>'
            "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
            "</multiInstanceLoopCharacteristics>")),),
        "event_sub_process_detail", "x", 'id="x"',
    ),
    "nested twenty-five deep": ((around(TASK, deep(25)),), "too_deep", "n20", 'id="n20"'),
    "a thousand steps": (
        (process(*(f'<task id="t{number}"/>' for number in range(2001))),), "too_many_nodes", "p", "<process",
    ),
    # File
    "no process": ((), "no_executable_process", None, "<definitions"),
    "nothing executable": ((process(START, head='id="p"'),), "no_executable_process", None, "<definitions"),
    "history for ever and a day": (
        (process(START, head='id="p" isExecutable="true" camunda:historyTimeToLive="ever"'),),
        "invalid_time_to_live", "p", "<process",
    ),
}  # fmt: skip


def errors_of(content: bytes) -> list[Problem]:
    with pytest.raises(DefinitionInvalid) as refused:
        read_bpmn(content, "case.bpmn")
    return [problem for problem in refused.value.problems if problem.severity == "error"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_diagram_is_refused_with_element_and_line(name: str) -> None:
    lines, code, element_id, mark = BROKEN[name]
    content = file(*lines)
    found = [(problem.code, problem.element_id, problem.line) for problem in errors_of(content)]
    assert (code, element_id, line_of(content, mark)) in found


@pytest.mark.parametrize("name", BROKEN)
def test_a_finding_speaks_both_languages_and_names_its_file(name: str) -> None:
    for problem in errors_of(file(*BROKEN[name][0])):
        assert problem.resource == "case.bpmn"
        assert any("\u4e00" <= letter <= "\u9fff" for letter in problem.text.zh)
        assert problem.text.en.isascii() and problem.text.en.endswith((".", ")"))


def test_all_faults_of_a_diagram_are_told_at_once() -> None:
    content = file(process(START, flow("f1", "s", "nope"), '<serviceTask id="t"/>', '<callChoreography id="g"/>'))
    assert {problem.code for problem in errors_of(content)} >= {
        "dangling_flow", "service_without_implementation", "unsupported_element",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["unknown element", "element of a foreign namespace"])
def test_a_refused_element_is_reported_once_and_its_flows_not_at_all(name: str) -> None:
    lines, code, *_ = BROKEN[name]
    with pytest.raises(DefinitionInvalid) as refused:
        read_bpmn(file(*lines), "case.bpmn")
    assert [problem.code for problem in refused.value.problems] == [code]


def test_code_that_has_no_name_is_told_what_to_do_instead_and_nothing_more() -> None:
    codes = [problem.code for problem in errors_of(file(around('<serviceTask id="t" camunda:class="a.B()"/>')))]
    assert codes == ["code_not_by_name"]


def test_a_file_with_ten_thousand_faults_gets_a_bounded_answer() -> None:
    content = file(process(START, *('<boundaryEvent attachedToRef="x"/>' for _ in range(390))))
    assert 0 < len(errors_of(content)) <= 200
