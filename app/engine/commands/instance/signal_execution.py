"""Go on from a receive task without a message."""

from __future__ import annotations

from app.domain.commands.instance import SignalExecution
from app.domain.context import CommandContext
from app.domain.errors import InvalidState
from app.domain.model.process import NodeKind
from app.domain.stimuli import CompleteActivity
from app.engine.stepping.moves import begin


def signal_execution(command: SignalExecution, context: CommandContext) -> None:
    """Write the variables and go on. Raises `InvalidState` unless exactly one receive task is meant."""
    turn = begin(context)
    running = turn.open(command.instance_id)
    tokens = context.interpreter.waiting(running.process.program, running.instance.marking)
    waiting = [
        token.activity_instance_id
        for token in tokens
        if token.state == "activity"
        and running.node(token.element_id).kind is NodeKind.RECEIVE_TASK
        and command.activity_instance_id in (None, token.activity_instance_id)
    ]
    if len(waiting) != 1:
        where = command.activity_instance_id or command.instance_id
        raise InvalidState(
            f"执行 {where} 处有 {len(waiting)} 个接收任务在等待，应恰好一个",
            f"{len(waiting)} receive tasks wait at execution {where}; exactly one has to",
        )
    turn.write(running, waiting[0], command.variables)
    turn.step(running, CompleteActivity(waiting[0]))
    turn.finish()
