"""Which right a command needs (architecture, section 6); what concerns a single row is a guard of its handler."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.commands import Command, batch, decision, deployment, external_task, instance, job, task
from app.domain.errors import InvalidInput, NotAllowed
from app.domain.values import Actor, Right
from app.engine.interceptors import is_machine

_DEPLOYERS = frozenset({Right.DESIGNER, Right.ADMINISTRATOR})
_OPERATORS = frozenset({Right.OPERATOR})
_OPERATORS_AND_CLIENTS = frozenset({Right.OPERATOR, Right.WORKER, Right.ANY_TASK})
_STARTERS = frozenset({Right.CLERK, Right.DESIGNER}) | _OPERATORS_AND_CLIENTS
_TASK_DOERS = frozenset({Right.CLERK, Right.ANY_TASK})
_TASK_MANAGERS = frozenset({Right.OPERATOR, Right.ANY_TASK})
_WORKERS = frozenset({Right.WORKER})

RIGHTS: Mapping[type[Command], frozenset[Right]] = {
    deployment.Deploy: _DEPLOYERS,
    deployment.DeleteDeployment: _DEPLOYERS,
    deployment.DeleteDefinition: _DEPLOYERS,
    deployment.SuspendDefinition: _DEPLOYERS | _OPERATORS,
    deployment.SetHistoryTimeToLive: _DEPLOYERS | _OPERATORS,
    decision.EvaluateDecision: _DEPLOYERS | _OPERATORS_AND_CLIENTS,
    instance.StartInstance: _STARTERS,
    instance.EvaluateConditions: _OPERATORS_AND_CLIENTS,
    instance.CancelInstance: _OPERATORS_AND_CLIENTS,
    instance.SuspendInstance: _OPERATORS_AND_CLIENTS,
    instance.ActivateInstance: _OPERATORS_AND_CLIENTS,
    instance.SetVariables: _OPERATORS_AND_CLIENTS,
    instance.CorrelateMessage: _OPERATORS_AND_CLIENTS,
    instance.StartAdHocActivity: _STARTERS,
    instance.EndAdHocSubProcess: _STARTERS,
    instance.SignalExecution: _OPERATORS_AND_CLIENTS,
    instance.BroadcastSignal: _OPERATORS_AND_CLIENTS,
    instance.ModifyInstance: _OPERATORS_AND_CLIENTS,
    instance.MigrateInstances: _OPERATORS_AND_CLIENTS,
    instance.RestartInstances: _OPERATORS_AND_CLIENTS,
    instance.AddInstance: _OPERATORS_AND_CLIENTS | _TASK_DOERS,
    instance.RemoveInstance: _OPERATORS_AND_CLIENTS,
    batch.StartBatch: _OPERATORS_AND_CLIENTS,
    batch.SuspendBatch: _OPERATORS_AND_CLIENTS,
    batch.DeleteBatch: _OPERATORS_AND_CLIENTS,
    task.CompleteTask: _TASK_DOERS,
    task.ClaimTask: _TASK_DOERS | _OPERATORS,
    task.UnclaimTask: _TASK_DOERS | _OPERATORS,
    task.AssignTask: _TASK_MANAGERS,
    task.DelegateTask: _TASK_MANAGERS,
    task.ResolveTask: _TASK_DOERS,
    task.UpdateTask: _TASK_MANAGERS,
    task.SaveTaskDraft: _TASK_DOERS,
    task.SetTaskVariables: _TASK_DOERS | _OPERATORS,
    task.ReportTaskBpmnError: _TASK_DOERS,
    task.UrgeTask: frozenset({Right.CLERK, Right.SUPERVISOR, Right.OPERATOR}),
    task.MarkTaskOpened: _TASK_DOERS,
    task.ReturnTask: _TASK_DOERS | _OPERATORS,
    task.WithdrawTask: _TASK_DOERS | _OPERATORS,
    external_task.FetchAndLock: _WORKERS,
    external_task.CompleteExternalTask: _WORKERS,
    external_task.FailExternalTask: _WORKERS,
    external_task.ReportExternalBpmnError: _WORKERS,
    external_task.ExtendLock: _WORKERS,
    external_task.UnlockExternalTask: _WORKERS | _OPERATORS,
    external_task.SetExternalTaskRetries: _WORKERS | _OPERATORS,
    job.ClaimJobs: frozenset(),
    job.FailJob: frozenset(),
    job.ExecuteJob: _OPERATORS_AND_CLIENTS,
    job.SetJobRetries: _OPERATORS_AND_CLIENTS,
    job.SetJobDueDate: _OPERATORS_AND_CLIENTS,
    job.RecomputeDeadlines: frozenset({Right.ADMINISTRATOR}),
}
"""Any one of the rights is enough; an empty set is for the engine alone."""


def check_right(command: Command, actor: Actor, rights: Mapping[type[Command], frozenset[Right]]) -> None:
    """Raise `NotAllowed` unless the actor holds one of the rights; a command nobody listed is for the engine alone."""
    if actor.is_system or rights.get(type(command), frozenset()) & actor.rights:
        return
    name = type(command).__name__
    raise NotAllowed(f"无权执行 {name}", f"{actor.user_id} may not execute {name}")


def require_reason(actor: Actor, reason: str | None) -> None:
    """A person who mends something says why. Raises `InvalidInput`; programs need no reason."""
    if not is_machine(actor) and not (reason or "").strip():
        raise InvalidInput("请填写理由", "a reason is required", "reason")
