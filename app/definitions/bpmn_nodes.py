"""Turns the elements of one scope into nodes and flows, scope by scope, and makes implicit starts explicit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.definitions.bpmn_activities import Work, read_multi_instance, read_work
from app.definitions.bpmn_ad_hoc import TAG as AD_HOC
from app.definitions.bpmn_ad_hoc import read_ad_hoc
from app.definitions.bpmn_context import Context, is_true, without_prefix
from app.definitions.bpmn_events import read_event
from app.definitions.bpmn_extensions import read_parameters, read_properties, read_retry_cycle
from app.definitions.bpmn_external import read_fields
from app.definitions.bpmn_flows import ScopeElements, is_event_sub_process, is_handler, read_flows
from app.definitions.bpmn_links import is_link, link_flows
from app.definitions.bpmn_listeners import read_execution_listeners
from app.definitions.bpmn_loops import read_standard_loop
from app.definitions.bpmn_people import read_form
from app.definitions.bpmn_vocabulary import ATTRIBUTES, DOCUMENTATION_TAGS, EVENT_TAGS, NODE_TAGS, SCOPE_TAGS
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import (
    EventDefinition,
    EventKind,
    Expression,
    ExternalTaskSpec,
    Flow,
    IoMapping,
    Node,
    NodeKind,
)

MAX_NODES = 2_000
"""Flow nodes of one process: twice what was measured to be read and compiled in under a second."""
MAX_NESTING = 20
"""Elements that hold nodes."""


@dataclass(slots=True)
class ScopeReader:
    """Collects nodes and flows of one process."""

    context: Context
    lanes: Mapping[str, str]
    """Node id -> lane id."""
    everywhere: frozenset[str]
    """Ids of all nodes of the file."""
    job_priority: Expression | None = None
    task_priority: Expression | None = None
    """Defaults of the process."""
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    is_whole: bool = True
    """Whether every flow of the file made it into the model; if not, what leads where is not known."""

    def read(self, element: XmlElement, scope: str, depth: int = 0) -> None:
        """Read the process or sub-process `element`, whose id is `scope`, and all below it."""
        if depth > MAX_NESTING:
            self._error(
                "too_deep",
                f"子流程嵌套超过 {MAX_NESTING} 层。请拆成独立流程,用调用活动连接。",
                f"Sub-processes are nested deeper than {MAX_NESTING}. Make them processes of their own and call them.",
                scope,
                element,
            )
            return
        children = self._elements(element)
        flows = read_flows(element, ScopeElements(children, self.everywhere, _refused(element)), self.context)
        self.is_whole = self.is_whole and len(flows) == len(element.all("sequenceFlow"))
        flows += link_flows(children, flows, self.context)
        start = self._implicit_start(element, scope, children, flows)
        incoming, outgoing = _ends(flows)
        if start is not None:
            self.nodes[start.id] = replace(start, outgoing=tuple(outgoing[start.id]))
        for id, child in children.items():
            node = self._node(child, id, scope, element)
            self.nodes[id] = replace(
                node,
                incoming=tuple(incoming[id]),
                outgoing=tuple(outgoing[id]),
                default_flow=self._default(child, id, outgoing[id]),
            )
        self.flows.update((flow.id, flow) for flow in flows)
        for id, child in children.items():
            if child.name in SCOPE_TAGS:
                self.read(child, id, depth + 1)

    def _elements(self, scope: XmlElement) -> dict[str, XmlElement]:
        found: dict[str, XmlElement] = {}
        for child in scope.children:
            if child.space == scope.space and child.name in NODE_TAGS:
                found.setdefault(child.id or self.context.fresh_id(f"{child.name}_{scope.id}"), child)
        return found

    def _implicit_start(
        self, scope: XmlElement, id: str, children: Mapping[str, XmlElement], flows: list[Flow]
    ) -> Node | None:
        """A start event for a scope without one, with flows to every node that nothing leads to; appends the flows."""
        if (
            scope.name == AD_HOC
            or is_event_sub_process(scope)
            or any(child.name == "startEvent" for child in children.values())
        ):
            return None
        entered = {flow.target for flow in flows}
        entries = [entry for entry, child in children.items() if entry not in entered and _may_begin(child)]
        instantiating = [entry for entry in entries if is_true(children[entry].attributes.get("instantiate"))]
        entries = [entry for entry in entries if entry not in instantiating]
        if not entries and instantiating:
            return None
        if not entries:
            self._error(
                "no_start",
                "没有可以开始的步骤。请添加一个开始事件。",
                "There is no step to begin with. Add a start event.",
                id,
                scope,
            )
            return None
        start = self.context.fresh_id(f"start_{id}")
        flows.extend(
            Flow(self.context.fresh_id(f"flow_{start}_{entry}"), start, entry, line=scope.line) for entry in entries
        )
        event = EventDefinition(EventKind.NONE)
        return Node(start, NodeKind.START_EVENT, id, line=scope.line, event=event, synthetic=True)

    def _check_listed_flows(self, element: XmlElement, id: str) -> None:
        """Flows are what counts; `incoming` and `outgoing` only repeat them."""
        listed = (without_prefix(each.text.strip()) for each in (*element.all("incoming"), *element.all("outgoing")))
        for flow in listed:
            if flow not in self.context.ids:
                self.context.report.warning(
                    "unknown_flow_listed",
                    f"元素列出了不存在的顺序流“{flow[:80]}”,已忽略。请在设计器中重新连接。",
                    f'The element lists the flow "{flow[:80]}", which does not exist; it is ignored. Connect it again.',
                    id,
                    element.line,
                )

    def _node(self, element: XmlElement, id: str, scope: str, parent: XmlElement) -> Node:
        self._check_listed_flows(element, id)
        work = read_work(element, id, self.context)
        camunda = element.camunda
        return Node(
            id=id,
            kind=NodeKind.EVENT_SUB_PROCESS if is_event_sub_process(element) else NodeKind(element.name),
            scope=scope,
            name=element.attributes.get("name") or None,
            line=element.line,
            documentation=documentation(element),
            lane=self.lanes.get(id),
            event=self._event(element, id, parent) or work.event,
            attached_to=without_prefix(element.attributes.get("attachedToRef", "")) or None,
            interrupting=is_true(element.attributes.get(_interrupting_attribute(element)), default=True),
            instantiates=is_true(element.attributes.get("instantiate")),
            takes_all=element.attributes.get("eventGatewayType") == "Parallel",
            user_task=work.user_task,
            external=self._with_priority(work),
            expression_call=work.expression_call,
            decision=work.decision,
            call=work.call,
            script=work.script,
            start_form=read_form(element, id, self.context) if element.name == "startEvent" else None,
            ad_hoc=read_ad_hoc(element, id, self.context),
            multi_instance=read_multi_instance(element, id, self.context),
            standard_loop=read_standard_loop(element, id, self.context),
            activation_condition=self.context.script_expression(element.first("activationCondition"), id),
            for_compensation=is_handler(element),
            inputs=self._inputs(element, id),
            outputs=read_parameters(element, "outputParameter", id, self.context),
            properties=read_properties(element),
            async_before=is_true(camunda.get("asyncBefore") or camunda.get("async")),
            async_after=is_true(camunda.get("asyncAfter")),
            exclusive=is_true(camunda.get("exclusive"), default=True),
            job_priority=self.context.expression(element, "jobPriority") or self.job_priority,
            retry_cycle=read_retry_cycle(element, id, self.context),
            listeners=read_execution_listeners(element, id, self.context),
            initiator=camunda.get("initiator") or None,
        )

    def _inputs(self, element: XmlElement, id: str) -> tuple[IoMapping, ...]:
        parameters = read_parameters(element, "inputParameter", id, self.context)
        return (*read_fields(element, id, self.context), *parameters)

    def _with_priority(self, work: Work) -> ExternalTaskSpec | None:
        if work.external is None or work.external.priority is not None:
            return work.external
        return replace(work.external, priority=self.task_priority)

    def _event(self, element: XmlElement, id: str, parent: XmlElement) -> EventDefinition | None:
        if element.name not in EVENT_TAGS:
            return None
        return read_event(element, id, _place(element, parent), self.context)

    def _default(self, element: XmlElement, id: str, outgoing: list[str]) -> str | None:
        default = element.attributes.get("default")
        if not default:
            return None
        default = without_prefix(default)
        if default not in outgoing:
            self._error(
                "default_not_own",
                f"默认流“{default[:80]}”不是从这里流出的。请重新设置默认流。",
                f'The default flow "{default[:80]}" does not leave this element. Set the default flow again.',
                id,
                element,
            )
            return None
        return default

    def _error(self, code: str, zh: str, en: str, id: str, element: XmlElement) -> None:
        self.context.report.error(code, zh, en, id, element.line)


def _refused(scope: XmlElement) -> frozenset[str]:
    """Ids of elements in a scope that no table of the vocabulary allows."""
    unknown = (
        child for child in scope.children if child.name not in ATTRIBUTES and child.name not in DOCUMENTATION_TAGS
    )
    foreign = (child for child in scope.children if child.space != scope.space)
    return frozenset(child.id for child in (*unknown, *foreign) if child.id)


def _may_begin(element: XmlElement) -> bool:
    """Whether a scope without start event begins at an element that no flow leads to."""
    waits = is_event_sub_process(element) or is_link(element) or is_handler(element)
    return element.name != "boundaryEvent" and not waits


def documentation(element: XmlElement) -> str | None:
    """The text of all `documentation` elements."""
    texts = [each.text.strip() for each in element.all("documentation") if each.text.strip()]
    return "\n\n".join(texts) or None


def _ends(flows: list[Flow]) -> tuple[defaultdict[str, list[str]], defaultdict[str, list[str]]]:
    """Ids of the flows into and out of each node, in document order."""
    incoming: defaultdict[str, list[str]] = defaultdict(list)
    outgoing: defaultdict[str, list[str]] = defaultdict(list)
    for flow in flows:
        outgoing[flow.source].append(flow.id)
        incoming[flow.target].append(flow.id)
    return incoming, outgoing


def _interrupting_attribute(element: XmlElement) -> str:
    return "isInterrupting" if element.name == "startEvent" else "cancelActivity"


def _place(element: XmlElement, parent: XmlElement) -> str:
    """The key of `bpmn_events.ALLOWED` for an event inside `parent`."""
    if element.name != "startEvent":
        return element.name
    if parent.name == "process":
        return "process start"
    return "event sub-process start" if is_event_sub_process(parent) else "sub-process start"
