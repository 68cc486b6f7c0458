"""Change by hand where a running instance stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.commands.instance import ModifyInstance
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.stimuli import CancelActivity, CancelElement, Instruction, Modify, StartAfter, StartBefore
from app.engine.operations import log_instance
from app.engine.permissions import require_reason
from app.engine.standing import standing
from app.engine.stepping.moves import begin


def modify_instance(command: ModifyInstance, context: CommandContext) -> None:
    """Apply the instructions in order, in one transaction. Raises `NotFound`, `Suspended`, `InvalidInput`."""
    require_reason(context.actor, command.reason)
    if not command.instructions:
        raise InvalidInput("请至少给出一条修改指令", "instructions are empty: name at least one", "instructions")
    turn = begin(context)
    running = turn.open(command.instance_id)
    before = standing(running)
    running.calls_listeners = not command.skip_listeners
    turn.step(running, Modify(command.instructions, command.reason, command.skip_io_mappings, command.skip_listeners))
    turn.finish()
    after = {"at": standing(running), "instructions": [_image(each) for each in command.instructions]}
    context.uow.record(
        log_instance(context, "ModifyProcessInstance", running.instance, command.reason, after, before={"at": before})
    )


def _image(instruction: Instruction) -> Mapping[str, Any]:
    """One instruction as Camunda names it."""
    match instruction:
        case StartBefore():
            return {"type": "startBeforeActivity", "activityId": instruction.element_id}
        case StartAfter():
            return {"type": "startAfterActivity", "activityId": instruction.element_id}
        case CancelElement():
            return {"type": "cancel", "activityId": instruction.element_id}
        case CancelActivity():
            return {"type": "cancel", "activityInstanceId": instruction.activity_instance_id}
    return {"type": "startTransition", "transitionId": instruction.flow_id}
