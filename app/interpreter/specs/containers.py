"""Nodes that hold other nodes: sub-processes, event sub-processes and multi-instance bodies."""

from __future__ import annotations

from app.interpreter import multi_instance, remembering, scopes, standard_loop
from app.interpreter.run import Run
from app.interpreter.specs.base import ActivitySpec
from app.interpreter.spiff import TokenTask


class SubProcessSpec(ActivitySpec):
    """An embedded sub-process: its scope is open until no token is left in it."""

    def perform(self, run: Run, task: TokenTask) -> bool | None:
        """Open the scope and start inside; `scopes.finish` completes the activity."""
        scopes.enter_scope(run, task)
        return None


class MultiInstanceSpec(ActivitySpec):
    """The body around the instances of a multi-instance activity."""

    def enter(self, run: Run, task: TokenTask) -> bool | None:
        """Count the instances and start them (all at once, or the first)."""
        run.count_step(self.node)
        if self._stops_before() and not task.resumed:
            self._stop_before(run, task)
            return None
        task.resumed = False
        return self.open(run, task)

    def open(self, run: Run, task: TokenTask) -> bool | None:
        """Open the body: True where there is nothing to do, None while instances are open."""
        return multi_instance.open_body(run, task)

    def leave(self, run: Run, task: TokenTask) -> None:
        """End the body and go on."""
        if not task.resumed:
            remembering.body_completed(run, task)
            multi_instance.end_body(run, task.activity_id)
            if self._stops_after():
                self._stop_after(run, task)
                return
        self.go_on(run, task)


class StandardLoopSpec(MultiInstanceSpec):
    """The body around the turns of a looping activity."""

    def open(self, run: Run, task: TokenTask) -> bool | None:
        """Open the body and begin the first turn, if there is one."""
        return standard_loop.open_body(run, task)
