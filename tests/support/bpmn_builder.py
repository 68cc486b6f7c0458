"""Small helpers that write BPMN for tests: `bpmn("order", start("s"), user("a"), end("e"), *chain("s", "a", "e"))`.

Every helper returns an `Xml`; `bpmn` puts them into one process and declares the messages, signals, errors and
escalations they name. Keyword arguments are Camunda attributes in snake_case (`candidate_groups="g"` becomes
`camunda:candidateGroups="g"`); True and False become `true` and `false`; None is left out. Positional arguments after
the id are children: `user("a", multi(collection="${people}", element_variable="person"), outputs(x="${y}"))`.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

BPMN_NS = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA_NS = "http://camunda.org/schema/1.0/bpmn"
_HEAD = (
    f'<bpmn:definitions xmlns:bpmn="{BPMN_NS}" xmlns:camunda="{CAMUNDA_NS}" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://banli/test">'
)


@dataclass(frozen=True)
class Xml:
    """A piece of a diagram and the root elements (kind, name) it refers to."""

    text: str
    roots: frozenset[tuple[str, str]] = frozenset()
    extension: bool = False
    """Belongs inside `extensionElements`."""


Value = str | int | bool | None


def bpmn(process_id: str, *elements: Xml, executable: bool = True, name: str | None = None, **camunda: Value) -> bytes:
    """A whole file with one process."""
    return bpmn_file(process(process_id, *elements, executable=executable, name=name, **camunda))


def bpmn_file(*processes: Xml) -> bytes:
    """A whole file with several processes, one per line block; the declarations come last."""
    roots = sorted(frozenset().union(*(part.roots for part in processes)))
    declared = "\n".join(_declare(kind, name) for kind, name in roots)
    body = "\n".join(part.text for part in processes)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_HEAD}\n{body}\n{declared}\n</bpmn:definitions>\n'.encode()


def process(process_id: str, *elements: Xml, executable: bool = True, name: str | None = None, **camunda: Value) -> Xml:
    """One process, for `bpmn_file`."""
    return element("process", process_id, *elements, own={"isExecutable": executable, "name": name}, **camunda)


def element(tag: str, id: str | None, *children: Xml, own: dict[str, Value] | None = None, **camunda: Value) -> Xml:
    """Any BPMN element: `own` are plain attributes, keywords are Camunda's; but `for_compensation` is BPMN's."""
    undoes = camunda.pop("for_compensation", None)
    attributes = _attributes({"id": id, "isForCompensation": undoes, **(own or {})}) + _attributes(
        {_camunda(k): v for k, v in camunda.items()}
    )
    extensions = "".join(child.text for child in children if child.extension)
    inside = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>" if extensions else ""
    inside += "\n".join(child.text for child in children if not child.extension)
    roots = frozenset().union(*(child.roots for child in children))
    return Xml(f"<bpmn:{tag}{attributes}>{inside}</bpmn:{tag}>" if inside else f"<bpmn:{tag}{attributes}/>", roots)


def raw(text: str) -> Xml:
    """XML as it is, inside the process."""
    return Xml(text)


# Flows ---------------------------------------------------------------------------------------------------------------


def flow(source: str, target: str, condition: str | None = None, id: str | None = None, *children: Xml) -> Xml:
    """A sequence flow; its id is `source_target` unless given."""
    child = (
        [*children]
        if condition is None
        else [*children, _text("conditionExpression", condition, ' xsi:type="bpmn:tFormalExpression"')]
    )
    own: dict[str, Value] = {"sourceRef": source, "targetRef": target}
    return element("sequenceFlow", id or f"{source}_{target}", *child, own=own)


def chain(*ids: str) -> tuple[Xml, ...]:
    """Plain flows from each id to the next."""
    return tuple(flow(source, target) for source, target in itertools.pairwise(ids))


# Events: pass `message("m")`, `timer(duration="PT1H")`, `signal("s")`, `error("e")`, ... as a child ------------------


def start(
    id: str = "start",
    *children: Xml,
    interrupting: bool | None = None,
    takes_all: bool | None = None,
    **camunda: Value,
) -> Xml:
    """A start event; `interrupting` for event sub-processes; of several definitions it may take all."""
    own: dict[str, Value] = {"isInterrupting": interrupting, "parallelMultiple": takes_all}
    return element("startEvent", id, *children, own=own, **camunda)


def end(id: str = "end", *children: Xml, **camunda: Value) -> Xml:
    """An end event."""
    return element("endEvent", id, *children, own=None, **camunda)


def catch(id: str, *children: Xml, takes_all: bool | None = None, **camunda: Value) -> Xml:
    """An intermediate catch event; of several definitions it may take all."""
    return element("intermediateCatchEvent", id, *children, own={"parallelMultiple": takes_all}, **camunda)


def throw(id: str, *children: Xml, **camunda: Value) -> Xml:
    """An intermediate throw event."""
    return element("intermediateThrowEvent", id, *children, own=None, **camunda)


def boundary(
    id: str,
    attached_to: str,
    *children: Xml,
    interrupting: bool = True,
    takes_all: bool | None = None,
    **camunda: Value,
) -> Xml:
    """A boundary event; of several definitions it may take all."""
    own: dict[str, Value] = {
        "attachedToRef": attached_to,
        "cancelActivity": None if interrupting else False,
        "parallelMultiple": takes_all,
    }
    return element("boundaryEvent", id, *children, own=own, **camunda)


def message(name: str, **camunda: Value) -> Xml:
    """A message event definition; `type="external", topic="t"` makes a throw an external task."""
    return _definition("message", name, **camunda)


def signal(name: str, **camunda: Value) -> Xml:
    """A signal event definition."""
    return _definition("signal", name, **camunda)


def error(code: str | None = None, **camunda: Value) -> Xml:
    """An error event definition; without code it catches all."""
    return _definition("error", code, **camunda)


def escalation(code: str | None = None, **camunda: Value) -> Xml:
    """An escalation event definition."""
    return _definition("escalation", code, **camunda)


def terminate() -> Xml:
    """A terminate event definition."""
    return element("terminateEventDefinition", None)


def link(name: str) -> Xml:
    """A link event definition."""
    return element("linkEventDefinition", None, own={"name": name})


def condition(text: str, **camunda: Value) -> Xml:
    """A conditional event definition: `variable_name="x"`, `variable_events="create, update"`."""
    child = _text("condition", text, ' xsi:type="bpmn:tFormalExpression"')
    return element("conditionalEventDefinition", None, child, own=None, **camunda)


def compensate(activity: str | None = None, *, wait: bool | None = None) -> Xml:
    """A compensation event definition; `activity` is the id of the one activity it undoes."""
    return element("compensateEventDefinition", None, own={"activityRef": activity, "waitForCompletion": wait})


def cancel() -> Xml:
    """A cancel event definition."""
    return element("cancelEventDefinition", None)


def undone_by(activity: str, handler: str, boundary_id: str | None = None) -> Xml:
    """A compensation boundary event at an activity, associated with its handler (an activity `for_compensation`)."""
    id = boundary_id or f"undo_{activity}"
    association = element("association", f"{id}_{handler}", own={"sourceRef": id, "targetRef": handler})
    return Xml(boundary(id, activity, compensate()).text + "\n" + association.text)


def timer(*, date: str | None = None, duration: str | None = None, cycle: str | None = None) -> Xml:
    """A timer event definition with the given texts."""
    given = {"timeDate": date, "timeDuration": duration, "timeCycle": cycle}
    texts = [_text(tag, text, ' xsi:type="bpmn:tFormalExpression"') for tag, text in given.items() if text is not None]
    return element("timerEventDefinition", None, *texts)


# Activities ----------------------------------------------------------------------------------------------------------


def task(id: str, *children: Xml, default: str | None = None, **camunda: Value) -> Xml:
    """An undefined task (passes through)."""
    return _activity("task", id, children, default, camunda)


def manual(id: str, *children: Xml, default: str | None = None, **camunda: Value) -> Xml:
    """A manual task (passes through)."""
    return _activity("manualTask", id, children, default, camunda)


def user(id: str, *children: Xml, default: str | None = None, **camunda: Value) -> Xml:
    """A user task: `assignee`, `candidate_users`, `candidate_groups`, `due_date`, `form_ref`, `form_key`, ..."""
    return _activity("userTask", id, children, default, camunda)


def service(id: str, *children: Xml, topic: str | None = None, default: str | None = None, **camunda: Value) -> Xml:
    """A service task: `topic="t"` makes it external; or `expression="${...}", result_variable="x"`."""
    external: dict[str, Value] = {} if topic is None else {"type": "external", "topic": topic}
    return _activity("serviceTask", id, children, default, {**external, **camunda})


def send(id: str, *children: Xml, topic: str | None = None, default: str | None = None, **camunda: Value) -> Xml:
    """A send task: `topic="t"` makes it external; or `message="m"` throws in-house."""
    external: dict[str, Value] = {} if topic is None else {"type": "external", "topic": topic}
    return _with_message("sendTask", id, children, default, {**external, **camunda})


def receive(
    id: str,
    *children: Xml,
    message: str | None,
    default: str | None = None,
    instantiate: bool | None = None,
    **camunda: Value,
) -> Xml:
    """A receive task waiting for a message; without one, until it is signalled."""
    own: dict[str, Value] = {"instantiate": instantiate}
    return _with_message("receiveTask", id, children, default, {**camunda, "message": message}, own)


def script(id: str, text: str, *children: Xml, format: str = "juel", **camunda: Value) -> Xml:
    """A script task in JUEL or FEEL; `result_variable="x"`."""
    return element("scriptTask", id, *children, _text("script", text), own={"scriptFormat": format}, **camunda)


def rule(id: str, *children: Xml, decision: str | None = None, default: str | None = None, **camunda: Value) -> Xml:
    """A business rule task: `decision="key", result_variable="x", map_decision_result="singleEntry"`."""
    return _activity("businessRuleTask", id, children, default, {"decision_ref": decision, **camunda})


def call(id: str, called: str, *children: Xml, default: str | None = None, **camunda: Value) -> Xml:
    """A call activity; mappings by `call_in` and `call_out` children."""
    return element("callActivity", id, *children, own={"calledElement": called, "default": default}, **camunda)


def sub(id: str, *children: Xml, default: str | None = None, **camunda: Value) -> Xml:
    """An embedded sub-process."""
    return _activity("subProcess", id, children, default, camunda)


def transaction(id: str, *children: Xml, default: str | None = None, **camunda: Value) -> Xml:
    """A transaction sub-process."""
    return _activity("transaction", id, children, default, camunda)


def event_sub(id: str, *children: Xml, **camunda: Value) -> Xml:
    """An event sub-process; its start event is one of the children."""
    return element("subProcess", id, *children, own={"triggeredByEvent": True}, **camunda)


def ad_hoc(
    id: str,
    *children: Xml,
    until: str | None = None,
    sequential: bool = False,
    cancels: bool | None = None,
    name: str | None = None,
    **camunda: Value,
) -> Xml:
    """An ad-hoc sub-process; `until` is the completion condition, `cancels` what becomes of the rest then."""
    ordering = "Sequential" if sequential else None
    own: dict[str, Value] = {"name": name, "ordering": ordering, "cancelRemainingInstances": cancels}
    ends = [] if until is None else [_text("completionCondition", until, ' xsi:type="bpmn:tFormalExpression"')]
    return element("adHocSubProcess", id, *children, *ends, own=own, **camunda)


# Gateways ------------------------------------------------------------------------------------------------------------


def exclusive(id: str, *children: Xml, default: str | None = None, **camunda: Value) -> Xml:
    """An exclusive gateway; `default` is the id of a flow."""
    return _activity("exclusiveGateway", id, children, default, camunda)


def parallel(id: str, *children: Xml, **camunda: Value) -> Xml:
    """A parallel gateway."""
    return element("parallelGateway", id, *children, own=None, **camunda)


def inclusive(id: str, *children: Xml, default: str | None = None, **camunda: Value) -> Xml:
    """An inclusive gateway."""
    return _activity("inclusiveGateway", id, children, default, camunda)


def event_based(id: str, *children: Xml, instantiate: bool | None = None, all_: bool = False, **camunda: Value) -> Xml:
    """An event-based gateway; `all_` for the parallel type, which begins instances only."""
    own: dict[str, Value] = {"instantiate": instantiate, "eventGatewayType": "Parallel" if all_ else None}
    return element("eventBasedGateway", id, *children, own=own, **camunda)


def complex_gateway(id: str, when: str | None = None, default: str | None = None, **camunda: Value) -> Xml:
    """A complex gateway; `when` is its activation condition."""
    text = [] if when is None else [_text("activationCondition", when, ' xsi:type="bpmn:tFormalExpression"')]
    return _activity("complexGateway", id, tuple(text), default, camunda)


# Details of activities -----------------------------------------------------------------------------------------------


def multi(
    *,
    sequential: bool = False,
    cardinality: str | int | None = None,
    collection: str | None = None,
    element_variable: str | None = None,
    until: str | None = None,
    **camunda: Value,
) -> Xml:
    """Multi-instance characteristics; `until` is the completion condition."""
    children = []
    if cardinality is not None:
        children.append(_text("loopCardinality", str(cardinality), ' xsi:type="bpmn:tFormalExpression"'))
    if until is not None:
        children.append(_text("completionCondition", until, ' xsi:type="bpmn:tFormalExpression"'))
    own: dict[str, Value] = {"isSequential": sequential}
    attributes = {"collection": collection, "element_variable": element_variable, **camunda}
    return element("multiInstanceLoopCharacteristics", None, *children, own=own, **attributes)


def loop(condition: str | None = None, *, test_before: bool | None = None, maximum: int | None = None) -> Xml:
    """Standard loop characteristics."""
    children = [] if condition is None else [_text("loopCondition", condition, ' xsi:type="bpmn:tFormalExpression"')]
    own: dict[str, Value] = {"testBefore": test_before, "loopMaximum": maximum}
    return element("standardLoopCharacteristics", None, *children, own=own)


def inputs(**parameters: str) -> Xml:
    """`camunda:inputOutput` with text input parameters."""
    return _mapping("inputParameter", parameters)


def outputs(**parameters: str) -> Xml:
    """`camunda:inputOutput` with text output parameters."""
    return _mapping("outputParameter", parameters)


def properties(**values: str) -> Xml:
    """`camunda:properties`."""
    inner = "".join(f"<camunda:property{_attributes({'name': k, 'value': v})}/>" for k, v in values.items())
    return extension(f"<camunda:properties>{inner}</camunda:properties>")


def call_in(**attributes: Value) -> Xml:
    """`camunda:in`: `variables="all"`, `source="a", target="b"`, `source_expression=...`, `business_key=...`."""
    return extension(f"<camunda:in{_attributes({_camel(k): v for k, v in attributes.items()})}/>")


def call_out(**attributes: Value) -> Xml:
    """`camunda:out`, as `call_in`."""
    return extension(f"<camunda:out{_attributes({_camel(k): v for k, v in attributes.items()})}/>")


def retry_cycle(text: str) -> Xml:
    """`camunda:failedJobRetryTimeCycle`."""
    return extension(f"<camunda:failedJobRetryTimeCycle>{escape(text)}</camunda:failedJobRetryTimeCycle>")


def listen(event: str, *children: Xml, kind: str = "execution", **attributes: Value) -> Xml:
    """A `camunda:executionListener`, or with `kind="task"` a task listener; `expression=...` or `class_=...`."""
    inner = "".join(child.text for child in children)
    given = _attributes({"event": event, **{_camel(k): v for k, v in attributes.items()}})
    return extension(f"<camunda:{kind}Listener{given}>{inner}</camunda:{kind}Listener>")


def extension(text: str) -> Xml:
    """Any extension element."""
    return Xml(text, extension=True)


# Inside --------------------------------------------------------------------------------------------------------------


def _activity(tag: str, id: str, children: tuple[Xml, ...], default: str | None, camunda: dict[str, Value]) -> Xml:
    return element(tag, id, *children, own={"default": default}, **camunda)


def _with_message(
    tag: str,
    id: str,
    children: tuple[Xml, ...],
    default: str | None,
    camunda: dict[str, Value],
    own: dict[str, Value] | None = None,
) -> Xml:
    name = camunda.pop("message", None)
    reference = None if name is None else _root_id("message", str(name))
    made = element(tag, id, *children, own={"messageRef": reference, "default": default, **(own or {})}, **camunda)
    return made if name is None else Xml(made.text, made.roots | {("message", str(name))})


def _definition(kind: str, name: str | None, **camunda: Value) -> Xml:
    own: dict[str, Value] = {f"{kind}Ref": None if name is None else _root_id(kind, name)}
    made = element(f"{kind}EventDefinition", None, own=own, **camunda)
    return made if name is None else Xml(made.text, frozenset({(kind, name)}))


def _declare(kind: str, name: str) -> str:
    code = {"error": "errorCode", "escalation": "escalationCode"}.get(kind)
    return f"<bpmn:{kind}{_attributes({'id': _root_id(kind, name), 'name': name, code or 'name': name})}/>"


def _root_id(kind: str, name: str) -> str:
    return f"{kind}_" + "".join(letter if letter.isalnum() else "_" for letter in name)


def _mapping(tag: str, parameters: dict[str, str]) -> Xml:
    inner = "".join(
        f"<camunda:{tag}{_attributes({'name': name})}>{escape(text)}</camunda:{tag}>"
        for name, text in parameters.items()
    )
    return extension(f"<camunda:inputOutput>{inner}</camunda:inputOutput>")


def _text(tag: str, text: str, attributes: str = "") -> Xml:
    return Xml(f"<bpmn:{tag}{attributes}>{escape(text)}</bpmn:{tag}>")


def _attributes(values: dict[str, Value]) -> str:
    return "".join(f" {name}={quoteattr(_value(value))}" for name, value in values.items() if value is not None)


def _value(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _camunda(name: str) -> str:
    return "camunda:" + _camel(name)


def _camel(name: str) -> str:
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(part.capitalize() for part in rest)
