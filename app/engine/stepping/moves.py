"""Opens a `Turn` that knows what to do with each kind of follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.context import CommandContext
from app.engine.stepping import calls, follow_ups, signals
from app.engine.stepping.turn import FollowUpHandler, Turn

_FOLLOW_UPS: Mapping[type[Any], FollowUpHandler] = {
    follow_ups.StartChild: calls.start_child,
    follow_ups.EndChild: calls.end_child,
    follow_ups.ContinueCaller: calls.continue_caller,
    follow_ups.EscalateToCaller: calls.escalate_to_caller,
    follow_ups.Broadcast: signals.broadcast,
    follow_ups.Tell: signals.tell,
}


def begin(context: CommandContext) -> Turn:
    """A new turn of the command; call `finish` when its own stimuli are done."""
    return Turn(context, _FOLLOW_UPS)
