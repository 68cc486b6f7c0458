"""Opening and finishing scopes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.errors import InvalidState
from app.domain.model.process import ListenerEvent, Node, NodeKind
from app.domain.steps import ActivityStarted, InstanceEnded
from app.domain.values import InstanceState
from app.interpreter import listening, remembering, waits
from app.interpreter.canceling import close_scope
from app.interpreter.marking import Scope, ScopeKind
from app.interpreter.run import Run
from app.interpreter.spiff import TokenTask


def start_process(run: Run, start: Node | None) -> None:
    """Open the process's own scope and begin at a start event, or wherever it begins."""
    starts = (start,) if start is not None else run.program.starts[run.program.model.id]
    if not starts:
        raise InvalidState(
            f"流程 {run.program.model.id} 没有普通开始事件，只能由消息、定时或信号启动",
            f"Process {run.program.model.id} has no none start event; a message, timer or signal starts it",
        )
    root = open_process(run)
    if start is None or start.kind is NodeKind.START_EVENT:
        begin(run, root, starts)
    else:
        _begin_by_event(run, root, start)


def open_process(run: Run) -> Scope:
    """Open the process's own scope, with nothing in it yet."""
    root = Scope(run.marking.root, run.program.model.id, run.marking.root, ScopeKind.PROCESS)
    run.open_scope(root)
    listening.call_process(run, ListenerEvent.START)
    waits.offer_event_sub_processes(run, root.id, root.element)
    return root


def _begin_by_event(run: Run, root: Scope, caught: Node) -> None:
    """Begin where an instantiating receive task or gateway waited; of a gateway that takes all the others wait on."""
    sources = (run.program.node(run.program.model.flows[flow].source) for flow in caught.incoming)
    gateway = next((node for node in sources if node.instantiates), None)
    starts: tuple[Node, ...] = (caught,)
    if gateway is not None:
        task = run.put(run.program.outer_spec(gateway.id), root.id)
        run.end_activity(run.start_activity(task, gateway), gateway, root.id)
        run.workflow.forget(task)
        if gateway.takes_all:
            starts = tuple(run.program.node(flow.target) for flow in run.program.flows_out[gateway.id])
    begin(run, root, starts, caught)


def enter_scope(run: Run, task: TokenTask) -> None:
    """Open the scope of an activity that has begun, and begin inside."""
    begin(run, _open(run, task), run.program.starts[task.task_spec.node.id])


def open_empty(run: Run, task: TokenTask) -> Scope:
    """Begin a sub-process without beginning anything in it: a modification puts its tokens there."""
    node = task.task_spec.node
    activity_id = run.start_activity(task, node)
    if not task.inner:
        waits.offer_boundaries(run, activity_id, node)
    listening.call_all(run, node, activity_id, ListenerEvent.START)
    run.workflow.forget(task)
    scope = _open(run, task)
    run.begun.append(scope.id)
    return scope


def _open(run: Run, task: TokenTask) -> Scope:
    is_ad_hoc = task.task_spec.node.kind is NodeKind.AD_HOC
    kind = ScopeKind.AD_HOC if is_ad_hoc else ScopeKind.SUB_PROCESS
    scope = Scope(task.activity_id, task.task_spec.node.id, task.scope, kind, task.inner)
    run.open_scope(scope)
    waits.offer_event_sub_processes(run, scope.id, scope.element)
    return scope


def open_event_sub_process(run: Run, parent: str, node: Node) -> Scope:
    """Open the scope of an event sub-process, with nothing in it yet."""
    scope = Scope(run.context.new_id(), node.id, parent, ScopeKind.EVENT_SUB_PROCESS)
    run.emit(ActivityStarted(scope.id, node, run.shown_in(parent, node)))
    run.open_scope(scope)
    return scope


def enter_event_sub_process(run: Run, parent: str, start: Node, values: Mapping[str, Any] | None = None) -> None:
    """Begin an event sub-process in its parent scope, at its start event."""
    node = run.program.node(start.scope)
    scope = open_event_sub_process(run, parent, node)
    for name, value in (values or {}).items():
        run.variables.set_local(scope.id, name, value)
    listening.call_all(run, node, scope.id, ListenerEvent.START)
    waits.offer_event_sub_processes(run, scope.id, node.id)
    begin(run, scope, (start,))


def begin(run: Run, scope: Scope, starts: tuple[Node, ...], caught: Node | None = None) -> None:
    """Put a token at each start of a scope; a scope without any is over at once. What `caught` waits for is here."""
    run.touch(scope.id)
    run.begin_changes(scope.id)
    run.begun.append(scope.id)
    for start in starts:
        task = run.put(run.program.outer_spec(start.id), scope.id)
        task.triggered = start is caught
        run.workflow.begin(task)


def finish(run: Run, scope: Scope) -> None:
    """No token is left in a scope: what it stood for is done."""
    if scope.kind is ScopeKind.PROCESS:
        listening.call_process(run, ListenerEvent.END)
        close_scope(run, scope)
        run.emit(InstanceEnded(InstanceState.COMPLETED))
    elif scope.undoing or scope.kind is ScopeKind.EVENT_SUB_PROCESS:
        remembering.event_sub_process_completed(run, scope)
        close_scope(run, scope)
    else:
        complete_host(run, scope)


def complete_host(run: Run, scope: Scope) -> None:
    """Complete the activity that opened a scope."""
    run.marking.close(scope.id)
    body = scope.kind is ScopeKind.MULTI_INSTANCE
    spec = run.program.inner_spec(scope.element) if scope.inner and not body else run.program.outer_spec(scope.element)
    task = run.workflow.put(spec, scope.parent, started=True)
    task.activity_id = scope.id
    task.inner = scope.inner
    task.done = scope.done
    task.complete()
