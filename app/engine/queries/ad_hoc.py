"""What a person may begin in the ad-hoc sub-processes of an instance."""

from __future__ import annotations

from collections import defaultdict

from app.domain.context import CommandContext
from app.domain.model.process import NodeKind
from app.domain.queries.runtime import AdHocActivity, AdHocQuery, AdHocWork
from app.domain.values import InstanceState
from app.engine.ad_hoc_rights import may_begin, may_end, require_visible
from app.engine.stepping.running import Running
from app.engine.stepping.variables import StepVariables


def ad_hoc_work(query: AdHocQuery, context: CommandContext) -> tuple[AdHocWork, ...]:
    """The open ad-hoc sub-processes in which the actor has a say, in the order they began. Raises `NotFound`."""
    require_visible(query.instance_id, context)
    uow = context.uow
    instance = uow.instances.find(query.instance_id)
    if instance is None or instance.state is not InstanceState.ACTIVE:
        return ()
    process = context.programs.process(instance.definition_id, uow)
    if not any(node.kind is NodeKind.AD_HOC for node in process.model.nodes.values()):
        return ()
    running = Running(context, instance, process, StepVariables.of(uow.variables.load(instance.id)))
    startable: dict[str, list[str]] = defaultdict(list)
    for scope_id, element_id in context.interpreter.startable(process.program, instance.marking):
        startable[scope_id].append(element_id)
    tokens = context.interpreter.waiting(process.program, instance.marking)
    found = [
        _work(running, token.activity_instance_id, token.element_id, startable[token.activity_instance_id])
        for token in tokens
        if token.is_scope and not token.is_multi_instance_body and _is_ad_hoc(running, token.element_id)
    ]
    return tuple(work for work in found if work.activities or work.may_end)


def _is_ad_hoc(running: Running, element_id: str) -> bool:
    return running.node(element_id).kind is NodeKind.AD_HOC


def _work(running: Running, scope_id: str, element_id: str, startable: list[str]) -> AdHocWork:
    node = running.node(element_id)
    nodes = [running.node(each) for each in startable]
    activities = [
        AdHocActivity(each.id, each.name, each.kind.value) for each in nodes if may_begin(running, scope_id, each)
    ]
    by_hand = node.ad_hoc is not None and node.ad_hoc.completion_condition is None
    return AdHocWork(scope_id, node.id, node.name, tuple(activities), by_hand and may_end(running))
