"""Let running instances go on under another definition."""

from __future__ import annotations

from app.domain.commands.instance import MigrateInstances
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, NotFound
from app.engine.migrating.plans import check_source, valid_target
from app.engine.operations import log_instance
from app.engine.permissions import require_reason
from app.engine.standing import standing
from app.engine.stepping.moves import begin


def migrate_instances(command: MigrateInstances, context: CommandContext) -> None:
    """All of them or none, suspended ones too; each has its own entry in the log."""
    require_reason(context.actor, command.reason)
    if not command.instance_ids:
        raise InvalidInput("请至少选择一个实例", "process instance ids is empty", "processInstanceIds")
    plan, target = command.plan, valid_target(command.plan, context)
    turn = begin(context)
    for instance_id in dict.fromkeys(command.instance_ids):
        running = turn.find(instance_id)
        if running is None:
            raise NotFound(f"流程实例 {instance_id} 不存在", f"process instance {instance_id} does not exist")
        check_source(plan, running.instance)
        before = {"definitionId": running.instance.definition_id, "at": standing(running)}
        turn.migrate(running, target, plan)
        after = {"definitionId": running.instance.definition_id, "at": standing(running)}
        context.uow.record(log_instance(context, "Migrate", running.instance, command.reason, after, before=before))
    turn.finish()
