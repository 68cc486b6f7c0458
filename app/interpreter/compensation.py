"""Compensation: undoes what was completed, newest first (BPMN 13.5.5, with Camunda 7's rules).

The throwing event is a scope while handlers run, and they run in it: it goes on when the scope is empty, and whatever
cancels it cancels them. Handlers begin all at once, in reverse order of completion; those that wait, wait together.
"""

from __future__ import annotations

from collections.abc import Callable

from app.domain.model.process import Node, NodeKind
from app.domain.steps import ActivityStarted
from app.domain.values import TypedValue
from app.interpreter import scopes
from app.interpreter.done import Done
from app.interpreter.marking import Scope, ScopeKind
from app.interpreter.remembering import handler_inside
from app.interpreter.run import Run
from app.interpreter.spiff import TokenTask

_LOOKS_OUT = frozenset({ScopeKind.EVENT_SUB_PROCESS, ScopeKind.COMPENSATION})
"""From these a throwing event reaches what was done in the scope around as well."""


def undo(run: Run, task: TokenTask, activity: str | None = None) -> bool:
    """Begin to undo what was done in the scope of a throwing event, or only `activity`; False where nothing was."""
    wanted = _chooser(run, activity)
    found: list[Done] = []
    scope = run.marking.scopes[task.scope]
    while True:
        found[:0] = scope.done.take(wanted)
        if scope.kind not in _LOOKS_OUT:
            break
        scope = run.marking.scopes[scope.parent]
    if not found:
        return False
    node: Node = task.task_spec.node
    throwing = Scope(task.activity_id, node.id, task.scope, ScopeKind.COMPENSATION)
    run.open_scope(throwing)
    run.touch(throwing.id)
    for done in reversed(found):
        _begin(run, done, throwing)
    return True


def _chooser(run: Run, activity: str | None) -> Callable[[Done], bool]:
    """Which entries a throwing event means: of a sub-process with a handler at its border, the handler alone."""
    if activity is None:
        return lambda done: True
    node = run.program.node(activity)
    by_handler = node.compensated_by is not None and not node.has_body and handler_inside(run, node) is None
    return lambda done: done.element == activity and (done.inside is None) == by_handler


def _begin(run: Run, done: Done, within: Scope) -> None:
    """Begin the handler of one entry or, for a scope, open it again and undo what was done in it."""
    node = run.program.node(done.element)
    if done.inside is not None:
        _open_again(run, done, node, within)
    elif node.compensated_by is not None:
        task = run.put(run.program.outer_spec(node.compensated_by), within.id)
        task.local_values = _recall(run, done)
        run.workflow.enter(task)


def _open_again(run: Run, done: Done, node: Node, within: Scope) -> None:
    scope = Scope(run.context.new_id(), node.id, within.id, _kind(node, within), undoing=True)
    body = scope.kind is ScopeKind.MULTI_INSTANCE
    shown_in = run.shown_in(within.id, node)
    run.emit(ActivityStarted(scope.id, node, shown_in, is_multi_instance_body=body, undoing=True))
    run.open_scope(scope)
    run.touch(scope.id)
    for name, value in _recall(run, done).items():
        run.variables.set_local(scope.id, name, value)
    inside = done.inside
    if inside is None:
        return
    handler = None if body else handler_inside(run, node)
    if handler is not None:
        scope.done = inside
        scopes.enter_event_sub_process(run, scope.id, run.program.start_of_event_sub_process(handler))
        return
    for part in reversed(list(inside)):
        _begin(run, part, scope)


def _kind(node: Node, within: Scope) -> ScopeKind:
    """The entry of a repeated activity is its body; those in the body are its instances."""
    if node.has_body and within.kind is not ScopeKind.MULTI_INSTANCE:
        return ScopeKind.MULTI_INSTANCE
    return ScopeKind.EVENT_SUB_PROCESS if node.kind is NodeKind.EVENT_SUB_PROCESS else ScopeKind.SUB_PROCESS


def _recall(run: Run, done: Done) -> dict[str, TypedValue]:
    """The variables kept for an undoing, which takes them over."""
    if done.kept is None:
        return {}
    values = dict(run.variables.values.get(done.kept, {}))
    run.variables.close_scope(done.kept)
    return values
