"""Execution listeners: expressions are evaluated at once; for a worker's listener the token stands still.

Order as in Camunda 7: input parameters, start listeners, the activity, end listeners, output parameters. What is
cancelled has its end listeners called too (`execution.canceled`), those for workers excepted: nothing waits any more.
"""

from __future__ import annotations

from app.domain.model.process import Listener, ListenerEvent, Node
from app.domain.ports.clock import Bean
from app.domain.steps import ExternalTaskOffered
from app.interpreter.marking import Wait
from app.interpreter.run import Run
from app.interpreter.spiff import TokenTask

_WAITS = {ListenerEvent.START: Wait.START_LISTENER, ListenerEvent.END: Wait.END_LISTENER}
_OF_TASK = {ListenerEvent.START: ListenerEvent.CREATE, ListenerEvent.END: ListenerEvent.COMPLETE}


def called(run: Run, task: TokenTask, event: ListenerEvent) -> bool:
    """Call the listeners of the token's node from `task.listened` on; False where it stops for a worker."""
    listeners = held_listeners(task.task_spec.node, event) if run.calls_listeners else []
    while task.listened < len(listeners):
        listener = listeners[task.listened]
        if listener.external is not None:
            _stop(run, task, listener, event)
            return False
        _evaluate(run, listener, task.activity_id, _facts(task.task_spec.node, event, task.activity_id))
        task.listened += 1
    task.listened = 0
    return True


def held_listeners(node: Node, event: ListenerEvent) -> list[Listener]:
    """What is called at an event of an activity: its execution listeners, and workers' listeners of a user task.

    A user task's ``create`` comes after ``start``, its ``complete`` before ``end``. Expressions of task listeners see
    the task, which is the engine's.
    """
    own = [each for each in node.listeners if each.event is event]
    if node.user_task is None:
        return own
    of_task = [each for each in node.user_task.listeners if each.event is _OF_TASK[event] and each.external is not None]
    return own + of_task if event is ListenerEvent.START else of_task + own


def call_canceled(run: Run, node: Node, activity_id: str) -> None:
    """The end listeners of an activity that is cancelled."""
    facts = {**_facts(node, ListenerEvent.END, activity_id), "canceled": True}
    for listener in node.listeners:
        if listener.event is ListenerEvent.END:
            _evaluate(run, listener, activity_id, facts)


def call_all(run: Run, node: Node, activity_id: str, event: ListenerEvent) -> None:
    """The listeners of something that cannot stand still: an event sub-process, or a gateway that is left."""
    for listener in node.listeners:
        if listener.event is event:
            _evaluate(run, listener, activity_id, _facts(node, event, activity_id))


def call_process(run: Run, event: ListenerEvent, *, canceled: bool = False) -> None:
    """The listeners of the process itself."""
    root = run.marking.root
    for listener in run.program.model.listeners:
        if listener.event is event:
            facts = {"eventName": event.value, "activityInstanceId": root, "canceled": canceled}
            _evaluate(run, listener, root, facts)


def _stop(run: Run, task: TokenTask, listener: Listener, event: ListenerEvent) -> None:
    scope, spec = task.activity_id, listener.external
    if spec is None:
        return
    run.map_values(listener.fields, scope, lambda name, value: run.variables.set_local(scope, name, value))
    run.wait(task, _WAITS[event])
    topic = run.text(spec.topic, scope) or ""
    run.emit(ExternalTaskOffered(scope, task.task_spec.node, task.scope, topic))


def _evaluate(run: Run, listener: Listener, scope_id: str, facts: Bean) -> None:
    if listener.expression is not None and run.calls_listeners:
        run.context.evaluate(listener.expression, scope_id, facts)


def _facts(node: Node, event: ListenerEvent, activity_id: str) -> dict[str, object]:
    return {
        "eventName": event.value,
        "currentActivityId": node.id,
        "currentActivityName": node.name,
        "activityInstanceId": activity_id,
        "canceled": False,
    }
