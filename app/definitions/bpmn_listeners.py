"""Reads execution and task listeners."""

from __future__ import annotations

from app.definitions.bpmn_context import Context
from app.definitions.bpmn_events import timer_event
from app.definitions.bpmn_external import code_spec, read_fields
from app.definitions.literals import expression
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import Expression, Listener, ListenerEvent

_HOLDING = frozenset({ListenerEvent.START, ListenerEvent.END, ListenerEvent.CREATE, ListenerEvent.COMPLETE})
"""Events at which the token can stand still until a worker has done the listener's work."""
_WORK = ("class", "delegateExpression", "expression")
_EXECUTION_EVENTS = {"process": ("start", "end"), "sequenceFlow": ("take",)}
_TASK_EVENTS = ("create", "assignment", "update", "complete", "delete", "timeout")


def read_execution_listeners(element: XmlElement, id: str, context: Context) -> tuple[Listener, ...]:
    """The `camunda:executionListener`s of a process, node or flow, in document order."""
    allowed = _EXECUTION_EVENTS.get(element.name, ("start", "end"))
    return tuple(
        listener
        for each in element.extensions("executionListener")
        if (listener := _listener(each, allowed, allowed[0] if len(allowed) == 1 else None, element, id, context))
    )


def read_task_listeners(element: XmlElement, id: str, context: Context) -> tuple[Listener, ...]:
    """The `camunda:taskListener`s of a user task, in document order."""
    found = (_listener(each, _TASK_EVENTS, None, element, id, context) for each in element.extensions("taskListener"))
    return tuple(each for each in found if each is not None)


def _listener(
    element: XmlElement, allowed: tuple[str, ...], default: str | None, on: XmlElement, id: str, context: Context
) -> Listener | None:
    event = element.attributes.get("event") or default
    if event not in allowed:
        context.report.error(
            "unknown_listener_event",
            f"监听器的事件“{(event or '')[:40]}”不能用在 {on.name} 上。请改用:{' / '.join(allowed)}。",
            f'The listener event "{(event or "")[:40]}" cannot be used on {on.name}. Use one of: {", ".join(allowed)}.',
            id,
            element.line,
        )
        return None
    what = ListenerEvent(event)
    given = [name for name in _WORK if name in element.attributes] + [each.name for each in element.all("script")]
    if len(given) != 1:
        _without_work(element, id, context)
        return None
    external = code_spec(element, id, context)
    if external is not None and not _can_hold(what, on):
        _cannot_hold(what, id, element, context)
    text = None if external is not None else _expression(element, id, context)
    timer = timer_event(element, id, context) if what is ListenerEvent.TIMEOUT else None
    return Listener(what, text, external, read_fields(element, id, context), element.id, timer)


def _can_hold(event: ListenerEvent, on: XmlElement) -> bool:
    standing = on.name == "process" or on.attributes.get("triggeredByEvent") in ("true", "1")
    return event in _HOLDING and not standing


def _expression(element: XmlElement, id: str, context: Context) -> Expression | None:
    script = element.first("script")
    if script is not None:
        if not script.attributes.get("scriptFormat"):
            context.refuse_language("", id, script.line)
        return context.script_expression(script, id)
    return expression(element.attributes.get("expression"), element.line)


def _without_work(element: XmlElement, id: str, context: Context) -> None:
    context.report.error(
        "listener_without_work",
        "监听器必须恰好说明一件事:表达式、脚本,或由工作程序处理的类名。请填写其中一个。",
        "A listener needs exactly one of expression, script, or the class name a worker stands for. Fill in one.",
        id,
        element.line,
    )


def _cannot_hold(event: ListenerEvent, id: str, element: XmlElement, context: Context) -> None:
    context.report.error(
        "listener_cannot_wait",
        f"这里的 {event.value} 监听器不能交给工作程序,流程此时无处等待。请改用表达式,或画成步骤(外部任务)。",
        f"A listener of {event.value} cannot be a worker's here: there is nowhere to wait for it. Use an expression, "
        "or draw a step (external task).",
        id,
        element.line,
    )
