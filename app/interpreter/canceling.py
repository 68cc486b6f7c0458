"""Cancelling what stands in an activity or a scope, innermost first."""

from __future__ import annotations

from app.domain.model.process import ListenerEvent, NodeKind
from app.domain.steps import ActivityEnded, CallCanceled, InstanceEnded, WaitEnded
from app.domain.values import InstanceState
from app.interpreter import listening, remembering
from app.interpreter.marking import Scope, ScopeKind, Token, Wait
from app.interpreter.run import Run


def cancel_activity(run: Run, activity_id: str) -> str:
    """Cancel a resting token, or a scope with all in it; returns the scope around it."""
    token = run.marking.tokens.get(activity_id)
    if token is not None:
        _cancel_token(run, token)
        return token.scope
    scope = run.marking.scopes[activity_id]
    cancel_contents(run, activity_id)
    close_scope(run, scope, canceled=True)
    return scope.parent


def cancel_contents(run: Run, scope_id: str) -> None:
    """Cancel everything inside a scope and leave the scope itself open."""
    run.workflow.discard(scope_id)
    for scope in run.marking.scopes_in(scope_id):
        cancel_activity(run, scope.id)
    for token in run.marking.tokens_in(scope_id):
        _cancel_token(run, token)
    run.marking.arrivals.pop(scope_id, None)
    run.marking.resetting.pop(scope_id, None)
    run.touch(scope_id)


def close_scope(run: Run, scope: Scope, *, canceled: bool = False) -> None:
    """Take an emptied scope out of the marking, with its variables and its history."""
    run.marking.close(scope.id)
    remembering.forget(run, scope.done)
    if scope.kind is ScopeKind.PROCESS:
        return
    _call_end(run, scope, canceled)
    run.close_variables(scope.id)
    run.emit(ActivityEnded(scope.id, canceled))
    run.touch(scope.parent)


def end_instance(run: Run, state: InstanceState, code: str | None = None, message: str | None = None) -> None:
    """Cancel whatever is left of the instance and end it."""
    cancel_contents(run, run.marking.root)
    listening.call_process(run, ListenerEvent.END, canceled=True)
    close_scope(run, run.marking.scopes[run.marking.root])
    run.emit(InstanceEnded(state, code, message))


def _call_end(run: Run, scope: Scope, canceled: bool) -> None:
    """End listeners belong to the activity, so a body has none; of what is undone they were called before."""
    if scope.kind is ScopeKind.MULTI_INSTANCE or scope.undoing:
        return
    node = run.program.node(scope.element)
    if canceled:
        listening.call_canceled(run, node, scope.id)
    else:
        listening.call_all(run, node, scope.id, ListenerEvent.END)


def _cancel_token(run: Run, token: Token) -> None:
    run.marking.take(token.id)
    remembering.forget(run, token.done)
    run.touch(token.scope)
    if token.wait in (Wait.ASYNC_BEFORE, Wait.ASYNC_AFTER):
        run.variables.close_scope(token.id)
        run.emit(WaitEnded(token.id, token.element))  # Not begun, or over: there is no activity to end.
        return
    node = run.program.node(token.element)
    if node.kind is NodeKind.CALL_ACTIVITY and token.wait is Wait.ACTIVITY:
        run.emit(CallCanceled(token.id))
    listening.call_canceled(run, node, token.id)
    run.variables.close_scope(token.id)
    run.emit(ActivityEnded(token.id, canceled=True))
