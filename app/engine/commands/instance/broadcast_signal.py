"""Give a signal to everyone who waits for it."""

from __future__ import annotations

from app.domain.commands.instance import BroadcastSignal
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, InvalidState
from app.engine.stepping.moves import begin
from app.engine.stepping.signals import give_signal


def broadcast_signal(command: BroadcastSignal, context: CommandContext) -> int:
    """Fire all waiters and start events; returns how many moved. Nobody has to wait, but a named instance must."""
    if not command.name:
        raise InvalidInput("请填写信号名称", "a signal needs a name", "name")
    turn = begin(context)
    moved = give_signal(turn, command.name, command.variables, command.instance_id, command.activity_instance_id)
    if command.instance_id is not None and not moved:
        raise InvalidState(
            f"实例 {command.instance_id} 不等待信号 {command.name}",
            f"instance {command.instance_id} does not wait for the signal {command.name}",
        )
    turn.finish()
    return moved
