"""A deadline that begins with its activity: the row, and the job that reminds and marks late."""

from __future__ import annotations

from app.domain.events import DeadlineSet, JobCreated
from app.domain.model.process import Node
from app.domain.records import Deadline
from app.engine.stepping import deadlines
from app.engine.stepping.translation import Translation
from app.engine.urging import first_urge


def set_deadline(activity_instance_id: str, node: Node, scope_id: str, table: Translation) -> None:
    """Compute and record the deadline that `node` names, unless the activity is over already."""
    if not table.is_offered(activity_instance_id):
        return
    running, context = table.running, table.context
    scope = table.scope_of(activity_instance_id, scope_id)
    deadline_id = str(running.text(running.property(node, deadlines.PROPERTY), scope))
    computed = deadlines.compute(running, deadline_id, scope)
    deadline = Deadline(
        id=context.ids.new(),
        deadline_id=deadline_id,
        instance_id=running.instance.id,
        activity_instance_id=activity_instance_id,
        element_id=node.id,
        name=computed.rule.name,
        article=computed.rule.article,
        formula=computed.rule.formula,
        base_at=computed.base_at,
        due_at=computed.due.at,
        expiry=computed.rule.expiry,
        calendar_version=computed.due.calendar_version,
        estimated=computed.due.estimated,
        escalate_to=computed.rule.escalate_to,
        count=computed.rule.count,
    )
    table.deadlines[activity_instance_id] = (deadline.id, deadline.due_at)
    table.events.append(DeadlineSet(deadline))
    job = first_urge(deadline, running.instance, context)
    if job is not None:
        table.events.append(JobCreated(job))
