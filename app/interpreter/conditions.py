"""Conditional events: asked when what holds them begins, and whenever a variable changes that they can see.

Camunda 7's rules. On entry the condition is asked whatever `variableName` says. Later each change of a variable asks
the events that wait in the scope of the change or below it, once per change, true or not before; a variable nobody
knows makes a condition false. Changes are asked about before the next token moves.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.errors import LimitExceeded, UnknownVariable
from app.domain.model.process import EventKind, Node
from app.domain.variables import VariableChange
from app.interpreter import catching, waits
from app.interpreter.limits import MAX_FIRINGS
from app.interpreter.marking import Scope, ScopeKind, Token, Wait
from app.interpreter.run import Run
from app.interpreter.spiff import TokenTask

Listener = tuple[str, Node]
"""What holds a conditional event (activity, scope or event gateway), and the event."""


def is_met(run: Run, holder: str, catcher: Node) -> bool:
    """Whether the event is conditional and its condition true, as its holder sees it."""
    event = catcher.event
    if event is None or event.kind is not EventKind.CONDITIONAL or event.condition is None:
        return False
    try:
        return run.holds(event.condition, holder, catcher.id)
    except UnknownVariable:
        return False


def begins(run: Run, task: TokenTask) -> bool:
    """Ask when an activity begins: about what its start listeners wrote, then its own boundary events.

    False where one of them has cancelled it. What was written before it began is no change to its own events.
    """
    if not run.program.conditional:
        return True
    run.wait(task)
    ask(run, but=task.activity_id)
    ask_boundaries(run, task.activity_id, task.task_spec.node)
    return _take_back(run, task)


def ask_boundaries(run: Run, activity_id: str, host: Node) -> None:
    """Fire the boundary events of an activity whose conditions are true when it begins."""
    _ask(run, [(activity_id, boundary) for boundary in run.program.boundaries.get(host.id, ())])


def ask_targets(run: Run, activity_id: str, gateway: Node) -> None:
    """Leave an event gateway at once by the first event whose condition is true already."""
    targets = (flow.target for flow in run.program.flows_out[gateway.id])
    _ask(run, [(activity_id, catcher) for target in targets for catcher in run.program.catchers(target)])


def ask_parts(run: Run, activity_id: str, event: Node) -> None:
    """Ask the conditions of an intermediate event that waits now for all of its definitions."""
    _ask(run, [(activity_id, catcher) for catcher in run.program.catchers(event.id)])


def may_leave(run: Run, task: TokenTask) -> bool:
    """Ask about what an activity wrote before it is left; False where that has cancelled it."""
    if not run.program.conditional or not run.has_changes:
        return True
    run.wait(task)
    ask(run)
    return _take_back(run, task)


def ask(run: Run, but: str | None = None) -> None:
    """Ask the event sub-processes of scopes that began, and every event that sees a variable changed since.

    The events of the activity `but` are left out.
    """
    if not run.program.conditional:
        return
    while run.begun or run.has_changes:
        if run.begun:
            _ask_begun(run, run.begun.pop(0))
            continue
        for change in run.take_changes():
            catchers = (each for element in run.program.conditional for each in run.program.catchers(element))
            if any(_matters(catcher, change) for catcher in catchers):
                listeners = [each for each in _listeners(run, change.scope_id) if each[0] != but]
                _ask(run, [each for each in listeners if _matters(each[1], change)])


def _ask_begun(run: Run, scope_id: str) -> None:
    scope = run.marking.scopes.get(scope_id)
    if scope is not None:
        _ask(run, [(scope_id, start) for start in waits.event_starts(run, scope.element)])


def _ask(run: Run, listeners: list[Listener]) -> None:
    for holder, catcher in listeners:
        if catching.can_fire(run, holder, catcher.id) and is_met(run, holder, catcher):
            _count(run, holder, catcher)
            catching.fire(run, holder, catcher, {})


def _matters(catcher: Node, change: VariableChange) -> bool:
    event = catcher.event
    return (
        event is not None
        and event.kind is EventKind.CONDITIONAL
        and event.variable_name in (None, change.name)
        and (not event.variable_changes or change.kind in event.variable_changes)
    )


def _listeners(run: Run, scope_id: str) -> Iterator[Listener]:
    """What waits in a scope or activity and below it, from the outside in."""
    token, scope = run.marking.tokens.get(scope_id), run.marking.scopes.get(scope_id)
    if token is not None:
        yield from _of_token(run, token)
    if scope is None:
        return
    yield from _of_scope(run, scope)
    for inside in run.marking.tokens_in(scope_id):
        yield from _of_token(run, inside)
    for opened in run.marking.scopes_in(scope_id):
        yield from _listeners(run, opened.id)


def _of_token(run: Run, token: Token) -> Iterator[Listener]:
    if token.wait is Wait.EVENT_GATEWAY:
        targets = (flow.target for flow in run.program.flows_out[token.element])
        yield from ((token.id, catcher) for target in targets for catcher in run.program.catchers(target))
    else:
        yield from ((token.id, catcher) for catcher in run.program.catchers(token.element))
        yield from ((token.id, boundary) for boundary in run.program.boundaries.get(token.element, ()))


def _of_scope(run: Run, scope: Scope) -> Iterator[Listener]:
    yield from ((scope.id, boundary) for boundary in run.program.boundaries.get(scope.element, ()))
    if scope.kind is not ScopeKind.MULTI_INSTANCE:
        yield from ((scope.id, start) for start in waits.event_starts(run, scope.element))


def _take_back(run: Run, task: TokenTask) -> bool:
    """Take a token that was put to rest for the asking into the step again; False where it was cancelled."""
    if task.activity_id not in run.marking.tokens:
        return False
    run.marking.take(task.activity_id)
    return True


def _count(run: Run, holder: str, catcher: Node) -> None:
    """Bound what makes its own condition true again."""
    run.fired[holder, catcher.id] += 1
    if run.fired[holder, catcher.id] > MAX_FIRINGS:
        raise LimitExceeded(
            f"条件事件 {catcher.id} 在一次办理中触发超过 {MAX_FIRINGS} 次：它触发的步骤可能总是使条件再次成立",
            f"The conditional event {catcher.id} fired more than {MAX_FIRINGS} times in one transaction: "
            "what it starts may keep making its condition true",
        )
