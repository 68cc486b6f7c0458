"""A BPMN process as frozen data, dialects already folded into one (Camunda 7's words).

`app.definitions` makes these from bytes; `app.interpreter` compiles them; nobody changes them.
Every node and flow has an id, every scope its start; what stays implicit is said at `ProcessModel`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.domain.model.form import FormModel
from app.domain.model.kinds import ACTIVITY_KINDS as ACTIVITY_KINDS
from app.domain.model.kinds import MULTI_INSTANCE_BODY as MULTI_INSTANCE_BODY
from app.domain.model.kinds import SCOPE_KINDS as SCOPE_KINDS
from app.domain.model.kinds import EventKind as EventKind
from app.domain.model.kinds import ListenerEvent as ListenerEvent
from app.domain.model.kinds import NodeKind as NodeKind
from app.domain.model.kinds import TimerKind as TimerKind


@dataclass(frozen=True, slots=True)
class Expression:
    """Text to evaluate; `language` is ``juel`` or ``feel``; a literal is JUEL without ``${``."""

    text: str
    language: str = "juel"
    line: int | None = None


@dataclass(frozen=True, slots=True)
class EventDefinition:
    """What an event throws or waits for; only the fields of its kind are set."""

    kind: EventKind
    name: Expression | None = None
    """Name of message or signal; may hold an expression. What a link names is a flow of the model."""
    code: str | None = None
    """Error or escalation code; None catches all."""
    message: Expression | None = None
    """Of an error that is thrown: `camunda:errorMessage`."""
    code_variable: str | None = None
    message_variable: str | None = None
    activity_ref: str | None = None
    """A throwing compensation event: the one activity it undoes; None undoes all of its scope."""
    timer_kind: TimerKind | None = None
    timer: Expression | None = None
    condition: Expression | None = None
    variable_name: str | None = None
    """Conditional event: the one variable whose changes matter; None for any."""
    variable_changes: frozenset[str] = frozenset()
    """Conditional event: which of ``create``, ``update`` and ``delete`` matter; empty for all."""
    implementation: ExternalTaskSpec | None = None
    """A throwing message event may be an external task."""
    parts: tuple[EventDefinition, ...] = ()
    """Of a multiple event: its definitions."""
    takes_all: bool = False
    """Of a multiple event: it happens when all of them have (`parallelMultiple`), instead of any."""
    part: int = 0
    """The number of this definition among the parts."""


@dataclass(frozen=True, slots=True)
class ExternalTaskSpec:
    """`camunda:type="external"`, or code by name: `camunda:class` and `camunda:delegateExpression`."""

    topic: Expression
    priority: Expression | None = None
    errors: tuple[ErrorMapping, ...] = ()
    """Asked in order when a worker completes or fails; the first that holds makes it a BPMN error."""
    is_code: bool = False
    """Whether the topic is the name of a Java class or delegate bean: a Python worker must have taken its place."""


@dataclass(frozen=True, slots=True)
class ErrorMapping:
    """`camunda:errorEventDefinition` of an external task: the error `code` where `condition` holds."""

    code: str
    condition: Expression


@dataclass(frozen=True, slots=True)
class Listener:
    """`camunda:executionListener` or `camunda:taskListener`: an expression, or work for a worker (`external`)."""

    event: ListenerEvent
    expression: Expression | None = None
    external: ExternalTaskSpec | None = None
    fields: tuple[IoMapping, ...] = ()
    """What the worker is given besides the variables."""
    id: str | None = None
    timer: EventDefinition | None = None
    """Of ``timeout``."""


@dataclass(frozen=True, slots=True)
class UserTaskSpec:
    """Who may do a human task, until when, with which form."""

    assignee: Expression | None = None
    candidate_users: tuple[Expression, ...] = ()
    candidate_groups: tuple[Expression, ...] = ()
    due_date: Expression | None = None
    follow_up_date: Expression | None = None
    priority: Expression | None = None
    form: FormRef | None = None
    listeners: tuple[Listener, ...] = ()
    """Task listeners, in document order."""


@dataclass(frozen=True, slots=True)
class FormRef:
    """`camunda:formRef` (deployed form-js form) or `camunda:formKey` (any other)."""

    key: str
    binding: str = "latest"
    version: str | None = None
    is_form_key: bool = False
    drawn: FormModel | None = None
    """The form itself where its fields stand in the diagram (`camunda:formData`); it has no key then."""


@dataclass(frozen=True, slots=True)
class DecisionCall:
    """`camunda:decisionRef` of a business rule task."""

    decision: Expression
    binding: str = "latest"
    version: str | None = None
    result_variable: str | None = None
    map_result: str = "resultList"
    """singleEntry, singleResult, collectEntries or resultList."""


@dataclass(frozen=True, slots=True)
class ProcessCall:
    """The called element of a call activity."""

    called_element: Expression
    binding: str = "latest"
    version: str | None = None
    inputs: tuple[CallMapping, ...] = ()
    outputs: tuple[CallMapping, ...] = ()
    business_key: Expression | None = None


@dataclass(frozen=True, slots=True)
class CallMapping:
    """One `camunda:in` or `camunda:out`."""

    target: str | None = None
    source: str | None = None
    source_expression: Expression | None = None
    all_variables: bool = False
    local: bool = False


@dataclass(frozen=True, slots=True)
class ScriptSpec:
    """A script task's text (expression language or FEEL only)."""

    script: Expression
    result_variable: str | None = None


@dataclass(frozen=True, slots=True)
class ExpressionCall:
    """`camunda:expression` of a service, send or business rule task."""

    expression: Expression
    result_variable: str | None = None


@dataclass(frozen=True, slots=True)
class IoMapping:
    """One `camunda:inputParameter` or `camunda:outputParameter`: text, list or map of expressions."""

    name: str
    value: MappingValue


MappingValue = Expression | tuple["MappingValue", ...] | Mapping[str, "MappingValue"]


@dataclass(frozen=True, slots=True)
class MultiInstance:
    """BPMN multi-instance characteristics; exactly one of cardinality and collection is set."""

    sequential: bool
    cardinality: Expression | None = None
    collection: Expression | None = None
    element_variable: str | None = None
    completion_condition: Expression | None = None
    async_before: bool = False
    async_after: bool = False


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """BPMN standard loop (13.3.6): again as long as the condition holds; at least one of the two limits is set."""

    condition: Expression | None = None
    test_before: bool = False
    """Whether the condition is asked before the first turn as well."""
    maximum: int | None = None
    """The largest number of turns."""


@dataclass(frozen=True, slots=True)
class AdHoc:
    """What an ad-hoc sub-process says about the activities that people start in it (BPMN 13.3.5)."""

    sequential: bool = False
    """One activity at a time."""
    completion_condition: Expression | None = None
    """Asked after each activity; without one a person ends the sub-process."""
    cancel_remaining: bool = True
    """What still runs when it is over is cancelled, instead of being waited for."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow inside one scope."""

    id: str
    source: str
    target: str
    condition: Expression | None = None
    name: str | None = None
    line: int | None = None
    listeners: tuple[Listener, ...] = ()
    """Execution listeners (``take``), in document order."""


@dataclass(frozen=True, slots=True)
class Node:
    """One flow node; `scope` is the id of the sub-process it stands in, or of the process.

    Only the detail that fits `kind` is set. `outgoing` is in document order (an exclusive gateway asks in that order).
    """

    id: str
    kind: NodeKind
    scope: str
    name: str | None = None
    line: int | None = None
    documentation: str | None = None
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default_flow: str | None = None
    lane: str | None = None
    event: EventDefinition | None = None
    attached_to: str | None = None
    interrupting: bool = True
    """Of a boundary event or of the start event of an event sub-process."""
    instantiates: bool = False
    """Receive task or event gateway: what it waits for begins an instance (BPMN 10.3.3.3, 10.6.6)."""
    takes_all: bool = False
    """Instantiating event gateway: the first event begins the instance, which then waits for all the others."""
    user_task: UserTaskSpec | None = None
    external: ExternalTaskSpec | None = None
    expression_call: ExpressionCall | None = None
    decision: DecisionCall | None = None
    call: ProcessCall | None = None
    script: ScriptSpec | None = None
    start_form: FormRef | None = None
    """Start event: the form with which a person starts the process."""
    multi_instance: MultiInstance | None = None
    standard_loop: StandardLoop | None = None
    ad_hoc: AdHoc | None = None
    activation_condition: Expression | None = None
    """Complex gateway: when it fires; may ask `activationCount`."""
    for_compensation: bool = False
    """It begins only to undo another activity; no flow leads to it."""
    compensated_by: str | None = None
    """What undoes it: the handler at its compensation boundary event, or the event sub-process inside it."""
    inputs: tuple[IoMapping, ...] = ()
    outputs: tuple[IoMapping, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    async_before: bool = False
    async_after: bool = False
    exclusive: bool = True
    job_priority: Expression | None = None
    retry_cycle: str | None = None
    listeners: tuple[Listener, ...] = ()
    """Execution listeners, in document order."""
    initiator: str | None = None
    """Start event: name of the variable that receives the starter's user id."""
    synthetic: bool = False
    """Made by Banli to make an implicit start, end or fork explicit; never shown in history."""

    @property
    def is_shown(self) -> bool:
        """Whether history shows it: neither what Banli made nor, as in Camunda 7, a link event."""
        return not self.synthetic and (self.event is None or self.event.kind is not EventKind.LINK)

    @property
    def has_body(self) -> bool:
        """Whether a body stands around its instances: it is multi-instance, or a loop."""
        return self.multi_instance is not None or self.standard_loop is not None

    def variants(self) -> tuple[Node, ...]:
        """The node once for each definition of its event, each with that definition alone."""
        if self.event is None or not self.event.parts:
            return (self,)
        return tuple(replace(self, event=part) for part in self.event.parts)

    @property
    def is_activity(self) -> bool:
        """Whether it is a task, a call activity or a sub-process that is not started by an event."""
        return self.kind in ACTIVITY_KINDS

    @property
    def is_scope(self) -> bool:
        """Whether other nodes stand inside this one."""
        return self.kind in SCOPE_KINDS


@dataclass(frozen=True, slots=True)
class ProcessModel:
    """One executable process with everything it needs to run.

    What BPMN leaves implicit: a scope without start event gets a synthetic one, with flows to every node that nothing
    leads to. A node without outgoing flow ends its token; several outgoing flows of an activity or event are a fork
    (every flow whose condition holds or that has none; the default flow where no condition holds): these two stay
    implicit, without synthetic nodes. An exclusive gateway with exactly one flow without condition has it as default.
    """

    id: str
    name: str | None
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    version_tag: str | None = None
    history_time_to_live: int | None = None
    """Days."""
    startable: bool = True
    candidate_starter_groups: tuple[str, ...] = ()
    candidate_starter_users: tuple[str, ...] = ()
    documentation: str | None = None
    lanes: Mapping[str, str] = field(default_factory=dict)
    """Lane id -> name."""
    properties: Mapping[str, str] = field(default_factory=dict)
    listeners: tuple[Listener, ...] = ()
    """Execution listeners of the process itself, in document order."""

    def children(self, scope: str) -> tuple[Node, ...]:
        """The nodes standing directly in `scope` (a sub-process id or the process id)."""
        return tuple(node for node in self.nodes.values() if node.scope == scope)

    def boundary_events(self, node_id: str) -> tuple[Node, ...]:
        """The boundary events attached to a node, in document order."""
        return tuple(node for node in self.nodes.values() if node.attached_to == node_id)

    def starting_points(self) -> tuple[Node, ...]:
        """Where an instance begins: start events, instantiating receive tasks, events behind instantiating gateways.

        One of several definitions stands here once for each of them.
        """
        instantiating = (node for node in self.children(self.id) if self._instantiates(node))
        return tuple(each for node in (*self.start_events(self.id), *instantiating) for each in node.variants())

    def _instantiates(self, node: Node) -> bool:
        if node.kind is NodeKind.RECEIVE_TASK and node.instantiates:
            return True
        sources = (self.nodes[self.flows[flow].source] for flow in node.incoming)
        return any(source.kind is NodeKind.EVENT_GATEWAY and source.instantiates for source in sources)

    def start_events(self, scope: str) -> tuple[Node, ...]:
        """The start events of a scope, in document order."""
        return tuple(node for node in self.children(scope) if node.kind is NodeKind.START_EVENT)
