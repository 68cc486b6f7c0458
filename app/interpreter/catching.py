"""Errors and escalations: who catches them, from the inside out (BPMN 13.5.3, 10.5.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.model.process import EventKind, ListenerEvent, Node, NodeKind
from app.domain.steps import EscalationRaised
from app.domain.values import InstanceState
from app.interpreter import listening, multiple, scopes, waits
from app.interpreter.canceling import cancel_activity, cancel_contents, end_instance
from app.interpreter.marking import AT_LISTENER, Scope, ScopeKind, Token, Wait
from app.interpreter.run import Run

_IN_ACTIVITY = AT_LISTENER | {Wait.ACTIVITY}
_CATCHING = frozenset({NodeKind.CATCH_EVENT, NodeKind.RECEIVE_TASK})


@dataclass(frozen=True, slots=True)
class Catcher:
    """Who catches: a boundary event of `activity_id`, or the start of an event sub-process in that scope."""

    node: Node
    activity_id: str


def throw_error(run: Run, code: str, message: str | None, scope_id: str, activity_id: str | None = None) -> None:
    """An error from a scope, or from the waiting activity `activity_id` in it; uncaught it ends the instance."""
    catcher = _find(run, EventKind.ERROR, code, scope_id, activity_id)
    if catcher is None:
        end_instance(run, InstanceState.INTERNALLY_TERMINATED, code, message)
        return
    values = _values(catcher.node, code, message)
    _catch(run, catcher, values)


def throw_escalation(run: Run, code: str, scope_id: str, activity_id: str | None = None) -> bool:
    """An escalation; returns whether the thrower goes on (nobody caught it, or without interrupting)."""
    catcher = _find(run, EventKind.ESCALATION, code, scope_id, activity_id)
    if catcher is None:
        run.emit(EscalationRaised(code))
        return True
    _catch(run, catcher, _values(catcher.node, code, None))
    return not catcher.node.interrupting


def can_fire(run: Run, holder: str, element: str) -> bool:
    """Whether the event `element` can happen to what waits as `holder`."""
    node = run.program.model.nodes.get(element)
    token, scope = run.marking.tokens.get(holder), run.marking.scopes.get(holder)
    if node is None or (token is None and scope is None) or (scope is not None and scope.undoing):
        return False
    if node.kind is NodeKind.BOUNDARY_EVENT:
        return _is_host(token or scope, node) and not waits.is_cancelling(run, holder)
    if node.kind is NodeKind.START_EVENT:
        return (
            scope is not None
            and any(start.id == element for start in waits.event_starts(run, scope.element))
            and not waits.is_interrupted(run, holder)
        )
    if token is None:
        return False
    if token.wait is Wait.EVENT_GATEWAY:
        return any(flow.target == element for flow in run.program.flows_out[token.element])
    return token.wait is Wait.ACTIVITY and token.element == element and node.kind in _CATCHING


def _is_host(holder: Token | Scope | None, boundary: Node) -> bool:
    """Boundary events belong to the whole activity: of a multi-instance one, to its body."""
    if holder is None or holder.inner or holder.element != boundary.attached_to:
        return False
    return holder.wait in _IN_ACTIVITY if isinstance(holder, Token) else True


def fire(run: Run, holder: str, catcher: Node, values: dict[str, object]) -> None:
    """Let an event happen that `can_fire`; `values` are local to what begins by it.

    `catcher` is the event with the definition that happened. One that takes all its definitions waits for the others.
    """
    if not multiple.is_complete(run, holder, catcher):
        return
    if catcher.kind is NodeKind.BOUNDARY_EVENT:
        fire_boundary(run, holder, catcher, values)
    elif catcher.kind is NodeKind.START_EVENT:
        fire_event_sub_process(run, holder, catcher, values)
    elif run.marking.tokens[holder].wait is Wait.EVENT_GATEWAY:
        _leave_event_gateway(run, holder, catcher, values)
    else:
        task = run.resume(run.marking.tokens[holder])
        run.give_locals(holder, values)
        task.complete()


def _leave_event_gateway(run: Run, holder: str, catcher: Node, values: dict[str, object]) -> None:
    token = run.marking.tokens[holder]
    task = run.resume(token)
    gateway = run.program.node(token.element)
    listening.call_all(run, gateway, token.id, ListenerEvent.END)
    run.end_activity(token.id, gateway, token.scope)
    run.workflow.forget(task)
    caught = run.put(run.program.outer_spec(catcher.id), token.scope)
    caught.triggered = True
    caught.local_values = values
    run.workflow.enter(caught)


def fire_boundary(run: Run, activity_id: str, boundary: Node, values: dict[str, object]) -> None:
    """A boundary event fires on its host, which ends first where the event interrupts."""
    scope_id = cancel_activity(run, activity_id) if boundary.interrupting else run.marking.scope_of(activity_id)
    task = run.put(run.program.outer_spec(boundary.id), scope_id)
    task.local_values = values
    run.workflow.enter(task)


def fire_event_sub_process(run: Run, scope_id: str, start: Node, values: Mapping[str, Any]) -> None:
    """The start event of an event sub-process fires in an open scope."""
    interrupt(run, scope_id, start)
    scopes.enter_event_sub_process(run, scope_id, start, values)


def interrupt(run: Run, scope_id: str, start: Node) -> None:
    """What an interrupting event sub-process does to the scope it stands in."""
    if start.interrupting:
        cancel_contents(run, scope_id)
        run.marking.scopes[scope_id].closing = run.marking.scopes[scope_id].kind is ScopeKind.AD_HOC
        waits.close_event_sub_processes(run, scope_id, run.marking.scopes[scope_id].element)


def _catch(run: Run, catcher: Catcher, values: dict[str, object]) -> None:
    node = catcher.node
    if node.kind is NodeKind.BOUNDARY_EVENT:
        _keep(run, run.marking.scope_of(catcher.activity_id), values)
        fire_boundary(run, catcher.activity_id, node, {})
        return
    _keep(run, catcher.activity_id, values)
    fire_event_sub_process(run, catcher.activity_id, node, {})


def _keep(run: Run, scope_id: str, values: dict[str, object]) -> None:
    for name, value in values.items():
        run.variables.set(scope_id, name, value)


def _values(node: Node, code: str, message: str | None) -> dict[str, object]:
    event = node.event
    values: dict[str, object] = {}
    if event is not None and event.code_variable:
        values[event.code_variable] = code
    if event is not None and event.message_variable:
        values[event.message_variable] = message
    return values


def _find(run: Run, kind: EventKind, code: str, scope_id: str, activity_id: str | None) -> Catcher | None:
    """Climb from the activity through its scopes to the process."""
    token = run.marking.tokens.get(activity_id) if activity_id else None
    if token is not None and not token.inner:
        caught = _boundary(run, kind, code, token.element, token.id)
        if caught is not None:
            return caught
    scope = run.marking.scopes.get(scope_id)
    inside: Scope | None = None
    while scope is not None:
        caught = _in_scope(run, kind, code, scope, inside)
        if caught is not None or scope.kind is ScopeKind.PROCESS:
            return caught
        inside, scope = scope, run.marking.scopes.get(scope.parent)
    return None


def _in_scope(run: Run, kind: EventKind, code: str, scope: Scope, inside: Scope | None) -> Catcher | None:
    """The scope's event sub-processes (not for what one of them throws), then the boundary of its activity.

    A scope that was completed and is only being undone catches nothing any more.
    """
    if scope.undoing:
        return None
    from_handler = inside is not None and inside.kind is ScopeKind.EVENT_SUB_PROCESS
    if not from_handler and scope.kind is not ScopeKind.MULTI_INSTANCE:
        caught = _event_sub_process(run, kind, code, scope.element, scope.id)
        if caught is not None:
            return caught
    if scope.inner or scope.kind in {ScopeKind.PROCESS, ScopeKind.EVENT_SUB_PROCESS}:
        return None
    return _boundary(run, kind, code, scope.element, scope.id)


def _boundary(run: Run, kind: EventKind, code: str, element: str, activity_id: str) -> Catcher | None:
    node = _match(run.program.boundaries.get(element, ()), kind, code)
    return Catcher(node, activity_id) if node is not None else None


def _event_sub_process(run: Run, kind: EventKind, code: str, element: str, scope_id: str) -> Catcher | None:
    node = _match(tuple(waits.event_starts(run, element)), kind, code)
    return Catcher(node, scope_id) if node is not None else None


def _match(nodes: tuple[Node, ...], kind: EventKind, code: str) -> Node | None:
    """The catcher of exactly this code, else one that catches all."""
    catchers = [node for node in nodes if node.event is not None and node.event.kind is kind]
    exact = [node for node in catchers if node.event is not None and node.event.code == code]
    general = [node for node in catchers if node.event is not None and not node.event.code]
    return next(iter(exact + general), None)
