"""Work that waits for people and workers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.events import ExternalTaskCreated, UserTaskCreated
from app.domain.model.process import Expression, Node, TimerKind, UserTaskSpec
from app.domain.ports.clock import Bean
from app.domain.records import ExternalTask, UserTask
from app.domain.steps import ExternalTaskOffered, UserTaskOffered
from app.domain.values import priority_of
from app.engine.stepping.running import Running
from app.engine.stepping.task_listening import call_created
from app.engine.stepping.translation import Translation
from app.engine.stepping.waits import timeouts
from app.engine.timers import first_run


def user_task(step: UserTaskOffered, table: Translation) -> None:
    """Evaluate who may do the task, until when and with which form."""
    if not table.is_offered(step.activity_instance_id):
        return
    task = call_created(table.running, _task(step, table))
    table.events += [UserTaskCreated(task), *timeouts(step, table)]
    row = table.opened.get(step.activity_instance_id)
    if row is not None:
        table.opened[row.id] = replace(row, task_id=task.id, assignee=task.assignee)


def external_task(step: ExternalTaskOffered, table: Translation) -> None:
    """Put the work where workers look for it."""
    if not table.is_offered(step.activity_instance_id):
        return
    instance = table.running.instance
    table.events.append(
        ExternalTaskCreated(
            ExternalTask(
                id=table.context.ids.new(),
                instance_id=instance.id,
                definition_id=instance.definition_id,
                definition_key=instance.definition_key,
                activity_instance_id=step.activity_instance_id,
                element_id=step.node.id,
                scope_id=step.scope_id,
                topic=step.topic,
                priority=step.priority,
                created_at=table.context.at,
                business_key=instance.business_key,
            )
        )
    )


@dataclass(frozen=True, slots=True)
class Offer:
    """To whom a human task goes."""

    assignee: str | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()


def offer_of(running: Running, node: Node, scope: str, task: Bean | None = None) -> Offer:
    """Assignee and candidates of a task in a scope. Raises `EvaluationFailed`."""
    spec, others = node.user_task or UserTaskSpec(), {"task": task or {}}

    def value(expression: Expression) -> Any:
        return running.evaluate(expression, scope, others=others)

    return Offer(
        assignee=None if spec.assignee is None else _one(value(spec.assignee)),
        candidate_users=_many(value(part) for part in spec.candidate_users),
        candidate_groups=_many(value(part) for part in spec.candidate_groups),
    )


def _task(step: UserTaskOffered, table: Translation) -> UserTask:
    running, node, context = table.running, step.node, table.context
    spec = node.user_task or UserTaskSpec()
    scope = table.scope_of(step.activity_instance_id, step.scope_id)
    task_id = context.ids.new()
    bean: Bean = {"id": task_id, "taskDefinitionKey": node.id, "name": node.name}

    def value(expression: Expression | None) -> Any:
        return None if expression is None else running.evaluate(expression, scope, others={"task": bean})

    offer = offer_of(running, node, scope, bean)
    deadline_id, due_at = table.deadlines.get(step.activity_instance_id, (None, None))
    return UserTask(
        id=task_id,
        instance_id=running.instance.id,
        definition_id=running.instance.definition_id,
        definition_key=running.instance.definition_key,
        activity_instance_id=step.activity_instance_id,
        element_id=node.id,
        scope_id=scope,
        name=_name(node, running, scope),
        created_at=context.at,
        assignee=offer.assignee,
        candidate_users=offer.candidate_users,
        candidate_groups=offer.candidate_groups,
        due_at=due_at or _time(value(spec.due_date), running),
        follow_up_at=_time(value(spec.follow_up_date), running),
        priority=priority_of(value(spec.priority), 50),
        form_key=value(Expression(spec.form.key)) if spec.form and spec.form.key else None,
        form_binding=spec.form.binding if spec.form and spec.form.key and not spec.form.is_form_key else None,
        description=node.documentation,
        deadline_id=deadline_id,
        business_key=running.instance.business_key,
    )


def _name(node: Node, running: Running, scope: str) -> str | None:
    if node.name and "${" in node.name:
        return running.text(Expression(node.name), scope)
    return node.name


def _one(value: Any) -> str | None:
    """A user id; a resolver's list of one is that one."""
    if isinstance(value, list | tuple):
        value = value[0] if len(value) == 1 else None
    return str(value) if value not in (None, "") else None


def _many(values: Iterable[Any]) -> tuple[str, ...]:
    """Ids from texts with commas and from lists, each once, in order."""
    found: dict[str, None] = {}
    for value in values:
        parts = value if isinstance(value, list | tuple | set | frozenset) else str(value or "").split(",")
        found.update((str(part).strip(), None) for part in parts if str(part or "").strip())
    return tuple(found)


def _time(value: Any, running: Running) -> datetime | None:
    """A date, a time or a duration from now on."""
    if value is None or value == "":
        return None
    schedule = first_run(TimerKind.DATE, value, running.context.at, running.context.calendar.zone)
    return schedule.due_at if schedule else None
