"""What a process refers to outside itself, and every expression it holds: food for the checks of higher layers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.definitions.literals import is_literal
from app.domain.model.decision import (
    Boxed,
    BoxedInvocation,
    DecisionModel,
    DecisionTable,
    LiteralDecision,
    boxed_parts,
)
from app.domain.model.form import FormField, FormModel
from app.domain.model.process import (
    EventKind,
    Expression,
    ExternalTaskSpec,
    FormRef,
    IoMapping,
    Listener,
    MappingValue,
    Node,
    ProcessModel,
)


class ReferenceKind(StrEnum):
    """What a reference points at (architecture, rule 15)."""

    FORM = "form"
    DECISION = "decision"
    PROCESS = "process"
    TOPIC = "topic"
    GROUP = "group"
    USER = "user"
    MESSAGE = "message"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True)
class Reference:
    """One literal reference; what an expression names is known only while the process runs, so it is not here."""

    kind: ReferenceKind
    key: str
    element_id: str
    line: int | None = None
    binding: str = "latest"
    """Of forms, decisions and processes: latest, deployment, version or versionTag."""
    version: str | None = None
    throws: bool = False
    """Of messages and signals: sent here rather than awaited."""
    required: bool = False
    """Whether the process cannot do without: code by name, for which only a worker can stand."""


def references_of(model: ProcessModel) -> tuple[Reference, ...]:
    """All literal references of a process, in document order."""
    starters = [
        *(Reference(ReferenceKind.GROUP, group, model.id) for group in model.candidate_starter_groups),
        *(Reference(ReferenceKind.USER, user, model.id) for user in model.candidate_starter_users),
    ]
    own = _of_listeners(model.listeners, model.id)
    flows = (each for flow in model.flows.values() for each in _of_listeners(flow.listeners, flow.id))
    return (*starters, *own, *(each for node in model.nodes.values() for each in _of_node(node)), *flows)


def expressions_of(model: ProcessModel) -> Iterator[tuple[str, int | None, Expression]]:
    """Every text that is evaluated while the process runs, as (element id, line, expression); literals included."""
    for each in _called(model.listeners):
        yield model.id, each.line, each
    for flow in model.flows.values():
        for each in (*([flow.condition] if flow.condition else ()), *_called(flow.listeners)):
            yield flow.id, each.line or flow.line, each
    for node in model.nodes.values():
        for expression in _expressions(node):
            yield node.id, expression.line or node.line, expression


def _of_node(node: Node) -> Iterator[Reference]:
    yield from _of_people(node)
    yield from _of_events(node)
    if node.start_form is not None:
        yield from _of_form(node.start_form, node)
    if node.external is not None:
        yield from _topic(node.external, node.id, node.line)
    yield from _of_listeners((*node.listeners, *(node.user_task.listeners if node.user_task else ())), node.id)
    if node.decision is not None:
        call = node.decision
        yield from _literal(ReferenceKind.DECISION, call.decision, node, call.binding, call.version)
    if node.call is not None:
        called = node.call
        yield from _literal(ReferenceKind.PROCESS, called.called_element, node, called.binding, called.version)


def _of_people(node: Node) -> Iterator[Reference]:
    task = node.user_task
    if task is None:
        return
    for group in task.candidate_groups:
        yield from _literal(ReferenceKind.GROUP, group, node)
    for user in (task.assignee, *task.candidate_users):
        if user is not None:
            yield from _literal(ReferenceKind.USER, user, node)
    if task.form is not None:
        yield from _of_form(task.form, node)


def _of_form(form: FormRef, node: Node) -> Iterator[Reference]:
    """Only `formRef` is a reference: a form key is the business of whoever draws the form."""
    if not form.is_form_key and form.drawn is None:
        yield from _literal(ReferenceKind.FORM, Expression(form.key), node, form.binding, form.version)


def _of_events(node: Node) -> Iterator[Reference]:
    for variant in node.variants():
        yield from _of_event(variant)


def _of_event(node: Node) -> Iterator[Reference]:
    event = node.event
    if event is None:
        return
    if event.implementation is not None:
        yield from _topic(event.implementation, node.id, node.line)
    kind = {EventKind.MESSAGE: ReferenceKind.MESSAGE, EventKind.SIGNAL: ReferenceKind.SIGNAL}.get(event.kind)
    if kind is not None and event.name is not None:
        throws = node.kind in ("intermediateThrowEvent", "endEvent", "sendTask")
        yield from _literal(kind, event.name, node, throws=throws)


def _of_listeners(listeners: tuple[Listener, ...], element_id: str) -> Iterator[Reference]:
    for listener in listeners:
        if listener.external is not None:
            yield from _topic(listener.external, element_id, None)


def _topic(spec: ExternalTaskSpec, element_id: str, line: int | None) -> Iterator[Reference]:
    if is_literal(spec.topic):
        line = spec.topic.line or line
        yield Reference(ReferenceKind.TOPIC, spec.topic.text, element_id, line, required=spec.is_code)


def _literal(
    kind: ReferenceKind,
    key: Expression,
    node: Node,
    binding: str = "latest",
    version: str | None = None,
    throws: bool = False,
) -> Iterator[Reference]:
    if is_literal(key):
        yield Reference(kind, key.text, node.id, key.line or node.line, binding, version, throws)


def _expressions(node: Node) -> Iterator[Expression]:
    for group in (_of_work(node), _of_user_task(node), _of_call(node), _of_definition(node), _of_repetition(node)):
        yield from (each for each in group if each is not None)
    yield from _called((*node.listeners, *(node.user_task.listeners if node.user_task else ())))
    for mapping in (*node.inputs, *node.outputs):
        yield from _of_mapping(mapping)


def _of_work(node: Node) -> Iterator[Expression | None]:
    external = (node.external, node.event.implementation if node.event else None)
    for spec in external:
        if spec is not None:
            yield from (spec.topic, spec.priority, *(error.condition for error in spec.errors))
    yield node.expression_call.expression if node.expression_call else None
    yield node.decision.decision if node.decision else None
    yield node.script.script if node.script else None
    yield node.job_priority
    yield Expression(node.retry_cycle, line=node.line) if node.retry_cycle else None


def _of_user_task(node: Node) -> Iterator[Expression | None]:
    task = node.user_task
    if task is not None:
        yield from (task.assignee, *task.candidate_users, *task.candidate_groups)
        yield from (task.due_date, task.follow_up_date, task.priority)
    form = task.form if task is not None else node.start_form
    yield Expression(form.key, line=node.line) if form is not None else None


def _of_call(node: Node) -> Iterator[Expression | None]:
    if node.call is not None:
        yield from (node.call.called_element, node.call.business_key)
        yield from (mapping.source_expression for mapping in (*node.call.inputs, *node.call.outputs))


def _of_definition(node: Node) -> Iterator[Expression | None]:
    for event in (variant.event for variant in node.variants()):
        if event is not None:
            yield from (event.name, event.timer, event.condition, event.message)


def _of_repetition(node: Node) -> Iterator[Expression | None]:
    yield node.activation_condition
    if node.standard_loop is not None:
        yield node.standard_loop.condition
    yield node.ad_hoc.completion_condition if node.ad_hoc is not None else None
    loop = node.multi_instance
    if loop is not None:
        yield from (loop.cardinality, loop.collection, loop.completion_condition)


def _called(listeners: tuple[Listener, ...]) -> Iterator[Expression]:
    for listener in listeners:
        timer = listener.timer.timer if listener.timer else None
        yield from (each for each in (listener.expression, timer) if each is not None)
        for mapping in listener.fields:
            yield from _of_mapping(mapping)


def _of_mapping(mapping: IoMapping) -> Iterator[Expression]:
    yield from _of_value(mapping.value)


def _of_value(value: MappingValue) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
        return
    for inner in value.values() if isinstance(value, Mapping) else value:
        yield from _of_value(inner)


def expressions_of_form(form: FormModel) -> Iterator[tuple[str, int | None, Expression]]:
    """The conditions of a form's fields, as (key, line, expression)."""
    for field in form.fields:
        yield from _of_field(field)


def expressions_of_decision(decision: DecisionModel) -> Iterator[tuple[str, int | None, Expression]]:
    """The whole expressions of a decision (not its cells, which are unary tests), as (id, line, expression)."""
    for text, language in _texts(decision.logic):
        yield decision.id, decision.line, Expression(text, language, decision.line)


def _texts(logic: Boxed) -> Iterator[tuple[str, str]]:
    """The texts of a boxed expression with their languages."""
    match logic:
        case LiteralDecision():
            yield logic.expression, logic.language
        case DecisionTable():
            yield from ((column.expression, column.language) for column in logic.inputs)
        case BoxedInvocation():
            yield logic.function, "feel"
    for part in boxed_parts(logic):
        yield from _texts(part)


def _of_field(field: FormField) -> Iterator[tuple[str, int | None, Expression]]:
    if field.hide_when is not None:
        yield field.key, field.line, Expression(field.hide_when, "feel", field.line)
    for inner in field.fields:
        yield from _of_field(inner)
