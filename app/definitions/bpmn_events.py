"""Reads what an event throws or waits for, and refuses what does not fit its place."""

from __future__ import annotations

from app.definitions.bpmn_context import Context, is_true, without_prefix
from app.definitions.bpmn_external import external_spec
from app.definitions.bpmn_multiple import multiple_event
from app.definitions.bpmn_vocabulary import REFUSED_TAGS
from app.definitions.literals import expression, is_literal, is_timer_text, split_list
from app.definitions.namespaces import BPMN
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import EventDefinition, EventKind, Expression, TimerKind
from app.domain.text import Text

_KINDS = {
    "messageEventDefinition": EventKind.MESSAGE,
    "timerEventDefinition": EventKind.TIMER,
    "signalEventDefinition": EventKind.SIGNAL,
    "errorEventDefinition": EventKind.ERROR,
    "escalationEventDefinition": EventKind.ESCALATION,
    "terminateEventDefinition": EventKind.TERMINATE,
    "linkEventDefinition": EventKind.LINK,
    "conditionalEventDefinition": EventKind.CONDITIONAL,
    "compensateEventDefinition": EventKind.COMPENSATION,
    "cancelEventDefinition": EventKind.CANCEL,
}
_WAITING = frozenset({EventKind.MESSAGE, EventKind.TIMER, EventKind.SIGNAL, EventKind.CONDITIONAL})
_CAUGHT = _WAITING | {EventKind.ERROR, EventKind.ESCALATION}
_THROWN = frozenset({EventKind.NONE, EventKind.MESSAGE, EventKind.SIGNAL, EventKind.ESCALATION})
ALLOWED = {
    "process start": _WAITING | {EventKind.NONE},
    "sub-process start": frozenset({EventKind.NONE}),
    "event sub-process start": _CAUGHT | {EventKind.COMPENSATION},
    "intermediateCatchEvent": _WAITING | {EventKind.LINK},
    "intermediateThrowEvent": _THROWN | {EventKind.LINK, EventKind.COMPENSATION},
    "endEvent": _THROWN | {EventKind.ERROR, EventKind.TERMINATE, EventKind.COMPENSATION, EventKind.CANCEL},
    "boundaryEvent": _CAUGHT | {EventKind.COMPENSATION, EventKind.CANCEL},
}
"""Which events may stand where (BPMN 2.0.2 table 10.93, less what Banli does not run yet)."""
_PLACES = {
    "process start": Text("流程的开始事件", "the start of a process"),
    "sub-process start": Text("子流程的开始事件", "the start of a sub-process"),
    "event sub-process start": Text("事件子流程的开始事件", "the start of an event sub-process"),
    "intermediateCatchEvent": Text("中间捕获事件", "an intermediate catch event"),
    "intermediateThrowEvent": Text("中间抛出事件", "an intermediate throw event"),
    "endEvent": Text("结束事件", "an end event"),
    "boundaryEvent": Text("边界事件", "a boundary event"),
}
_THROWING = frozenset({"intermediateThrowEvent", "endEvent"})
VARIABLE_CHANGES = frozenset({"create", "update", "delete"})
"""What `camunda:variableEvents` may list."""


def read_event(element: XmlElement, id: str, place: str, context: Context) -> EventDefinition:
    """The event definition of an event node standing at `place` (a key of `ALLOWED`)."""
    refused = any(child.name in REFUSED_TAGS for child in element.children)
    definitions = [child for child in element.children if child.name in _KINDS]
    if not definitions:
        if not refused:
            _check_place(EventKind.NONE, element, id, place, context)
        return EventDefinition(EventKind.NONE)
    reader, parts = _Reader(context, id, element.name in _THROWING), []
    for definition in definitions:
        kind = _KINDS[definition.name]
        _check_place(kind, element, id, place, context)
        parts.append(reader.read(kind, definition))
    if len(parts) == 1:
        return parts[0]
    takes_all = is_true(element.attributes.get("parallelMultiple"))
    return multiple_event(parts, takes_all, element, id, place, context)


def message_event(element: XmlElement, id: str, context: Context) -> EventDefinition | None:
    """The message of a send or receive task; None where it names none."""
    reference = element.attributes.get("messageRef")
    if not reference:
        return None
    return _Reader(context, id, throwing=False).named(EventKind.MESSAGE, element, reference)


def timer_event(element: XmlElement, id: str, context: Context) -> EventDefinition:
    """The timer of a task listener, a `timerEventDefinition` inside it."""
    definition = element.first("timerEventDefinition", BPMN)
    return _Reader(context, id, throwing=False).read(EventKind.TIMER, definition or element)


def _check_place(kind: EventKind, element: XmlElement, id: str, place: str, context: Context) -> None:
    if kind in ALLOWED[place]:
        return
    at = _PLACES[place]
    if kind is EventKind.NONE:
        context.report.error(
            "event_without_definition",
            f"{at.zh}必须说明等待什么。请选择消息、定时、信号或条件。",
            f"The event must say what it waits for, being {at.en}. Choose message, timer, signal or condition.",
            id,
            element.line,
        )
        return
    context.report.error(
        "event_not_allowed_here",
        f"{at.zh}不能是 {kind.value} 类型。请改用其他事件类型。",
        f"An event of the kind {kind.value} cannot be {at.en}. Choose another kind.",
        id,
        element.line,
    )


class _Reader:
    """Reads one event definition of one node."""

    def __init__(self, context: Context, id: str, throwing: bool) -> None:
        self._context = context
        self._id = id
        self._throwing = throwing

    def read(self, kind: EventKind, element: XmlElement) -> EventDefinition:
        """Read a definition of a known kind."""
        match kind:
            case EventKind.MESSAGE:
                return self._message(element)
            case EventKind.SIGNAL:
                return self._referenced(EventKind.SIGNAL, element)
            case EventKind.TIMER:
                return self._timer(element)
            case EventKind.ERROR | EventKind.ESCALATION:
                return self._coded(kind, element)
            case EventKind.CONDITIONAL:
                return self._conditional(element)
            case EventKind.COMPENSATION:
                return self._compensation(element)
            case _:
                return EventDefinition(kind)

    def named(self, kind: EventKind, element: XmlElement, reference: str) -> EventDefinition:
        """A message or signal by its reference; the declared name may hold an expression."""
        declared = self._context.roots[kind.value].get(without_prefix(reference))
        if declared is None:
            self._error(
                f"unknown_{kind.value}",
                f"引用了未声明的{_WORDS[kind].zh}“{reference[:80]}”。请重新选择或新建。",
                f'The {_WORDS[kind].en} "{reference[:80]}" is not declared. Choose it again or create it.',
                element,
            )
            return EventDefinition(kind)
        name = expression(declared.attributes.get("name"), declared.line)
        if name is None:
            self._error(
                f"{kind.value}_without_name",
                f"{_WORDS[kind].zh}“{reference[:80]}”没有名称。请填写名称。",
                f'The {_WORDS[kind].en} "{reference[:80]}" has no name. Fill in its name.',
                element,
            )
        return EventDefinition(kind, name=name)

    def _message(self, element: XmlElement) -> EventDefinition:
        implementation = external_spec(element, self._id, self._context) if self._throwing else None
        declared = without_prefix(element.attributes.get("messageRef", "")) in self._context.roots["message"]
        if implementation is not None and not declared:
            return EventDefinition(EventKind.MESSAGE, implementation=implementation)
        made = self._referenced(EventKind.MESSAGE, element)
        return EventDefinition(EventKind.MESSAGE, name=made.name, implementation=implementation)

    def _referenced(self, kind: EventKind, element: XmlElement) -> EventDefinition:
        reference = element.attributes.get(f"{kind.value}Ref")
        if reference:
            return self.named(kind, element, reference)
        self._error(
            f"event_without_{kind.value}",
            f"事件没有选择{_WORDS[kind].zh}。请选择或新建一个。",
            f"The event names no {_WORDS[kind].en}. Choose or create one.",
            element,
        )
        return EventDefinition(kind)

    def _coded(self, kind: EventKind, element: XmlElement) -> EventDefinition:
        reference = element.attributes.get(f"{kind.value}Ref")
        code = self._code(kind, element, reference) if reference else None
        if reference is None and self._throwing:
            self._error(
                f"event_without_{kind.value}",
                f"抛出的事件没有选择{_WORDS[kind].zh}。请选择或新建一个带代码的{_WORDS[kind].zh}。",
                f"The throwing event names no {_WORDS[kind].en}. Choose or create one with a code.",
                element,
            )
        return EventDefinition(
            kind,
            code=code,
            message=self._message_of(reference) if kind is EventKind.ERROR and reference else None,
            code_variable=element.camunda.get(f"{kind.value}CodeVariable") or None,
            message_variable=element.camunda.get("errorMessageVariable") or None,
        )

    def _code(self, kind: EventKind, element: XmlElement, reference: str) -> str | None:
        """The code thrown or caught; one that is declared without code catches all, as in Camunda."""
        declared = self._context.roots[kind.value].get(without_prefix(reference))
        if declared is None and kind is EventKind.ERROR:
            # Camunda's family takes an undeclared reference as the code itself.
            self._context.report.warning(
                "undeclared_error",
                f"错误“{reference[:80]}”没有声明,将把它当作错误代码。",
                f'The error "{reference[:80]}" is not declared; the reference is taken as the error code.',
                self._id,
                element.line,
            )
            return reference
        code = declared.attributes.get(f"{kind.value}Code") if declared is not None else None
        if not code and (declared is None or self._throwing):
            self._error(
                f"{kind.value}_without_code" if declared is not None else f"unknown_{kind.value}",
                f"{_WORDS[kind].zh}“{reference[:80]}”没有声明或没有代码。请填写代码。",
                f'The {_WORDS[kind].en} "{reference[:80]}" is not declared or has no code. Fill in its code.',
                element,
            )
        return code or None

    def _message_of(self, reference: str) -> Expression | None:
        declared = self._context.roots["error"].get(without_prefix(reference))
        return None if declared is None else self._context.expression(declared, "errorMessage")

    def _compensation(self, element: XmlElement) -> EventDefinition:
        """As in Camunda 7: what a throwing event names, and what it waits for, means nothing on a catching one."""
        wanted = without_prefix(element.attributes.get("activityRef", "")) or None
        waits = is_true(element.attributes.get("waitForCompletion"), default=True)
        if not self._throwing and (wanted or "waitForCompletion" in element.attributes):
            self._context.report.warning(
                "compensation_attribute_without_effect",
                "activityRef 和 waitForCompletion 只对抛出的补偿事件有效,这里不起作用。请删除。",
                "activityRef and waitForCompletion mean something on throwing compensation events only and have no "
                "effect here. Delete them.",
                self._id,
                element.line,
            )
        elif not waits:
            self._context.report.warning(
                "compensation_waits",
                "补偿事件总是等待补偿完成,waitForCompletion=false 不起作用。请删除。",
                "A compensation event always waits until all is undone; waitForCompletion=false has no effect. "
                "Delete it.",
                self._id,
                element.line,
            )
        return EventDefinition(EventKind.COMPENSATION, activity_ref=wanted if self._throwing else None)

    def _timer(self, element: XmlElement) -> EventDefinition:
        given = [(kind, child) for kind in TimerKind for child in element.all(kind.value)]
        texts = [(kind, child, self._context.script_expression(child, self._id)) for kind, child in given]
        if len(texts) != 1 or texts[0][2] is None:
            self._error(
                "timer_without_time",
                "定时事件必须恰好填写日期、时长、周期三者之一。请填写其中一个。",
                "A timer needs exactly one of date, duration or cycle. Fill in one of them.",
                element,
            )
            return EventDefinition(EventKind.TIMER)
        kind, child, text = texts[0]
        if text is not None and is_literal(text) and not is_timer_text(kind, text.text):
            self._error(
                "invalid_timer",
                f"无法识别时间“{text.text[:60]}”。{_TIMER_HELP[kind].zh}",
                f'The time "{text.text[:60]}" cannot be understood. {_TIMER_HELP[kind].en}',
                child,
            )
        return EventDefinition(EventKind.TIMER, timer_kind=kind, timer=text)

    def _conditional(self, element: XmlElement) -> EventDefinition:
        condition = self._context.script_expression(element.first("condition"), self._id)
        if condition is None:
            self._error(
                "event_without_condition",
                "条件事件没有条件。请填写条件,例如 ${amount > 1000}。",
                "The conditional event has no condition. Fill it in, for example ${amount > 1000}.",
                element,
            )
        changes = frozenset(split_list(element.camunda.get("variableEvents")))
        for unknown in sorted(changes - VARIABLE_CHANGES):
            self._error(
                "unknown_variable_event",
                f"“{unknown[:40]}”不是变量事件。请改用 create、update、delete,以逗号分隔。",
                f'"{unknown[:40]}" is no variable event. Use create, update and delete, separated by commas.',
                element,
            )
        return EventDefinition(
            EventKind.CONDITIONAL,
            condition=condition,
            variable_name=element.camunda.get("variableName") or None,
            variable_changes=changes,
        )

    def _error(self, code: str, zh: str, en: str, element: XmlElement) -> None:
        self._context.report.error(code, zh, en, self._id, element.line)


_WORDS = {
    EventKind.MESSAGE: Text("消息", "message"),
    EventKind.SIGNAL: Text("信号", "signal"),
    EventKind.ERROR: Text("错误", "error"),
    EventKind.ESCALATION: Text("升级", "escalation"),
}
_TIMER_HELP = {
    TimerKind.DATE: Text("请写成 2026-03-01T09:00:00+08:00 或 ${...}。", "Write 2026-03-01T09:00:00+08:00 or ${...}."),
    TimerKind.DURATION: Text("请写成 PT2H、P3D 等(不能为负)或 ${...}。", "Write PT2H, P3D (never negative) or ${...}."),
    TimerKind.CYCLE: Text(
        "请写成 R3/PT1H、cron(0 0 9 * * ?)或 ${...},间隔须大于零。",
        "Write R3/PT1H, cron (0 0 9 * * ?) or ${...}; the interval must be above zero.",
    ),
}
