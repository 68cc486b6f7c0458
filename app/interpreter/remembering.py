"""Remembers what is completed and can be undone, and forgets it when its scope is gone."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.model.process import Node, NodeKind
from app.interpreter.done import Done, DoneLog
from app.interpreter.marking import LOOP_COUNTER, Scope
from app.interpreter.run import Run
from app.interpreter.spiff import TokenTask


def activity_completed(run: Run, task: TokenTask, node: Node) -> None:
    """An activity is complete: the scope around it remembers what undoing it would take.

    A sub-process is remembered with what was done in it and with its variables as they are now. A handler at the border
    sees the variables of the scope as they will be then, and of an instance of a multi-instance activity counter and
    item.
    """
    inside = handler_inside(run, node)
    if node.is_scope and (task.done or inside is not None):
        _remember(run, node.id, task.activity_id, task.scope, task.done)
    elif not node.is_scope:
        forget(run, task.done)  # What handlers did inside a throwing event is not undone.
    if node.compensated_by is None or inside is not None:
        return
    kept = None
    if task.inner and node.multi_instance is not None and task.activity_id not in run.outliving:
        kept = _keep(run, task.activity_id, {LOOP_COUNTER, node.multi_instance.element_variable or LOOP_COUNTER})
    run.marking.scopes[task.scope].done.add(Done(node.id, kept))


def body_completed(run: Run, task: TokenTask) -> None:
    """A multi-instance activity or a loop is complete: what its instances did is remembered as one."""
    if task.done:
        _remember(run, task.task_spec.node.id, task.activity_id, task.scope, task.done)


def event_sub_process_completed(run: Run, scope: Scope) -> None:
    """An event sub-process is complete; one that was only open to be undone is not remembered again."""
    inside = handler_inside(run, run.program.node(scope.element))
    if not scope.undoing and (scope.done or inside is not None):
        _remember(run, scope.element, scope.id, scope.parent, scope.done)
        scope.done = DoneLog()


def forget(run: Run, log: DoneLog) -> None:
    """Nothing will undo these any more: their variables go."""
    for done in log:
        if done.kept is not None:
            run.variables.close_scope(done.kept)
        if done.inside is not None:
            forget(run, done.inside)
    log.parts.clear()


def handler_inside(run: Run, node: Node) -> Node | None:
    """The event sub-process that undoes the sub-process around it."""
    handler = run.program.model.nodes.get(node.compensated_by or "")
    return handler if handler is not None and handler.kind is NodeKind.EVENT_SUB_PROCESS else None


def _remember(run: Run, element: str, activity_id: str, around: str, inside: DoneLog) -> None:
    kept = _keep(run, activity_id, run.variables.values.get(activity_id, ()))
    run.marking.scopes[around].done.add(Done(element, kept, inside))


def _keep(run: Run, scope_id: str, names: Iterable[str]) -> str | None:
    """Let these variables outlive the scope; None where it has none of them."""
    kept = frozenset(names) & run.variables.values.get(scope_id, {}).keys()
    if not kept:
        return None
    run.outliving[scope_id] = kept
    return scope_id
