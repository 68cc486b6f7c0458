"""Ad-hoc sub-processes: people begin the activities in them, as often and in the order they like (BPMN 13.3.5)."""

from __future__ import annotations

from app.domain.errors import InvalidState
from app.domain.model.process import ACTIVITY_KINDS, AdHoc
from app.domain.stimuli import EndAdHoc, StartAdHoc
from app.interpreter.canceling import cancel_contents
from app.interpreter.marking import Marking, Scope, ScopeKind
from app.interpreter.program import Program
from app.interpreter.run import Run
from app.interpreter.scopes import complete_host
from app.interpreter.spiff import TokenTask


def start(run: Run, stimulus: StartAdHoc) -> None:
    """Begin an activity. Raises `InvalidState` where it may not begin now."""
    scope = _open_scope(run, stimulus.scope_id)
    if stimulus.element_id not in startable(run.program, run.marking, scope):
        raise InvalidState(
            f"步骤 {stimulus.element_id} 现在不能在 {scope.element} 中发起",
            f"{stimulus.element_id} cannot be started in {scope.element} now",
        )
    run.workflow.begin(run.put(run.program.outer_spec(stimulus.element_id), scope.id))


def end(run: Run, stimulus: EndAdHoc) -> None:
    """End an ad-hoc sub-process by hand. Raises `InvalidState` where its diagram says when it is over."""
    scope = _open_scope(run, stimulus.scope_id)
    if _says(run.program, scope).completion_condition is not None:
        raise InvalidState(
            f"{scope.element} 有完成条件，由条件决定何时结束",
            f"{scope.element} has a completion condition, which says when it is over",
        )
    _close(run, scope)


def activity_done(run: Run, task: TokenTask) -> bool:
    """Ask the completion condition after an activity in an ad-hoc sub-process; True where the token goes no further."""
    scope = run.marking.scopes.get(task.scope)
    if scope is None or scope.kind is not ScopeKind.AD_HOC or task.task_spec.node.kind not in ACTIVITY_KINDS:
        return False
    condition = _says(run.program, scope).completion_condition
    if not scope.closing and (condition is None or not run.holds(condition, scope.id, scope.element)):
        return False
    _close(run, scope)
    return True


def stays_open(scope: Scope) -> bool:
    """Whether an empty scope is not over: somebody may begin something in it."""
    return scope.kind is ScopeKind.AD_HOC and not scope.closing


def startable(program: Program, marking: Marking, scope: Scope) -> tuple[str, ...]:
    """The activities that may begin now in an open ad-hoc sub-process."""
    if scope.closing or (_says(program, scope).sequential and _is_busy(marking, scope)):
        return ()
    return tuple(node.id for node in program.ad_hoc[scope.element])


def _close(run: Run, scope: Scope) -> None:
    scope.closing = True
    if _says(run.program, scope).cancel_remaining:
        cancel_contents(run, scope.id)
        complete_host(run, scope)
    else:
        run.touch(scope.id)


def _is_busy(marking: Marking, scope: Scope) -> bool:
    """Whether an activity is under way; event sub-processes are not what people began."""
    opened = [inside for inside in marking.scopes_in(scope.id) if inside.kind is not ScopeKind.EVENT_SUB_PROCESS]
    return bool(opened or marking.tokens_in(scope.id) or marking.arrivals.get(scope.id))


def _says(program: Program, scope: Scope) -> AdHoc:
    return program.node(scope.element).ad_hoc or AdHoc()


def _open_scope(run: Run, scope_id: str) -> Scope:
    scope = run.marking.scopes.get(scope_id)
    if scope is None or scope.kind is not ScopeKind.AD_HOC:
        raise InvalidState(
            f"{scope_id} 不是打开的即席子流程", f"{scope_id} is no ad-hoc sub-process that is open"
        )  # fmt: skip
    return scope
