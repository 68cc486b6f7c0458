"""Tasks: work of people, of workers, of other processes, and what the engine evaluates itself."""

from __future__ import annotations

from typing import Any

from app.domain.model.process import EventKind, ExternalTaskSpec, Node, ProcessCall
from app.domain.steps import (
    CallRequested,
    DecisionEvaluated,
    ExternalTaskOffered,
    MessageThrown,
    UserTaskOffered,
)
from app.domain.values import TypedValue, priority_of
from app.interpreter import waits
from app.interpreter.decisions import map_result
from app.interpreter.run import Run
from app.interpreter.specs.base import ActivitySpec
from app.interpreter.spiff import TokenTask


class UserTaskSpec(ActivitySpec):
    """Waits for a person."""

    def perform(self, run: Run, task: TokenTask) -> bool | None:
        """Offer the task."""
        run.wait(task)
        run.emit(UserTaskOffered(task.activity_id, self.node, task.scope))
        return None


class ReceiveTaskSpec(ActivitySpec):
    """Waits for its message; without one, until it is completed from outside."""

    def perform(self, run: Run, task: TokenTask) -> bool | None:
        """Open the subscription, unless an event gateway has it already."""
        if task.triggered:
            return True
        waits.offer(run, task.activity_id, self.node)
        run.wait(task)
        return None


class WorkTaskSpec(ActivitySpec):
    """Service, send, script and business rule tasks: a worker's, or evaluated at once."""

    def perform(self, run: Run, task: TokenTask) -> bool | None:
        """Do what the one detail that is set says; with none (an undefined task) pass through."""
        node = self.node
        if node.external is not None:
            offer_external(run, task, node.external)
            return None
        if node.decision is not None:
            self._decide(run, task)
        elif node.script is not None:
            self._keep(run, task, node.script.result_variable, run.evaluate(node.script.script, task.activity_id))
        elif node.expression_call is not None:
            call = node.expression_call
            self._keep(run, task, call.result_variable, run.evaluate(call.expression, task.activity_id))
        elif node.event is not None and node.event.kind is EventKind.MESSAGE:
            throw_message(run, task, node)
        return True

    def _decide(self, run: Run, task: TokenTask) -> None:
        call = self.node.decision
        if call is None:
            return
        key, result, inputs = run.context.decide(call, task.activity_id)
        value = map_result(result, call.map_result, self.node.id)
        run.give_locals(task.activity_id, {"decisionResult": value})
        self._keep(run, task, call.result_variable, value)
        run.emit(DecisionEvaluated(task.activity_id, key, result.matched_rules, dict(inputs), value))

    def _keep(self, run: Run, task: TokenTask, name: str | None, value: Any) -> None:
        if name:
            run.variables.set(task.activity_id, name, value)


class CallActivitySpec(ActivitySpec):
    """Waits for an instance of its own (design rule 5)."""

    def perform(self, run: Run, task: TokenTask) -> bool | None:
        """Ask for the child, with what the in mappings give it."""
        call = self.node.call
        if call is None:
            return True
        called = run.text(call.called_element, task.activity_id) or ""
        key = run.text(call.business_key, task.activity_id)
        run.wait(task)
        run.emit(CallRequested(task.activity_id, self.node, called, key, _given(run, task, call)))
        return None


def offer_external(run: Run, task: TokenTask, spec: ExternalTaskSpec) -> None:
    """Offer the work to workers."""
    scope = task.activity_id
    topic = run.text(spec.topic, scope) or ""
    priority = priority_of(run.evaluate(spec.priority, scope) if spec.priority is not None else None, 0)
    run.wait(task)
    run.emit(ExternalTaskOffered(task.activity_id, task.task_spec.node, task.scope, topic, priority))


def throw_message(run: Run, task: TokenTask, node: Node) -> None:
    """Let a message leave; the engine correlates it through the outbox."""
    name = run.text(node.event.name if node.event else None, task.activity_id) or ""
    run.emit(MessageThrown(task.activity_id, node, task.scope, name))


def take_results(run: Run, task: TokenTask, call: ProcessCall, results: dict[str, Any]) -> None:
    """Apply the out mappings of a call activity to the final variables of its child.

    The child's variables stand for a moment in a scope inside the activity's own: expressions see them first.
    """
    activity_id = task.activity_id
    child_id = run.context.new_id()
    run.variables.open_scope(child_id, activity_id)
    run.give_locals(child_id, results)
    found: list[tuple[str, Any, bool]] = []
    for mapping in call.outputs:
        if mapping.all_variables:
            found.extend((name, value, mapping.local) for name, value in results.items())
        elif mapping.source_expression is not None and mapping.target:
            found.append((mapping.target, run.evaluate(mapping.source_expression, child_id), mapping.local))
        elif mapping.source and mapping.target:
            found.append((mapping.target, results.get(mapping.source), mapping.local))
    run.forget_locals(child_id)
    for name, value, local in found:
        (run.variables.set_local if local else run.variables.set)(activity_id, name, value)


def _given(run: Run, task: TokenTask, call: ProcessCall) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for mapping in call.inputs:
        if mapping.all_variables:
            given.update(_visible(run, task, local=mapping.local))
        elif mapping.source_expression is not None and mapping.target:
            given[mapping.target] = run.evaluate(mapping.source_expression, task.activity_id)
        elif mapping.source and mapping.target:
            found = run.variables.find(task.activity_id, mapping.source)
            given[mapping.target] = found if found is not None else None
    return given


def _visible(run: Run, task: TokenTask, *, local: bool) -> dict[str, TypedValue]:
    variables = run.variables
    scopes = [task.activity_id] if local else list(reversed(list(variables.chain(task.activity_id))))
    return {name: typed for scope in scopes for name, typed in variables.values.get(scope, {}).items()}
