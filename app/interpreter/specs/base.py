"""What every node shares: asynchronous stops, begin and end of its activity instance, and which flows it leaves by."""

from __future__ import annotations

from app.domain.errors import EvaluationFailed
from app.domain.model.process import Flow, ListenerEvent, Node
from app.domain.steps import AsyncRequested
from app.interpreter import ad_hoc, conditions, listening, multi_instance, remembering, standard_loop, waits
from app.interpreter.marking import Wait
from app.interpreter.run import Run
from app.interpreter.spiff import NodeSpec, TokenTask


class ActivitySpec(NodeSpec):
    """A node with an activity instance of its own; subclasses say in `perform` what it does."""

    def enter(self, run: Run, task: TokenTask) -> bool | None:
        """Stop where the diagram asks for it, else begin the activity instance and do what the node does."""
        run.count_step(self.node)
        if self._stops_before() and not (task.resumed or task.triggered):
            self._stop_before(run, task)
            return None
        task.resumed = False
        activity_id = run.start_activity(task, self.node)
        if not self.is_inner:
            waits.offer_boundaries(run, activity_id, self.node)
        return self.begin(run, task)

    def begin(self, run: Run, task: TokenTask) -> bool | None:
        """Call the start listeners that are left, then do what the node does, unless a condition has cancelled it."""
        goes_on = listening.called(run, task, ListenerEvent.START) and conditions.begins(run, task)
        return self.perform(run, task) if goes_on else None

    def perform(self, run: Run, task: TokenTask) -> bool | None:
        """The node's own behaviour: True when done, None when it waits."""
        return True

    def leave(self, run: Run, task: TokenTask) -> None:
        """End the activity instance and go on, after a stop where the diagram asks for it."""
        if not task.resumed:
            if not (conditions.may_leave(run, task) and listening.called(run, task, ListenerEvent.END)):
                return
            remembering.activity_completed(run, task, self.node)
            run.end_activity(task.activity_id, self.node, task.scope)
            if self._stops_after():
                self._stop_after(run, task)
                return
        self.go_on(run, task)

    def go_on(self, run: Run, task: TokenTask) -> None:
        """Leave the node behind."""
        if task.inner and self.node.standard_loop is not None:
            standard_loop.turn_done(run, task.scope)
        elif task.inner:
            multi_instance.instance_done(run, task.scope)
        elif not ad_hoc.activity_done(run, task):
            run.follow(task, self.choose(run, task))

    def choose(self, run: Run, task: TokenTask) -> list[Flow]:
        """The flows the token leaves by (BPMN 13.3.1: conditions, else the default)."""
        return choose_all(run, self.node, task.scope)

    def _stops_before(self) -> bool:
        loop = self.node.multi_instance
        return loop is not None and loop.async_before if self.is_inner else self.node.async_before

    def _stops_after(self) -> bool:
        loop = self.node.multi_instance
        return loop is not None and loop.async_after if self.is_inner else self.node.async_after

    def _stop_before(self, run: Run, task: TokenTask) -> None:
        task.activity_id = run.context.new_id()
        run.wait(task, Wait.ASYNC_BEFORE)
        multi_instance.keep_locals(run, task)
        run.emit(AsyncRequested(task.activity_id, self.node, before=True))

    def _stop_after(self, run: Run, task: TokenTask) -> None:
        """The activity instance has ended and its waits with it, so the stop has an id of its own."""
        task.activity_id = run.context.new_id()
        run.wait(task, Wait.ASYNC_AFTER)
        run.emit(AsyncRequested(task.activity_id, self.node, before=False))


def choose_all(run: Run, node: Node, scope_id: str) -> list[Flow]:
    """Every flow without a condition or with a true one; the default flow where none is."""
    flows = run.program.flows_out[node.id]
    chosen = [
        flow
        for flow in flows
        if flow.id != node.default_flow
        and (flow.condition is None or run.holds(flow.condition, scope_id, flow.id))
    ]  # fmt: skip
    return chosen or fall_back(run, node)


def choose_first(run: Run, node: Node, scope_id: str) -> list[Flow]:
    """The first flow, in document order, without a condition or with a true one; else the default flow."""
    for flow in run.program.flows_out[node.id]:
        if flow.id == node.default_flow:
            continue
        if flow.condition is None or run.holds(flow.condition, scope_id, flow.id):
            return [flow]
    return fall_back(run, node)


def fall_back(run: Run, node: Node) -> list[Flow]:
    """The default flow; none where the node ends the path; an error where every way is closed."""
    flows = run.program.flows_out[node.id]
    default = [flow for flow in flows if flow.id == node.default_flow]
    if flows and not default:
        name = node.name or node.id
        raise EvaluationFailed(
            f"“{name}”（{node.id}）的条件都不成立，也没有默认流向",
            f"No outgoing flow of {node.id} could be taken: no condition is true and there is no default flow",
        )
    return default
