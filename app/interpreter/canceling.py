"""Cancelling what stands in an activity or a scope, innermost first."""

from __future__ import annotations

from app.domain.model.process import NodeKind
from app.domain.steps import ActivityEnded, CallCanceled
from app.interpreter.marking import Scope, ScopeKind, Token, Wait
from app.interpreter.run import Run


def cancel_activity(run: Run, activity_id: str) -> None:
    """Cancel a resting token, or a scope with all in it."""
    token = run.marking.tokens.get(activity_id)
    if token is not None:
        _cancel_token(run, token)
    elif activity_id in run.marking.scopes:
        cancel_scope(run, run.marking.scopes[activity_id])


def cancel_contents(run: Run, scope_id: str, *, spare: str | None = None) -> None:
    """Cancel everything inside a scope and leave the scope itself open."""
    for scope in run.marking.scopes_in(scope_id):
        if scope.id != spare:
            cancel_scope(run, scope)
    for token in run.marking.tokens_in(scope_id):
        _cancel_token(run, token)
    for place in [place for place in run.marking.arrivals if place[0] == scope_id]:
        del run.marking.arrivals[place]
    run.workflow.discard({scope_id})


def cancel_scope(run: Run, scope: Scope) -> None:
    """Cancel a scope and everything in it."""
    cancel_contents(run, scope.id)
    close_scope(run, scope, canceled=True)


def close_scope(run: Run, scope: Scope, *, canceled: bool = False) -> None:
    """Take an emptied scope out of the marking, with its variables and its history."""
    del run.marking.scopes[scope.id]
    run.touched.discard(scope.id)
    if scope.kind is ScopeKind.PROCESS:
        return
    run.variables.close_scope(scope.id)
    run.emit(ActivityEnded(scope.id, canceled))
    run.touched.add(scope.parent)


def _cancel_token(run: Run, token: Token) -> None:
    del run.marking.tokens[token.id]
    run.variables.close_scope(token.id)
    if token.wait is Wait.ACTIVITY and run.program.node(token.element).kind is NodeKind.CALL_ACTIVITY:
        run.emit(CallCanceled(token.id))
    run.emit(ActivityEnded(token.id, canceled=True))
    run.touched.add(token.scope)
