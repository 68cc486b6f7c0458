"""Events with several definitions: any of them is enough, or with `parallelMultiple` all are needed (BPMN 10.5.6)."""

from __future__ import annotations

from dataclasses import replace

from app.definitions.bpmn_context import Context
from app.definitions.literals import is_literal
from app.definitions.xml_intake import XmlElement
from app.domain.model.process import EventDefinition, EventKind

_ENDS = frozenset({EventKind.ERROR, EventKind.TERMINATE, EventKind.CANCEL})
_NEVER = frozenset({EventKind.LINK, EventKind.COMPENSATION, EventKind.CANCEL})
_NOT_ALL = frozenset({EventKind.ERROR, EventKind.ESCALATION})


def multiple_event(
    parts: list[EventDefinition], takes_all: bool, element: XmlElement, id: str, place: str, context: Context
) -> EventDefinition:
    """One event of several definitions; what cannot stand together is reported."""
    numbered = tuple(replace(part, part=number) for number, part in enumerate(parts))
    kinds = [part.kind for part in parts]
    two_ends = place == "endEvent" and sum(kind in _ENDS for kind in kinds) > 1
    if two_ends or _NEVER & set(kinds) or any(part.implementation for part in parts):
        context.report.error(
            "multiple_events",
            "多重事件中不能有链接、补偿、取消或外部任务,结束时错误与终止也只能有一个。请拆成几个事件。",
            "Link, compensation, cancel and external tasks cannot stand among several definitions of one event, and an "
            "end event has one error or terminate only. Split it into several events.",
            id,
            element.line,
        )
    if takes_all:
        _check_all(parts, element, id, place, context)
    return EventDefinition(EventKind.MULTIPLE, parts=numbered, takes_all=takes_all)


def _check_all(parts: list[EventDefinition], element: XmlElement, id: str, place: str, context: Context) -> None:
    """All of them must come to one instance, and each be told from the others."""
    if place == "process start" or _NOT_ALL & {part.kind for part in parts}:
        context.report.error(
            "parallel_multiple_place",
            "并行多重事件不能启动流程,也不能等待错误或升级。请改用创建实例的并行事件网关,或拆成几个事件。",
            "A parallel multiple event cannot begin a process, nor wait for errors and escalations. Use an event-based "
            "gateway of the type Parallel that begins instances, or split it into several events.",
            id,
            element.line,
        )
    named = [(part.kind, part.name) for part in parts if part.name is not None]
    texts = [(kind, name.text) for kind, name in named]
    if len(set(texts)) < len(texts) or not all(is_literal(name) for _, name in named):
        context.report.error(
            "parallel_multiple_names",
            "并行多重事件中的消息和信号必须名称不同,且不能是表达式。请修改名称。",
            "Messages and signals of a parallel multiple event need different names, written out. Change the names.",
            id,
            element.line,
        )
