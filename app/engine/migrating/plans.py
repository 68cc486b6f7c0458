"""A plan with the two definitions it speaks of."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.migration import MigrationPlan, PlanFailure, PlanInvalid
from app.domain.ports.definitions import LoadedProcess
from app.domain.records import ProcessInstance
from app.engine.migrating.check_plan import check_plan


def definitions_of(plan: MigrationPlan, context: CommandContext) -> tuple[LoadedProcess, LoadedProcess]:
    """Source and target. Raises `NotFound`."""
    programs, uow = context.programs, context.uow
    return programs.process(plan.source_definition_id, uow), programs.process(plan.target_definition_id, uow)


def reports_of(plan: MigrationPlan, context: CommandContext) -> tuple[PlanFailure, ...]:
    """What is wrong with the plan. Raises `NotFound`."""
    source, target = definitions_of(plan, context)
    return check_plan(plan, source.model, target.model)


def valid_target(plan: MigrationPlan, context: CommandContext) -> LoadedProcess:
    """The target of a plan that is valid. Raises `PlanInvalid`, `NotFound`."""
    reports = reports_of(plan, context)
    if reports:
        raise PlanInvalid(reports)
    return definitions_of(plan, context)[1]


def check_source(plan: MigrationPlan, instance: ProcessInstance) -> None:
    """Raise `InvalidInput` where the instance is not of the plan's source."""
    if instance.definition_id != plan.source_definition_id:
        raise InvalidInput(
            f"实例 {instance.id} 属于 {instance.definition_id}，不是迁移方案的来源 {plan.source_definition_id}",
            f"Process instance '{instance.id}' cannot be migrated: its definition '{instance.definition_id}' is not "
            f"the source definition of the migration plan '{plan.source_definition_id}'",
            "processInstanceIds",
        )
