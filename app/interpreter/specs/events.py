"""Events: starts, catches, boundaries, throws and ends."""

from __future__ import annotations

from app.domain.model.process import EventKind
from app.domain.steps import SignalThrown
from app.interpreter import catching, compensation, conditions, transactions, waits
from app.interpreter.canceling import cancel_contents
from app.interpreter.run import Run
from app.interpreter.specs.activities import offer_external, throw_message
from app.interpreter.specs.base import ActivitySpec
from app.interpreter.spiff import TokenTask


class PassSpec(ActivitySpec):
    """Start events, boundary events that have fired, manual and undefined tasks: the token goes through."""


class CatchEventSpec(ActivitySpec):
    """An intermediate event that waits."""

    def perform(self, run: Run, task: TokenTask) -> bool | None:
        """Open the wait, unless it has happened already, at an event gateway or by itself; a link does not wait."""
        event = self.node.event
        passes = event is not None and event.kind is EventKind.LINK
        if passes or task.triggered or conditions.is_met(run, task.activity_id, self.node):
            return True
        waits.offer(run, task.activity_id, self.node)
        run.wait(task)
        return None


class ThrowEventSpec(ActivitySpec):
    """An intermediate or end event that makes something happen."""

    def perform(self, run: Run, task: TokenTask) -> bool | None:
        """Throw what the event is about. Errors and terminations are thrown when the event is over: see `go_on`."""
        event = self.node.event
        if event is None:
            return True
        if event.kind is EventKind.MESSAGE and event.implementation is not None:
            offer_external(run, task, event.implementation)
            return None
        if event.kind is EventKind.MESSAGE:
            throw_message(run, task)
        elif event.kind is EventKind.SIGNAL:
            run.emit(SignalThrown(task.activity_id, run.text(event.name, task.activity_id) or ""))
        elif event.kind is EventKind.COMPENSATION:
            return None if compensation.undo(run, task, event.activity_ref) else True
        elif event.kind is EventKind.CANCEL:
            return True if transactions.cancel(run, task) else None
        return True

    def go_on(self, run: Run, task: TokenTask) -> None:
        """Leave, or end the scope's work."""
        event = self.node.event
        kind = event.kind if event else EventKind.NONE
        if kind is EventKind.TERMINATE:
            cancel_contents(run, task.scope)
        elif kind is EventKind.CANCEL:
            transactions.leave(run, task.scope)
        elif kind is EventKind.ERROR and event is not None:
            catching.throw_error(run, event.code or "", run.text(event.message, task.scope), task.scope)
        elif kind is EventKind.ESCALATION and event is not None:
            if catching.throw_escalation(run, event.code or "", task.scope):
                super().go_on(run, task)
        else:
            super().go_on(run, task)
