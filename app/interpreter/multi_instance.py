"""Multi-instance: the body's counters, its instances one after the other or all at once, and its early end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.errors import EvaluationFailed, LimitExceeded
from app.domain.model.process import MultiInstance, Node
from app.domain.steps import ActivityEnded, ActivityStarted
from app.interpreter import conditions, waits
from app.interpreter.canceling import cancel_contents
from app.interpreter.limits import MAX_INSTANCES
from app.interpreter.marking import Loop, Scope, ScopeKind
from app.interpreter.run import Run
from app.interpreter.scopes import complete_host
from app.interpreter.spiff import TokenTask

LOOP_COUNTER = "loopCounter"


def open_body(run: Run, task: TokenTask) -> bool | None:
    """Begin the body: True where there is nothing to do, None while instances are open."""
    node: Node = task.task_spec.node
    loop = _loop_of(node)
    items = _items(run, node, task.scope)
    body_id = begin_body(run, task)
    if not items:
        return True
    body = Scope(body_id, node.id, task.scope, ScopeKind.MULTI_INSTANCE, loop=Loop(len(items)))
    if not open_scope(run, body, node):
        return None
    first = items[:1] if loop.sequential else items
    _count(run, body, active=len(first))
    for item in first:
        _start_instance(run, body, node, item)
    return None


def begin_body(run: Run, task: TokenTask) -> str:
    """Begin the activity instance of a body, its variables and its history; returns its id."""
    body_id = task.activity_id = task.activity_id or run.context.new_id()
    run.variables.open_scope(body_id, task.scope)
    run.emit(ActivityStarted(body_id, task.task_spec.node, task.scope, is_multi_instance_body=True))
    return body_id


def open_scope(run: Run, body: Scope, node: Node) -> bool:
    """Open the scope of a body and the waits of its boundary events; False where one of them has cancelled it."""
    run.open_scope(body)
    run.begin_changes(body.id)
    waits.offer_boundaries(run, body.id, node)
    conditions.ask_boundaries(run, body.id, node)
    return body.id in run.marking.scopes


def start_instance(run: Run, body: Scope, loop: Loop, values: Mapping[str, Any]) -> None:
    """Begin one more instance of a body, with its counter and `values` in its own scope."""
    task = run.put(run.program.inner_spec(body.element), body.id)
    task.loop_counter = loop.started
    task.local_values = {LOOP_COUNTER: loop.started, **values}
    loop.started += 1
    run.workflow.enter(task)


def end_body(run: Run, body_id: str) -> None:
    """End the body's own activity instance."""
    run.variables.close_scope(body_id)
    run.emit(ActivityEnded(body_id))


def instance_done(run: Run, body_id: str) -> None:
    """One instance is complete: end early, start the next, or end with the last."""
    body = run.marking.scopes.get(body_id)
    if body is None or body.loop is None:
        return
    node = run.program.node(body.element)
    loop = _loop_of(node)
    body.loop.completed += 1
    waiting = body.loop.started - body.loop.completed
    _count(run, body, active=waiting)
    ends_early = loop.completion_condition is not None and run.holds(loop.completion_condition, body_id, node.id)
    if not ends_early and loop.sequential and body.loop.started < body.loop.total:
        items = _items(run, node, body.parent)
        if body.loop.started < len(items):
            _count(run, body, active=1)
            _start_instance(run, body, node, items[body.loop.started])
            return
    if ends_early or body.loop.completed >= body.loop.started:
        cancel_contents(run, body_id)
        complete_host(run, body)


def keep_locals(run: Run, task: TokenTask) -> None:
    """An instance that stops before it begins keeps its item and counter in its own scope."""
    run.variables.open_scope(task.activity_id, task.scope)
    for name, value in (task.local_values or {}).items():
        run.variables.set_local(task.activity_id, name, value)


def restore_counter(run: Run, task: TokenTask) -> None:
    """An instance that goes on after such a stop finds its counter again."""
    kept = run.variables.values.get(task.activity_id, {}).get(LOOP_COUNTER) if task.inner else None
    task.loop_counter = None if kept is None else kept.value


def _start_instance(run: Run, body: Scope, node: Node, item: Any) -> None:
    loop = _loop_of(node)
    if body.loop is not None:
        start_instance(run, body, body.loop, {loop.element_variable: item} if loop.element_variable else {})


def _count(run: Run, body: Scope, *, active: int) -> None:
    if body.loop is None:
        return
    counts = {
        "nrOfInstances": body.loop.total,
        "nrOfActiveInstances": active,
        "nrOfCompletedInstances": body.loop.completed,
    }
    for name, value in counts.items():
        run.variables.set_local(body.id, name, value)


def _loop_of(node: Node) -> MultiInstance:
    if node.multi_instance is None:
        raise TypeError(f"{node.id} is not multi-instance")
    return node.multi_instance


def _items(run: Run, node: Node, scope_id: str) -> list[Any]:
    """The items of the collection, or as many None as the cardinality says."""
    loop = _loop_of(node)
    if loop.collection is not None:
        value = run.evaluate(loop.collection, scope_id)
        if isinstance(value, str) and "${" not in loop.collection.text and "#{" not in loop.collection.text:
            found = run.variables.find(scope_id, value)
            value = found.value if found is not None else None
        if not isinstance(value, list | tuple):
            raise EvaluationFailed(
                f"元素 {node.id} 的多实例集合不是列表", f"The multi-instance collection of {node.id} is not a list"
            )
        items = list(value)
    else:
        items = [None] * _cardinality(run, node, loop, scope_id)
    if len(items) > MAX_INSTANCES:
        raise LimitExceeded(
            f"元素 {node.id} 的多实例数量 {len(items)} 超过上限 {MAX_INSTANCES}",
            f"{len(items)} instances of {node.id}: more than the limit of {MAX_INSTANCES}",
        )
    return items


def _cardinality(run: Run, node: Node, loop: MultiInstance, scope_id: str) -> int:
    value = run.evaluate(loop.cardinality, scope_id) if loop.cardinality is not None else None
    try:
        count = int(str(value))
    except ValueError:
        count = -1
    if count < 0:
        raise EvaluationFailed(
            f"元素 {node.id} 的多实例次数必须是不小于 0 的整数，得到 {value!r}",
            f"The cardinality of {node.id} must be a whole number of at least 0, not {value!r}",
        )
    return min(count, MAX_INSTANCES + 1)
