"""Running a step until nothing is ready and every scope that is over has been finished."""

from __future__ import annotations

from app.interpreter import ad_hoc, conditions, scopes
from app.interpreter.marking import Scope, ScopeKind
from app.interpreter.run import Run
from app.interpreter.specs.complex_gateway import settle_complex
from app.interpreter.specs.gateways import open_inclusive


def run_to_rest(run: Run, *, keep_process: bool = False) -> None:
    """Run what is ready, until all tokens rest; with `keep_process` an empty instance does not end."""
    while True:
        conditions.ask(run)
        while run.workflow.ready:
            task = run.workflow.ready.popleft()
            if task.scope in run.marking.scopes and not task.is_cancelled:
                task.run()
                conditions.ask(run)
        if not _settle(run, keep_process):
            return


def _settle(run: Run, keep_process: bool) -> bool:
    """Nothing is ready: open joins that nobody can reach any more, finish scopes that are empty."""
    while (scope := run.next_touched()) is not None:
        if open_inclusive(run, scope.id):
            run.touch(scope.id)
            return True
        if settle_complex(run, scope.id):
            run.touch(scope.id)
            return True
        if _is_over(run, scope) and not (keep_process and scope.kind is ScopeKind.PROCESS):
            scopes.finish(run, scope)
            return True
    return False


def _is_over(run: Run, scope: Scope) -> bool:
    return run.marking.is_empty(scope.id) and not ad_hoc.stays_open(scope)
