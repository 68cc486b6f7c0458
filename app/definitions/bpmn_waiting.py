"""Checks of what waits for events: event gateways, and receive tasks and gateways that begin an instance."""

from __future__ import annotations

from collections.abc import Iterable

from app.definitions.report import Report
from app.domain.model.process import EventKind, Node, NodeKind, ProcessModel
from app.domain.text import Text

_NAMED = frozenset({EventKind.MESSAGE, EventKind.SIGNAL})
_WORDS = {
    EventKind.MESSAGE: Text("消息", "message"),
    EventKind.SIGNAL: Text("信号", "signal"),
    EventKind.CONDITIONAL: Text("条件", "condition"),
}
_AFTER_EVENT_GATEWAY = frozenset({NodeKind.CATCH_EVENT, NodeKind.RECEIVE_TASK})


def check_event_gateway(node: Node, model: ProcessModel, report: Report) -> None:
    """An event gateway leads to what can wait, and to nothing else."""
    if node.kind is not NodeKind.EVENT_GATEWAY:
        return
    for flow_id in node.outgoing:
        target = model.nodes[model.flows[flow_id].target]
        if not _waits(target) or model.boundary_events(target.id):
            report.error(
                "event_gateway_target",
                f"事件网关之后只能是捕获事件,或有消息、没有边界事件、不是多实例的接收任务,“{target.id}”不是。请改接到这样的元素。",
                "An event-based gateway can lead to catch events and to single receive tasks with a message and "
                f'without boundary events only; "{target.id}" is neither. Connect it to such an element.',
                node.id,
                node.line,
            )
    if node.takes_all and not node.instantiates:
        report.error(
            "parallel_event_gateway",
            "只有创建实例的事件网关可以是 Parallel 类型。请设 instantiate,或改用并行网关。",
            "Only an event-based gateway that begins instances can be of the type Parallel. Set instantiate, or use a "
            "parallel gateway.",
            node.id,
            node.line,
        )


def _waits(node: Node) -> bool:
    """Whether a node can wait for its gateway: a catch event (a link does not wait), or a single receive task."""
    event = node.event
    if node.kind not in _AFTER_EVENT_GATEWAY or event is None or event.kind is EventKind.LINK or event.takes_all:
        return False
    return node.multi_instance is None and node.standard_loop is None


def check_instantiating(node: Node, model: ProcessModel, report: Report) -> None:
    """What begins instances stands at the top of its process, is entered by nothing and waits for something."""
    if not node.instantiates:
        return
    if node.scope != model.id or node.incoming:
        report.error(
            "instantiate_inside",
            "创建实例的接收任务或事件网关必须在流程最上层,并且没有流入。请删除 instantiate 或流入的顺序流。",
            "A receive task or event gateway that begins instances stands at the top of its process and no flow leads "
            "to it. Delete instantiate or the flows.",
            node.id,
            node.line,
        )
    elif node.kind is NodeKind.RECEIVE_TASK and not _waits(node):
        report.error(
            "instantiate_without_message",
            "创建实例的接收任务必须有消息,并且不能是多实例或循环。请选择消息,或删除 instantiate。",
            "A receive task that begins instances needs a message and cannot be repeated. Choose a message or delete "
            "instantiate.",
            node.id,
            node.line,
        )


def check_told_apart(model: ProcessModel, report: Report) -> None:
    """What waits together must wait for different things: nobody could say whom a message is for (Camunda refuses too).

    Together wait the starting points of a process, the boundary events of an activity, what follows an event gateway,
    and the event sub-processes of a scope. Of conditions only those that start a process: they would begin two
    instances for one case.
    """
    _check_group(model.starting_points(), frozenset({*_NAMED, EventKind.CONDITIONAL}), report)
    for node in model.nodes.values():
        _check_group(_variants(model.boundary_events(node.id)), _NAMED, report)
        if node.kind is NodeKind.EVENT_GATEWAY and not node.instantiates:
            targets = (model.nodes[model.flows[flow].target] for flow in node.outgoing)
            _check_group(_variants(targets), _NAMED, report)
    for scope in (model.id, *(node.id for node in model.nodes.values() if node.is_scope)):
        inside = [node for node in model.children(scope) if node.kind is NodeKind.EVENT_SUB_PROCESS]
        _check_group(_variants(start for node in inside for start in model.start_events(node.id)), _NAMED, report)


def _variants(nodes: Iterable[Node]) -> list[Node]:
    return [variant for node in nodes for variant in node.variants()]


def _check_group(nodes: Iterable[Node], kinds: frozenset[EventKind], report: Report) -> None:
    seen: set[tuple[EventKind, str]] = set()
    for node in nodes:
        event = node.event
        text = (event.name or event.condition) if event is not None else None
        if event is None or text is None or event.kind not in kinds:
            continue
        key = event.kind, text.text.strip()
        if key in seen:
            what = text.text.strip()[:80]
            report.error(
                f"duplicate_{_WORDS[event.kind].en}",
                f"这里已有事件在等待{_WORDS[event.kind].zh}“{what}”,无法区分该由谁接收。请修改或删除其中一个。",
                f'Another event waits here for the {_WORDS[event.kind].en} "{what}" already, so nobody could say which '
                "one it is for. Change or delete one of them.",
                node.id,
                node.line,
            )
        seen.add(key)
