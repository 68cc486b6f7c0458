"""Which completed tasks an open task can go back to, and what that would cancel (退回, 撤回)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.errors import InvalidState
from app.domain.ports.interpreter import UndoneWork
from app.domain.records import DoneTask, UserTask
from app.domain.stimuli import ReturnTo
from app.engine.stepping.running import Running

_WITHOUT_EFFECT = frozenset(
    {"userTask", "task", "manualTask", "scriptTask", "businessRuleTask", "subProcess", "multiInstanceBody"}
    | {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "startEvent", "noneEndEvent"}
    | {"intermediateNoneThrowEvent", "intermediateLinkThrow", "intermediateLinkCatch"}
)
"""Activity types that tell nobody outside the instance anything."""


def targets(task: UserTask, running: Running) -> Iterator[tuple[DoneTask, UndoneWork]]:
    """The completed tasks that `task` came of, the last first, each with what a return to it cancels."""
    for done in running.context.uow.tasks.done_of(task.instance_id):
        work = undone(done, running, task.activity_instance_id)
        if work is not None:
            yield done, work


def undone(done: DoneTask, running: Running, from_id: str | None) -> UndoneWork | None:
    """What a return to `done` cancels, siblings included; None where it is not well defined."""
    stimulus = ReturnTo(done.element_id, done.scope_id, from_id, with_siblings=True)
    try:
        return running.context.interpreter.undone(running.process.program, running.instance.marking, stimulus)
    except InvalidState:
        return None


def target(task: UserTask, element_id: str, running: Running) -> DoneTask:
    """The completed task of an element that `task` can go back to. Raises `InvalidState`."""
    for done, _work in targets(task, running):
        if done.element_id == element_id:
            return done
    raise InvalidState(
        f"任务不能退回到 {element_id}：该环节没有办结过，或与当前任务没有先后关系",
        f"the task cannot go back to {element_id}: no completed task there led to it",
    )


def check_untouched(done: DoneTask, stimulus: ReturnTo, running: Running) -> None:
    """Nothing has happened since but in the transaction that completed the task, and nobody has looked.

    Raises `InvalidState` with the reason otherwise.
    """
    context, program = running.context, running.process.program
    if done.is_multi_instance:
        raise InvalidState("会签中的一份不能撤回", "one instance of a multi-instance task cannot be taken back")
    work = context.interpreter.undone(program, running.instance.marking, stimulus)
    since = context.uow.instances.activities_since(done.instance_id, done.ended_at)
    begun = {each.id: each for each in since}
    for each in since:
        if each.started_at == done.ended_at and each.kind not in _WITHOUT_EFFECT:
            raise _gone_out(each.element_id)
        if each.started_at == done.ended_at and each.kind == "userTask" and each.ended_at is not None:
            raise _gone_on(each.element_id)
    for token in work.tokens:
        row = begun.get(token.activity_instance_id)
        if row is None or row.started_at != done.ended_at or row.kind != "userTask":
            raise _gone_on(token.element_id)
        task = context.uow.tasks.of_activity(token.activity_instance_id)
        if task is None or task.opened_at is not None:
            raise InvalidState(
                f"下一环节 {token.element_id} 已被查看或签收，不能撤回",
                f"{token.element_id} has been opened or claimed: the task cannot be taken back",
            )


def _gone_on(element: str) -> InvalidState:
    return InvalidState(
        f"下一环节 {element} 已经办理，不能撤回", f"work has gone on at {element}: the task cannot be taken back"
    )


def _gone_out(element: str) -> InvalidState:
    return InvalidState(
        f"{element} 已对外产生效果，不能撤回", f"{element} has had effects outside: the task cannot be taken back"
    )
