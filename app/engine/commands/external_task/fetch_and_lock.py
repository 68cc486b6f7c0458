"""Hand waiting work to a worker, with a lease."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from app.domain.commands.external_task import FetchAndLock, LockedTask, TopicRequest
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.events import ExternalTaskChanged
from app.domain.records import ExternalTask
from app.domain.values import TypedValue
from app.engine.stepping.variables import StepVariables


def fetch_and_lock(command: FetchAndLock, context: CommandContext) -> tuple[LockedTask, ...]:
    """Claim free tasks: each gets the worker's id, an end of the lease and the next token. May be empty."""
    if not command.worker_id:
        raise InvalidInput("请提供工作者标识", "workerId is required", "workerId")
    topics = {topic.name: topic for topic in command.topics}
    if any(topic.lock_ms <= 0 or not topic.name for topic in command.topics):
        raise InvalidInput(
            "主题需要名称和大于零的锁定时间", "each topic needs a name and a lock duration > 0", "topics"
        )
    if not topics or command.max_tasks <= 0:
        return ()
    locks = {name: topic.lock_ms for name, topic in topics.items()}
    free = context.uow.external_tasks.fetch(
        locks,
        context.at,
        command.max_tasks,
        command.use_priority,
        newest_first=command.newest_first,
        narrow=[topic for topic in topics.values() if topic.is_narrow],
    )
    locked = [_lock(task, topics[task.topic], command.worker_id, context) for task in free]
    loaded = {
        instance_id: StepVariables.of(context.uow.variables.load(instance_id))
        for instance_id in dict.fromkeys(task.instance_id for task in locked)
    }
    for task in locked:
        changes = {name: getattr(task, name) for name in ("worker_id", "locked_until", "token")}
        context.uow.record(ExternalTaskChanged(task.id, changes))
    return tuple(_answer(task, topics[task.topic], loaded[task.instance_id], context) for task in locked)


def _lock(task: ExternalTask, topic: TopicRequest, worker_id: str, context: CommandContext) -> ExternalTask:
    until = context.at + timedelta(milliseconds=topic.lock_ms)
    return replace(task, worker_id=worker_id, locked_until=until, token=task.token + 1)


def _answer(task: ExternalTask, topic: TopicRequest, variables: StepVariables, context: CommandContext) -> LockedTask:
    process = context.programs.process(task.definition_id, context.uow)
    node = process.model.nodes[task.element_id]
    return LockedTask(task, _visible(task, topic, variables), node.properties, process.definition.version_tag)


def _visible(task: ExternalTask, topic: TopicRequest, variables: StepVariables) -> Mapping[str, TypedValue]:
    """What the worker asked for: all variables it can see, or those it named, or only the task's own."""
    scope = variables.innermost(task.activity_instance_id, task.scope_id)
    chain = [task.activity_instance_id] if topic.local_variables else list(variables.chain(scope))
    seen: dict[str, TypedValue] = {}
    for each in reversed(chain):
        seen.update(variables.values.get(each, {}))
    return seen if topic.variables is None else {name: seen[name] for name in topic.variables if name in seen}
