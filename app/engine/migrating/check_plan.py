"""Whether a migration plan fits its two definitions: Camunda's rules, each a function that names what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.migration import (
    MigrationInstruction,
    MigrationPlan,
    PlanFailure,
    activity_ids,
    is_body,
    node_of,
    parent_of,
    scopes_around,
)
from app.domain.model.process import EventKind, Node, NodeKind, ProcessModel
from app.domain.text import Text

GATEWAYS = frozenset({NodeKind.PARALLEL_GATEWAY, NodeKind.INCLUSIVE_GATEWAY, NodeKind.EVENT_GATEWAY})
TRIGGERED = frozenset({EventKind.MESSAGE, EventKind.SIGNAL, EventKind.TIMER, EventKind.CONDITIONAL})
"""Events that wait as a row of their own."""
_WAITING = GATEWAYS | {
    NodeKind.USER_TASK,
    NodeKind.RECEIVE_TASK,
    NodeKind.CALL_ACTIVITY,
    NodeKind.CATCH_EVENT,
    NodeKind.BOUNDARY_EVENT,
    NodeKind.SUB_PROCESS,
    NodeKind.EVENT_SUB_PROCESS,
    NodeKind.TRANSACTION,
    NodeKind.AD_HOC,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One instruction whose two nodes exist, with everything a rule may look at."""

    instruction: MigrationInstruction
    plan: MigrationPlan
    source: ProcessModel
    target: ProcessModel
    old: Node
    new: Node


def check_plan(plan: MigrationPlan, source: ProcessModel, target: ProcessModel) -> tuple[PlanFailure, ...]:
    """What is wrong, by instruction in the order of the plan; empty where the plan is valid."""
    counted = Counter(each.source_id for each in plan.instructions)
    reports = []
    for instruction in plan.instructions:
        failures = list(_names(instruction, source, target))
        if counted[instruction.source_id] > 1:
            failures.append(_many(instruction.source_id))
        if not failures:
            failures = list(_rules(instruction, plan, source, target))
        if failures:
            reports.append(PlanFailure(instruction, tuple(failures)))
    return tuple(reports)


def waits(node: Node, model: ProcessModel) -> bool:
    """Whether a token can stand at the node, so that it can be migrated."""
    event_start = node.kind is NodeKind.START_EVENT and node.scope != model.id and _kind(node) is not EventKind.NONE
    return (
        node.kind in _WAITING
        or event_start
        or node.external is not None
        or node.async_before
        or node.async_after
        or node.has_body
        or (node.event is not None and node.event.implementation is not None)
    )


def has_trigger(node: Node) -> bool:
    """Whether the node is an event that waits as a row of its own."""
    catches = (NodeKind.CATCH_EVENT, NodeKind.BOUNDARY_EVENT, NodeKind.START_EVENT, NodeKind.RECEIVE_TASK)
    return node.kind in catches and bool(TRIGGERED & {_kind(node), *_parts(node)})


def same_kind(old: Node, new: Node) -> bool:
    """Whether a token at the one may go on at the other."""
    loops = [(n.multi_instance is not None and n.multi_instance.sequential, n.has_body) for n in (old, new)]
    works = [n.external is not None for n in (old, new)]
    return (
        old.kind is new.kind
        and _kind(old) is _kind(new)
        and loops[0] == loops[1]
        and (old.multi_instance is None) is (new.multi_instance is None)
        and works[0] is works[1]
        and _parts(old) == _parts(new)
    )


def _names(instruction: MigrationInstruction, source: ProcessModel, target: ProcessModel) -> Iterator[Text]:
    for words, id, model in (
        (("来源", "Source"), instruction.source_id, source),
        (("目标", "Target"), instruction.target_id, target),
    ):
        if node_of(model, id) is None:
            yield Text(f"{words[0]}活动 {id} 不存在", f"{words[1]} activity '{id}' does not exist")


def _many(source_id: str) -> Text:
    return Text(f"活动 {source_id} 有多条映射", f"There are multiple mappings for source activity id '{source_id}'")


def _rules(
    instruction: MigrationInstruction, plan: MigrationPlan, source: ProcessModel, target: ProcessModel
) -> Iterator[Text]:
    old, new = node_of(source, instruction.source_id), node_of(target, instruction.target_id)
    if old is not None and new is not None:
        check = Check(instruction, plan, source, target, old, new)
        for rule in _RULES:
            yield from rule(check)


def _supported(check: Check) -> Iterator[Text]:
    if not waits(check.old, check.source):
        yield Text(f"{check.old.id} 不会停留，不能迁移", f"The source activity '{check.old.id}' is not supported")
    elif is_body(check.instruction.source_id) is not is_body(check.instruction.target_id) or not same_kind(
        check.old, check.new
    ):
        yield Text(
            f"两个活动的类型不同（{check.old.kind} 与 {check.new.kind}）",
            f"Activities have incompatible types ({check.old.kind} is not compatible with {check.new.kind})",
        )


def _trigger(check: Check) -> Iterator[Text]:
    updates = check.instruction.update_event_trigger
    if updates and not has_trigger(check.old):
        yield Text(
            f"{check.old.id} 没有可更新的触发条件",
            "Cannot update event trigger because the activity does not define a persistent event trigger",
        )
    if _kind(check.old) is EventKind.CONDITIONAL and not updates:
        yield Text(
            f"条件事件 {check.old.id} 必须更新触发条件",
            f"Conditional event '{check.old.id}' must be updated: set updateEventTrigger",
        )


def _event_scope(check: Check) -> Iterator[Text]:
    """A boundary event goes where its host goes, the start of an event sub-process where that goes."""
    old, new = _event_scope_of(check.source, check.old), _event_scope_of(check.target, check.new)
    if old is not None and new is not None and check.plan.elements.get(old) != new:
        yield Text(
            f"事件所属的活动 {old} 须映射到 {new}",
            f"The source activity's event scope ({old}) must be mapped to the target activity's event scope ({new})",
        )


def _event_scope_of(model: ProcessModel, node: Node) -> str | None:
    if node.attached_to is not None:
        return activity_ids(model.nodes[node.attached_to])[0]
    return node.scope if node.kind is NodeKind.START_EVENT else None


def _ancestor(check: Check) -> Iterator[Text]:
    """The closest scope that is mapped becomes a scope around the target."""
    around = set(scopes_around(check.target, check.instruction.target_id))
    for scope in scopes_around(check.source, check.instruction.source_id):
        mapped = check.target.id if scope == check.source.id else check.plan.elements.get(scope)
        if mapped is None:
            continue
        if mapped not in around:
            yield Text(
                f"上级 {scope} 映射到 {mapped}，它不是目标活动的上级",
                f"The closest mapped ancestor '{scope}' is mapped to scope '{mapped}' which is not an ancestor "
                f"of target scope '{check.instruction.target_id}'",
            )
        return


def _bodies(check: Check) -> Iterator[Text]:
    """Bodies are neither added nor taken away."""
    mapped = set(check.plan.elements.values())
    for scope in scopes_around(check.target, check.instruction.target_id):
        if is_body(scope) and scope not in mapped:
            yield Text(
                f"目标活动在未映射的多实例 {scope} 之中",
                f"Target activity '{check.instruction.target_id}' is a descendant of multi-instance body '{scope}' "
                "that is not mapped from the source process definition.",
            )
    if is_body(check.instruction.source_id) and check.old.id not in check.plan.elements:
        yield Text(
            f"映射了多实例 {check.old.id} 而没有映射其中的活动",
            "Cannot remove the inner activity of a multi-instance body when the body is mapped",
        )
    parent = parent_of(check.source, check.instruction.source_id)
    if is_body(parent) and parent not in check.plan.elements:
        yield Text(f"没有映射多实例 {parent}", f"The multi-instance body '{parent}' must be mapped")


def _gateway(check: Check) -> Iterator[Text]:
    if check.old.kind not in GATEWAYS:
        return
    sharing = [each for each in check.plan.instructions if each.target_id == check.instruction.target_id]
    if len(sharing) > 1:
        yield Text(
            f"只能有一个网关映射到 {check.new.id}", f"Only one gateway can be mapped to gateway '{check.new.id}'"
        )
    if len(check.new.incoming) < len(check.old.incoming):
        yield Text(
            f"目标网关 {check.new.id} 的流入少于来源",
            "The target gateway must have at least the same number of incoming sequence flows that the source "
            "gateway has",
        )


def _parts(node: Node) -> tuple[EventKind, ...]:
    return tuple(part.kind for part in node.event.parts) if node.event is not None else ()


def _kind(node: Node) -> EventKind:
    return node.event.kind if node.event is not None else EventKind.NONE


_RULES: tuple[Callable[[Check], Iterator[Text]], ...] = (
    _supported,
    _trigger,
    _event_scope,
    _ancestor,
    _bodies,
    _gateway,
)
