"""Transactions: cancelling one ends what still runs in it, undoes what was done, and leaves by its cancel boundary."""

from __future__ import annotations

from app.domain.model.process import EventKind
from app.interpreter import catching, compensation, waits
from app.interpreter.canceling import cancel_contents
from app.interpreter.run import Run
from app.interpreter.spiff import TokenTask


def cancel(run: Run, task: TokenTask) -> bool:
    """A cancel end event is reached: True where nothing has to be undone first.

    What stands in other branches is cancelled and not undone, for it was never completed (BPMN 13.5.4). Messages,
    signals and timers do not reach the transaction any more, as in Camunda 7.
    """
    scope = run.marking.scopes[task.scope]
    cancel_contents(run, scope.id)
    waits.close_event_sub_processes(run, scope.id, scope.element)
    if not scope.inner:
        waits.close_boundaries(run, scope.id, scope.element)
    return not compensation.undo(run, task)


def leave(run: Run, scope_id: str) -> None:
    """All is undone: the transaction (with several instances, all of them) is left by its cancel boundary event."""
    scope = run.marking.scopes[scope_id]
    host = scope.parent if scope.inner else scope.id
    for boundary in run.program.boundaries[scope.element]:
        if boundary.event is not None and boundary.event.kind is EventKind.CANCEL:
            catching.fire_boundary(run, host, boundary, {})
