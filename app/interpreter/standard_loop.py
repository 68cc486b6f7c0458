"""Standard loop: the turns of an activity one after the other, as long as its condition holds (BPMN 13.3.6).

The body is a scope like that of a multi-instance activity: boundary events belong to the whole loop. Its variable
`loopCounter` says how many turns have begun; in a turn it is the number of that turn, from 0.
"""

from __future__ import annotations

from app.domain.errors import InvalidState
from app.domain.model.process import Node, StandardLoop
from app.interpreter.marking import LOOP_COUNTER, Loop, Scope, ScopeKind
from app.interpreter.multi_instance import begin_body, next_instance, open_quietly, open_scope, start_instance
from app.interpreter.run import Run
from app.interpreter.scopes import complete_host
from app.interpreter.spiff import TokenTask


def open_body(run: Run, task: TokenTask) -> bool | None:
    """Begin the loop: True where its condition is asked first and does not hold, None while a turn is open."""
    node: Node = task.task_spec.node
    turns = Loop(0)
    body = Scope(begin_body(run, task), node.id, task.scope, ScopeKind.MULTI_INSTANCE, loop=turns)
    run.variables.set_local(body.id, LOOP_COUNTER, 0)
    if _loop_of(node).test_before and not _goes_on(run, body.id, node, turns):
        return True
    if open_scope(run, body, node):
        _begin_turn(run, body, turns)
    return None


def open_empty(run: Run, task: TokenTask) -> Scope:
    """A loop without a turn yet, for the one that a modification begins in it."""
    node: Node = task.task_spec.node
    body = Scope(begin_body(run, task), node.id, task.scope, ScopeKind.MULTI_INSTANCE, loop=Loop(0))
    run.workflow.forget(task)
    open_quietly(run, body, node)
    return body


def next_turn(run: Run, body: Scope) -> TokenTask:
    """The token of the next turn, about to begin. Raises `InvalidState` where one is open."""
    if body.loop is None or body.loop.active:
        raise InvalidState(
            f"{body.element} 是循环活动，已有一轮在办理，不能同时再开一轮",
            f"Concurrent instantiation not possible for the loop {body.element}: a turn is open",
        )
    task = next_instance(run, body, body.loop, {})
    run.variables.set_local(body.id, LOOP_COUNTER, body.loop.started)
    return task


def turn_done(run: Run, body_id: str) -> None:
    """One turn is complete: begin the next, or end the loop."""
    body = run.marking.scopes.get(body_id)
    if body is None or body.loop is None:
        return
    body.loop.completed += 1
    if _goes_on(run, body_id, run.program.node(body.element), body.loop):
        _begin_turn(run, body, body.loop)
    else:
        complete_host(run, body)


def _begin_turn(run: Run, body: Scope, turns: Loop) -> None:
    start_instance(run, body, turns, {})
    run.variables.set_local(body.id, LOOP_COUNTER, turns.started)


def _goes_on(run: Run, body_id: str, node: Node, turns: Loop) -> bool:
    loop = _loop_of(node)
    if loop.maximum is not None and turns.started >= loop.maximum:
        return False
    return loop.condition is None or run.holds(loop.condition, body_id, node.id)


def _loop_of(node: Node) -> StandardLoop:
    if node.standard_loop is None:
        raise TypeError(f"{node.id} is no standard loop")
    return node.standard_loop
