"""Which function carries out which command and query; the office registers its own beside these in `bootstrap`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.commands import Command, batch, decision, deployment, external_task, instance, job, task
from app.domain.context import Handler
from app.domain.extension import Extension
from app.domain.queries import migration, process_list, runtime
from app.domain.queries import task as task_queries
from app.engine.commands.batch.change_batch import delete_batch, suspend_batch
from app.engine.commands.batch.start_batch import start_batch
from app.engine.commands.decision.evaluate_decision import evaluate_decision
from app.engine.commands.deployment.delete_definition import delete_definition
from app.engine.commands.deployment.delete_deployment import delete_deployment
from app.engine.commands.deployment.deploy import deploy
from app.engine.commands.deployment.set_history_time_to_live import set_history_time_to_live
from app.engine.commands.deployment.suspend_definition import suspend_definition
from app.engine.commands.external_task.change_lease import (
    extend_lock,
    set_external_task_retries,
    unlock_external_task,
)
from app.engine.commands.external_task.complete_external_task import (
    complete_external_task,
    report_external_bpmn_error,
)
from app.engine.commands.external_task.fail_external_task import fail_external_task
from app.engine.commands.external_task.fetch_and_lock import fetch_and_lock
from app.engine.commands.instance.ad_hoc import end_ad_hoc_sub_process, start_ad_hoc_activity
from app.engine.commands.instance.broadcast_signal import broadcast_signal
from app.engine.commands.instance.cancel_instance import cancel_instance
from app.engine.commands.instance.change_instances import add_instance, remove_instance
from app.engine.commands.instance.correlate_message import correlate_message
from app.engine.commands.instance.evaluate_conditions import evaluate_conditions
from app.engine.commands.instance.migrate_instances import migrate_instances
from app.engine.commands.instance.modify_instance import modify_instance
from app.engine.commands.instance.restart_instances import restart_instances
from app.engine.commands.instance.set_variables import set_variables
from app.engine.commands.instance.signal_execution import signal_execution
from app.engine.commands.instance.start_instance import start_instance
from app.engine.commands.instance.suspend_instance import activate_instance, suspend_instance
from app.engine.commands.job.change_job import set_job_due_date, set_job_retries
from app.engine.commands.job.claim_jobs import claim_jobs
from app.engine.commands.job.execute_job import execute_job
from app.engine.commands.job.fail_job import fail_job
from app.engine.commands.job.recompute_deadlines import recompute_deadlines
from app.engine.commands.task.assign_task import assign_task
from app.engine.commands.task.claim_task import claim_task, unclaim_task
from app.engine.commands.task.complete_task import complete_task
from app.engine.commands.task.delegate_task import delegate_task, resolve_task
from app.engine.commands.task.mark_task_opened import mark_task_opened
from app.engine.commands.task.report_task_bpmn_error import report_task_bpmn_error
from app.engine.commands.task.return_task import return_task
from app.engine.commands.task.save_task_draft import save_task_draft
from app.engine.commands.task.set_task_variables import set_task_variables
from app.engine.commands.task.update_task import update_task
from app.engine.commands.task.urge_task import urge_task
from app.engine.commands.task.withdraw_task import withdraw_task
from app.engine.permissions import RIGHTS
from app.engine.queries.activity_tree import activity_tree
from app.engine.queries.ad_hoc import ad_hoc_work
from app.engine.queries.deployments import deployed_digest
from app.engine.queries.forms import start_form_query, task_form_query
from app.engine.queries.jobs import next_job_due
from app.engine.queries.migration import generated_plan, migration_report, plan_report
from app.engine.queries.process_list import startable_processes, used_names
from app.engine.queries.returns import return_targets

HANDLERS: Mapping[type[Command], Handler] = {
    deployment.Deploy: deploy,
    deployment.DeleteDeployment: delete_deployment,
    deployment.DeleteDefinition: delete_definition,
    deployment.SuspendDefinition: suspend_definition,
    deployment.SetHistoryTimeToLive: set_history_time_to_live,
    decision.EvaluateDecision: evaluate_decision,
    instance.StartInstance: start_instance,
    instance.EvaluateConditions: evaluate_conditions,
    instance.CancelInstance: cancel_instance,
    instance.SuspendInstance: suspend_instance,
    instance.ActivateInstance: activate_instance,
    instance.SetVariables: set_variables,
    instance.CorrelateMessage: correlate_message,
    instance.StartAdHocActivity: start_ad_hoc_activity,
    instance.EndAdHocSubProcess: end_ad_hoc_sub_process,
    instance.SignalExecution: signal_execution,
    instance.BroadcastSignal: broadcast_signal,
    instance.ModifyInstance: modify_instance,
    instance.MigrateInstances: migrate_instances,
    instance.RestartInstances: restart_instances,
    instance.AddInstance: add_instance,
    instance.RemoveInstance: remove_instance,
    batch.StartBatch: start_batch,
    batch.SuspendBatch: suspend_batch,
    batch.DeleteBatch: delete_batch,
    task.CompleteTask: complete_task,
    task.ClaimTask: claim_task,
    task.UnclaimTask: unclaim_task,
    task.AssignTask: assign_task,
    task.DelegateTask: delegate_task,
    task.ResolveTask: resolve_task,
    task.UpdateTask: update_task,
    task.SaveTaskDraft: save_task_draft,
    task.SetTaskVariables: set_task_variables,
    task.ReportTaskBpmnError: report_task_bpmn_error,
    task.UrgeTask: urge_task,
    task.MarkTaskOpened: mark_task_opened,
    task.ReturnTask: return_task,
    task.WithdrawTask: withdraw_task,
    external_task.FetchAndLock: fetch_and_lock,
    external_task.CompleteExternalTask: complete_external_task,
    external_task.FailExternalTask: fail_external_task,
    external_task.ReportExternalBpmnError: report_external_bpmn_error,
    external_task.ExtendLock: extend_lock,
    external_task.UnlockExternalTask: unlock_external_task,
    external_task.SetExternalTaskRetries: set_external_task_retries,
    job.ClaimJobs: claim_jobs,
    job.ExecuteJob: execute_job,
    job.FailJob: fail_job,
    job.SetJobRetries: set_job_retries,
    job.SetJobDueDate: set_job_due_date,
    job.RecomputeDeadlines: recompute_deadlines,
}

QUERIES: Mapping[type[Any], Handler] = {
    runtime.TaskFormQuery: task_form_query,
    runtime.StartFormQuery: start_form_query,
    runtime.ActivityTreeQuery: activity_tree,
    runtime.AdHocQuery: ad_hoc_work,
    runtime.NextJobDue: next_job_due,
    runtime.DeployedDigest: deployed_digest,
    migration.GeneratePlanQuery: generated_plan,
    migration.PlanReportQuery: plan_report,
    migration.MigrationReportQuery: migration_report,
    task_queries.ReturnTargetsQuery: return_targets,
    process_list.StartableQuery: startable_processes,
    process_list.NamesQuery: used_names,
}

EXTENSION = Extension(handlers=HANDLERS, rights=RIGHTS, queries=QUERIES)
"""What the engine itself brings to the house."""
