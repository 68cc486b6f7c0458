"""Begin work in an ad-hoc sub-process, or end it."""

from __future__ import annotations

from app.domain.commands.instance import EndAdHocSubProcess, StartAdHocActivity
from app.domain.context import CommandContext
from app.domain.errors import InvalidState, NotAllowed
from app.domain.stimuli import EndAdHoc, StartAdHoc
from app.engine.ad_hoc_rights import may_begin, may_end, require_visible
from app.engine.operations import log_instance
from app.engine.stepping.moves import begin


def start_ad_hoc_activity(command: StartAdHocActivity, context: CommandContext) -> None:
    """Raises `NotFound`, `Suspended`, `NotAllowed`, or `InvalidState` where the activity may not begin now."""
    require_visible(command.instance_id, context)
    turn = begin(context)
    running = turn.open(command.instance_id)
    node = running.process.model.nodes.get(command.element_id)
    if node is None:
        raise InvalidState(f"没有步骤 {command.element_id}", f"there is no element {command.element_id}")
    if not may_begin(running, command.scope_id, node):
        raise NotAllowed(
            f"您不能发起“{node.name or node.id}”", f"{context.actor.user_id} may not start {node.id}"
        )  # fmt: skip
    details = {"element": node.id, "scope": command.scope_id}
    context.uow.record(log_instance(context, "StartAdHocActivity", running.instance, after=details))
    turn.step(running, StartAdHoc(command.scope_id, node.id))
    turn.finish()


def end_ad_hoc_sub_process(command: EndAdHocSubProcess, context: CommandContext) -> None:
    """Raises `NotFound`, `Suspended`, `NotAllowed`, or `InvalidState` where the diagram says when it is over."""
    require_visible(command.instance_id, context)
    turn = begin(context)
    running = turn.open(command.instance_id)
    if not may_end(running):
        who = context.actor.user_id
        raise NotAllowed("您不能结束该即席子流程", f"{who} may not end the ad-hoc sub-process")
    details = {"scope": command.scope_id}
    context.uow.record(log_instance(context, "EndAdHocSubProcess", running.instance, after=details))
    turn.step(running, EndAdHoc(command.scope_id))
    turn.finish()
