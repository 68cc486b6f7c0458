"""Events: starts, catches, boundaries, throws and ends."""

from __future__ import annotations

from app.domain.model.process import EventDefinition, EventKind, Node
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
        event, activity_id = self.node.event, task.activity_id
        takes_all = event is not None and event.takes_all
        passes = task.triggered or (event is not None and event.kind is EventKind.LINK)
        catchers = run.program.catchers(self.node.id)
        if passes or (not takes_all and any(conditions.is_met(run, activity_id, catcher) for catcher in catchers)):
            return True
        for catcher in catchers:
            waits.offer(run, activity_id, catcher)
        run.wait(task)
        if takes_all:
            conditions.ask_parts(run, activity_id, self.node)
        return None


class ThrowEventSpec(ActivitySpec):
    """An intermediate or end event that makes something happen."""

    def perform(self, run: Run, task: TokenTask) -> bool | None:
        """Throw what the event is about. Errors and terminations are thrown when the event is over: see `go_on`."""
        event = self.node.event
        if event is not None and event.implementation is not None:
            offer_external(run, task, event.implementation)
            return None
        if event is not None and event.kind is EventKind.COMPENSATION:
            return None if compensation.undo(run, task, event.activity_ref) else True
        if event is not None and event.kind is EventKind.CANCEL:
            return True if transactions.cancel(run, task) else None
        for thrown in self.node.variants():
            self._throw(run, task, thrown)
        return True

    def _throw(self, run: Run, task: TokenTask, thrown: Node) -> None:
        event = thrown.event
        if event is None:
            return
        if event.kind is EventKind.MESSAGE:
            throw_message(run, task, thrown)
        elif event.kind is EventKind.SIGNAL:
            run.emit(SignalThrown(task.activity_id, run.text(event.name, task.activity_id) or ""))

    def go_on(self, run: Run, task: TokenTask) -> None:
        """Leave, or end the scope's work; of several definitions at most one does that, and it comes last."""
        goes_on = True
        for thrown in sorted(self.node.variants(), key=_ends_work):
            goes_on = self._end(run, task, thrown.event) and goes_on
        if goes_on:
            super().go_on(run, task)

    def _end(self, run: Run, task: TokenTask, event: EventDefinition | None) -> bool:
        """What a definition does to the scope around it; whether the token goes on."""
        if event is None:
            return True
        if event.kind is EventKind.TERMINATE:
            cancel_contents(run, task.scope)
            return False
        if event.kind is EventKind.CANCEL:
            transactions.leave(run, task.scope)
            return False
        if event.kind is EventKind.ERROR:
            catching.throw_error(run, event.code or "", run.text(event.message, task.scope), task.scope)
            return False
        if event.kind is EventKind.ESCALATION:
            return catching.throw_escalation(run, event.code or "", task.scope)
        return True


def _ends_work(thrown: Node) -> bool:
    return thrown.event is not None and thrown.event.kind in (EventKind.TERMINATE, EventKind.ERROR)
