"""Modification: tokens begun and cancelled by hand, in whatever scopes that needs (Camunda 7's modification)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.errors import InvalidInput, InvalidState
from app.domain.model.process import MULTI_INSTANCE_BODY, Flow, Node, NodeKind
from app.domain.stimuli import (
    CancelActivity,
    CancelElement,
    Instruction,
    Modify,
    StartAfter,
    StartBefore,
    TakeFlow,
)
from app.domain.values import InstanceState
from app.interpreter import catching, conditions, multi_instance, placing
from app.interpreter.canceling import cancel_activity, cancel_contents, end_instance
from app.interpreter.marking import Scope, ScopeKind, Token
from app.interpreter.placing import Place
from app.interpreter.resting import run_to_rest
from app.interpreter.run import Run

Start = StartBefore | StartAfter | TakeFlow
_JOINS = frozenset({NodeKind.PARALLEL_GATEWAY, NodeKind.INCLUSIVE_GATEWAY})


def modify(run: Run, stimulus: Modify) -> None:
    """Apply the instructions in order, each until its tokens rest. Raises `InvalidInput`, `InvalidState`."""
    run.maps_parameters, run.calls_listeners = not stimulus.skip_io_mappings, not stimulus.skip_listeners
    root = run.marking.root
    for instruction in stimulus.instructions:
        if root not in run.marking.scopes:
            raise InvalidState(f"实例 {root} 已在修改中结束", f"Process instance {root} ended during its modification")
        _APPLY[type(instruction)](run, instruction)
        run_to_rest(run, keep_process=True)
    if root in run.marking.scopes and run.marking.is_empty(root):
        if isinstance(stimulus.instructions[-1], CancelElement | CancelActivity):
            end_instance(run, InstanceState.EXTERNALLY_TERMINATED)
        run.touch(root)


def _start_before(run: Run, instruction: StartBefore) -> None:
    element = instruction.element_id.removesuffix(MULTI_INSTANCE_BODY)
    node = _node(run, element, f"Start before activity '{instruction.element_id}'")
    whole = instruction.element_id.endswith(MULTI_INSTANCE_BODY)
    if whole and not node.has_body:
        raise InvalidInput(
            f"{element} 不是多实例或循环",
            f"{element} is neither multi-instance nor a loop: it has no body",
            "activityId",
        )
    place = placing.place(run, node, instruction.ancestor_id, inside_body=node.has_body and not whole)
    local = _begin_variables(run, place, instruction)
    if place.scope.kind is ScopeKind.MULTI_INSTANCE:
        run.workflow.enter(placing.next_in_body(run, place.scope, local))
    elif node.kind is NodeKind.BOUNDARY_EVENT:
        _start_boundary(run, place, node, local)
    elif node.kind is NodeKind.EVENT_SUB_PROCESS:
        start = run.program.start_of_event_sub_process(node)
        catching.fire_event_sub_process(run, place.scope.id, start, local)
    else:
        _arrive(run, node, _missing_flow(run, place, node), place.scope.id, local)
    _ask_opened(run, place)


def _start_boundary(run: Run, place: Place, node: Node, local: Mapping[str, Any]) -> None:
    """As if it had fired, where its host is open; else the path behind it just begins."""
    standing: list[Token | Scope] = [*run.marking.tokens_in(place.scope.id), *run.marking.scopes_in(place.scope.id)]
    hosts = [each.id for each in standing if each.element == node.attached_to and not each.inner]
    if len(hosts) > 1:
        raise placing.ambiguous(node.attached_to or "")
    if hosts:
        catching.fire_boundary(run, hosts[0], node, dict(local))
    else:
        _arrive(run, node, None, place.scope.id, local)


def _start_after(run: Run, instruction: StartAfter) -> None:
    node = _node(run, instruction.element_id, f"Start after activity '{instruction.element_id}'")
    flows = run.program.flows_out[node.id]
    if len(flows) != 1:
        raise InvalidInput(
            f"{node.id} 有 {len(flows)} 条流出的顺序流，请改用“沿某条顺序流启动”",
            f"Cannot perform instruction: Start after activity '{node.id}'; "
            f"activity has {len(flows)} outgoing sequence flows, name the transition",
            "activityId",
        )
    _take(run, flows[0], instruction)


def _take_flow(run: Run, instruction: TakeFlow) -> None:
    flow = run.program.model.flows.get(instruction.flow_id)
    if flow is None:
        raise InvalidInput(
            f"顺序流 {instruction.flow_id} 不存在",
            f"Cannot perform instruction: Start transition '{instruction.flow_id}'; transition does not exist",
            "transitionId",
        )
    _take(run, flow, instruction)


def _take(run: Run, flow: Flow, instruction: Start) -> None:
    place = placing.place(run, run.program.node(flow.source), instruction.ancestor_id)
    local = _begin_variables(run, place, instruction)
    _arrive(run, run.program.node(flow.target), flow.id, place.scope.id, local)
    _ask_opened(run, place)


def _arrive(run: Run, node: Node, flow: str | None, scope_id: str, local: Mapping[str, Any]) -> None:
    task = run.put(run.program.outer_spec(node.id), scope_id)
    task.flow = flow
    task.local_values = local
    run.workflow.begin(task)


def _missing_flow(run: Run, place: Place, node: Node) -> str | None:
    """A token put in front of a join counts as one of those it waits for (so does Camunda)."""
    if node.kind not in _JOINS or len(node.incoming) < 2:
        return None
    counts = run.marking.arrivals.get(place.scope.id, {}).get(node.id, {})
    return next((flow for flow in node.incoming if not counts.get(flow)), node.incoming[0])


def _begin_variables(run: Run, place: Place, instruction: Start) -> Mapping[str, Any]:
    """Write the instruction's variables; returns those that are the activity's own."""
    for name, value in instruction.variables.items():
        run.variables.set(place.scope.id, name, value)
    if not place.opened:
        return instruction.local_variables
    for name, value in instruction.local_variables.items():
        run.variables.set_local(place.opened[0].id, name, value)
    return {}


def _ask_opened(run: Run, place: Place) -> None:
    """The conditional boundary events of scopes that were opened: they are asked once something is begun inside."""
    for scope in place.opened:
        if scope.id in run.marking.scopes and not scope.inner:
            conditions.ask_boundaries(run, scope.id, run.program.node(scope.element))


def _cancel_element(run: Run, instruction: CancelElement) -> None:
    element = instruction.element_id.removesuffix(MULTI_INSTANCE_BODY)
    node = _node(run, element, f"Cancel all instances of activity '{instruction.element_id}'")
    whole = instruction.element_id != element or not node.has_body
    marking = run.marking
    standing: list[Token | Scope] = [*marking.scopes.values(), *marking.tokens.values()]
    for found in [each.id for each in standing if each.element == element and each.inner is not whole]:
        if found in marking.scopes or found in marking.tokens:
            _cancel(run, found)
    for scope_id in [id for id, joins in marking.arrivals.items() if element in joins]:
        marking.forget_arrivals(scope_id, element)
        run.touch(scope_id)
        _prune(run, scope_id)


def _cancel_activity(run: Run, instruction: CancelActivity) -> None:
    activity_id, marking = instruction.activity_instance_id, run.marking
    if activity_id == marking.root:
        cancel_contents(run, activity_id)
    elif activity_id in marking.scopes or activity_id in marking.tokens:
        _cancel(run, activity_id)
    else:
        raise InvalidInput(
            f"活动实例 {activity_id} 不存在或已结束",
            f"Cannot perform instruction: Cancel activity instance '{activity_id}'; "
            f"Activity instance '{activity_id}' does not exist",
            "activityInstanceId",
        )


def _cancel(run: Run, activity_id: str) -> None:
    """Cancel one activity, and the scopes around it that hold nothing else; nothing goes on from there."""
    found = run.marking.tokens.get(activity_id) or run.marking.scopes[activity_id]
    parent = cancel_activity(run, activity_id)
    if found.inner:
        multi_instance.instance_canceled(run, parent)
    _prune(run, parent)


def _prune(run: Run, scope_id: str) -> None:
    if scope_id != run.marking.root and run.marking.is_empty(scope_id):
        _cancel(run, scope_id)


def _node(run: Run, element: str, what: str) -> Node:
    node = run.program.model.nodes.get(element)
    if node is None:
        raise InvalidInput(
            f"元素 {element} 不存在于流程 {run.program.model.id}",
            f"Cannot perform instruction: {what}; Activity '{element}' does not exist: activity is null",
            "activityId",
        )
    return node


_APPLY: dict[type[Instruction], Callable[[Run, Any], None]] = {
    StartBefore: _start_before,
    StartAfter: _start_after,
    TakeFlow: _take_flow,
    CancelElement: _cancel_element,
    CancelActivity: _cancel_activity,
}
