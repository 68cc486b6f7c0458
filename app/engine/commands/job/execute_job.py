"""Run one job."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.commands.job import ExecuteJob
from app.domain.context import CommandContext
from app.domain.errors import InvalidState, LockLost, Suspended
from app.domain.events import JobEnded
from app.domain.records import Job
from app.domain.stimuli import ContinueAsync
from app.domain.values import JobKind
from app.engine.commands.job.deliver_message import deliver_message
from app.engine.commands.job.fire_timer import fire_timer, start_by_timer
from app.engine.commands.job.run_batch_item import run_batch_item
from app.engine.commands.job.urge import urge
from app.engine.incidents import close_incidents
from app.engine.stepping.moves import begin


def execute_job(command: ExecuteJob, context: CommandContext) -> None:
    """Run the job whatever its due date. Raises `NotFound`, `LockLost` (a newer claim exists), `Suspended`."""
    job = context.uow.jobs.get(command.job_id, lock=True)
    if command.token is not None and command.token != job.token:
        raise LockLost(f"作业 {job.id} 的租约已换发", f"job {job.id} was claimed again (token {job.token})")
    if job.suspended:
        raise Suspended(f"作业 {job.id} 已挂起", f"job {job.id} is suspended")
    if job.error_message is not None:
        close_incidents(job.id, context)
    run = _RUN.get(job.kind)
    if run is None:
        raise InvalidState(f"不能执行 {job.kind} 作业", f"a job of kind {job.kind} cannot be executed")
    run(job, context)


def _continue(job: Job, context: CommandContext) -> None:
    """Go on from an asynchronous continuation."""
    turn = begin(context)
    running = turn.open(job.instance_id or "")
    context.uow.record(JobEnded(job.id))
    turn.step(running, ContinueAsync(job.activity_instance_id or ""))
    turn.finish()


_RUN: Mapping[JobKind, Callable[[Job, CommandContext], None]] = {
    JobKind.TIMER: fire_timer,
    JobKind.TIMER_START: start_by_timer,
    JobKind.ASYNC_CONTINUATION: _continue,
    JobKind.DELIVER_MESSAGE: deliver_message,
    JobKind.URGE: urge,
    JobKind.BATCH: run_batch_item,
}
