"""Multi-instance: the body's counters, its instances one after the other or all at once, and its early end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.errors import EvaluationFailed, InvalidState, LimitExceeded
from app.domain.model.process import MultiInstance, Node
from app.domain.steps import ActivityEnded, ActivityStarted
from app.interpreter import conditions, waits
from app.interpreter.canceling import cancel_activity, cancel_contents
from app.interpreter.limits import MAX_INSTANCES
from app.interpreter.marking import LOOP_COUNTER, Loop, Scope, ScopeKind
from app.interpreter.run import Run
from app.interpreter.scopes import complete_host
from app.interpreter.spiff import TokenTask

ADDED = "addedInstances"
"""Variable of a sequential body: what was added to it while it ran (加签)."""


def open_body(run: Run, task: TokenTask) -> bool | None:
    """Begin the body: True where there is nothing to do, None while instances are open."""
    node: Node = task.task_spec.node
    loop = _loop_of(node)
    items = _items(run, node, task.scope)
    body_id = begin_body(run, task)
    if not items:
        return True
    body = _body(body_id, node, task.scope, len(items))
    if not open_scope(run, body, node):
        return None
    first = items[:1] if loop.sequential else items
    _count(run, body, active=len(first))
    for item in first:
        start_instance(run, body, _counters(body), _element(loop, item))
    return None


def begin_body(run: Run, task: TokenTask) -> str:
    """Begin the activity instance of a body, its variables and its history; returns its id."""
    body_id = task.activity_id = task.activity_id or run.context.new_id()
    run.variables.open_scope(body_id, task.scope)
    node: Node = task.task_spec.node
    run.emit(ActivityStarted(body_id, node, run.shown_in(task.scope, node), is_multi_instance_body=True))
    return body_id


def open_scope(run: Run, body: Scope, node: Node) -> bool:
    """Open the scope of a body and the waits of its boundary events; False where one of them has cancelled it."""
    open_quietly(run, body, node)
    conditions.ask_boundaries(run, body.id, node)
    return body.id in run.marking.scopes


def open_empty(run: Run, task: TokenTask) -> Scope:
    """A body without instances yet, for those that a modification begins in it."""
    node: Node = task.task_spec.node
    body = _body(begin_body(run, task), node, task.scope, 0)
    run.workflow.forget(task)
    open_quietly(run, body, node)
    _count(run, body)
    return body


def open_quietly(run: Run, body: Scope, node: Node) -> None:
    """Open the scope of a body and its waits; its conditions are asked when something stands in it."""
    run.open_scope(body)
    run.begin_changes(body.id)
    waits.offer_boundaries(run, body.id, node)


def start_instance(run: Run, body: Scope, loop: Loop, values: Mapping[str, Any]) -> None:
    """Begin one more instance of a body, with its counter and `values` in its own scope."""
    run.workflow.enter(next_instance(run, body, loop, values))


def next_instance(run: Run, body: Scope, loop: Loop, values: Mapping[str, Any]) -> TokenTask:
    """The token of the next instance of a body, about to begin."""
    task = run.put(run.program.inner_spec(body.element), body.id)
    task.loop_counter = loop.started
    task.local_values = {LOOP_COUNTER: loop.started, **values}
    loop.started += 1
    return task


def end_body(run: Run, body_id: str) -> None:
    """End the body's own activity instance."""
    run.close_variables(body_id)
    run.emit(ActivityEnded(body_id))


def instance_done(run: Run, body_id: str) -> None:
    """One instance is complete: end early, start the next, or end with the last."""
    body = run.marking.scopes.get(body_id)
    if body is not None and body.loop is not None:
        body.loop.completed += 1
        _go_on(run, body, body.loop)


def one_more(run: Run, body: Scope, values: Mapping[str, Any]) -> TokenTask:
    """A token for one more instance of an open body; the caller lets it begin.

    Raises `InvalidState` where the body is sequential and an instance is open.
    """
    node, loop = run.program.node(body.element), _counters(body)
    if _loop_of(node).sequential and loop.active:
        raise InvalidState(
            f"{node.id} 是串行多实例，已有一个实例在办理，不能同时再开一个",
            f"Concurrent instantiation not possible for activities in scope {node.id}#multiInstanceBody",
        )
    loop.total += 1
    _check_number(node, loop.total)
    task = next_instance(run, body, loop, values)
    _count(run, body)
    return task


def add_instance(run: Run, body_id: str, item: Any) -> None:
    """One more instance for `item`: at once in a parallel body, at the end of a sequential one."""
    body = run.marking.scopes.get(body_id)
    loop = run.program.node(body.element).multi_instance if body is not None and body.loop is not None else None
    if body is None or body.loop is None or loop is None:
        raise InvalidState(f"{body_id} 不是未结束的多实例", f"{body_id} is not an open multi-instance body")
    if not loop.sequential:
        run.workflow.enter(one_more(run, body, _element(loop, item)))
        return
    run.variables.set_local(body_id, ADDED, [*_added(run, body_id), item])
    body.loop.total += 1
    _check_number(run.program.node(body.element), body.loop.total)
    _count(run, body)


def remove_instance(run: Run, activity_id: str) -> None:
    """Cancel an open instance and count it no longer; the body ends where nothing is left to wait for.

    Raises `InvalidState` for what is no instance, and for the only one there ever was.
    """
    found = run.marking.tokens.get(activity_id) or run.marking.scopes.get(activity_id)
    if found is None or not found.inner or run.program.node(found.element).multi_instance is None:
        raise InvalidState(
            f"{activity_id} 不是多实例中的实例", f"{activity_id} is no instance of a multi-instance body"
        )
    body = run.marking.scopes[run.marking.scope_of(activity_id)]
    loop = _counters(body)
    if loop.total - loop.removed <= 1:
        raise InvalidState(
            f"{body.element} 只剩这一个实例，不能减签；请办理、退回或终止",
            f"This is the only instance of {body.element}: complete it, return it or cancel the activity instead",
        )
    cancel_activity(run, activity_id)
    loop.canceled += 1
    loop.removed += 1
    _go_on(run, body, loop)


def instance_canceled(run: Run, body_id: str) -> None:
    """One instance was cancelled from outside while its body stays open."""
    body = run.marking.scopes[body_id]
    _counters(body).canceled += 1
    if run.program.node(body.element).multi_instance is not None:
        _count(run, body)


def _go_on(run: Run, body: Scope, loop: Loop) -> None:
    """What follows when one instance less is open."""
    node = run.program.node(body.element)
    wanted = _loop_of(node)
    _count(run, body)
    ends_early = wanted.completion_condition is not None and run.holds(wanted.completion_condition, body.id, node.id)
    if not ends_early and wanted.sequential and not loop.active and loop.started < loop.total:
        items = [*_items(run, node, body.parent), *_added(run, body.id)]
        if loop.started < len(items):
            _count(run, body, active=1)
            start_instance(run, body, loop, _element(wanted, items[loop.started]))
            return
    if ends_early or loop.active <= 0:
        cancel_contents(run, body.id)
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


def _body(body_id: str, node: Node, scope_id: str, total: int) -> Scope:
    return Scope(body_id, node.id, scope_id, ScopeKind.MULTI_INSTANCE, loop=Loop(total))


def _element(loop: MultiInstance, item: Any) -> dict[str, Any]:
    return {loop.element_variable: item} if loop.element_variable else {}


def _added(run: Run, body_id: str) -> list[Any]:
    """What was added to a sequential body while it ran."""
    kept = run.variables.values.get(body_id, {}).get(ADDED)
    return list(kept.value) if kept is not None else []


def _count(run: Run, body: Scope, *, active: int | None = None) -> None:
    loop = _counters(body)
    counts = {
        "nrOfInstances": loop.total - loop.removed,
        "nrOfActiveInstances": loop.active if active is None else active,
        "nrOfCompletedInstances": loop.completed,
    }
    for name, value in counts.items():
        run.variables.set_local(body.id, name, value)


def _counters(body: Scope) -> Loop:
    if body.loop is None:
        raise TypeError(f"{body.element} is no multi-instance body")
    return body.loop


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
    _check_number(node, len(items))
    return items


def _check_number(node: Node, count: int) -> None:
    if count > MAX_INSTANCES:
        raise LimitExceeded(
            f"元素 {node.id} 的多实例数量 {count} 超过上限 {MAX_INSTANCES}",
            f"{count} instances of {node.id}: more than the limit of {MAX_INSTANCES}",
        )


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
