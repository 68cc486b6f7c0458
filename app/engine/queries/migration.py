"""Plans of migration and what they would do."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.errors import NotAllowed
from app.domain.migration import CannotMigrate, MigrationPlan, PlanFailure
from app.domain.queries.migration import GeneratePlanQuery, InstanceReport, MigrationReportQuery, PlanReportQuery
from app.domain.values import Right
from app.engine.migrating.generate_plan import generate_plan
from app.engine.migrating.plans import check_source, definitions_of, reports_of, valid_target
from app.engine.queries.running import looked_at


def generated_plan(query: GeneratePlanQuery, context: CommandContext) -> MigrationPlan:
    """The default plan between two definitions."""
    plan = MigrationPlan(query.source_definition_id, query.target_definition_id)
    source, target = definitions_of(plan, context)
    return generate_plan(plan, source.model, target.model, update_event_triggers=query.update_event_triggers)


def plan_report(query: PlanReportQuery, context: CommandContext) -> tuple[PlanFailure, ...]:
    """What is wrong with a plan."""
    return reports_of(query.plan, context)


def migration_report(query: MigrationReportQuery, context: CommandContext) -> tuple[InstanceReport, ...]:
    """Each instance as it would fare."""
    if not (context.actor.may(Right.OPERATOR) or context.actor.may(Right.ANY_TASK)):
        raise NotAllowed("无权迁移实例", f"{context.actor.user_id} may not migrate instances")
    valid_target(query.plan, context)
    return tuple(_try(instance_id, query.plan, context) for instance_id in query.instance_ids)


def _try(instance_id: str, plan: MigrationPlan, context: CommandContext) -> InstanceReport:
    """On a copy that is thrown away."""
    running = looked_at(instance_id, context)
    check_source(plan, running.instance)
    source, target = definitions_of(plan, context)
    try:
        context.interpreter.migrate(
            source.program, target.program, instance_id, running.instance.marking, plan, running
        )
    except CannotMigrate as refused:
        return InstanceReport(instance_id, refused.failures)
    return InstanceReport(instance_id)
