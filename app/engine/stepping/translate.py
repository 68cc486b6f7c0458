"""Turns the steps of an `Outcome` into events and follow-ups: one function for each kind of step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.domain import steps
from app.domain.events import Event
from app.domain.ports.definitions import LoadedProcess
from app.domain.steps import Outcome
from app.domain.stimuli import Stimulus
from app.engine.stepping import history, offers, throws, waits
from app.engine.stepping.running import Running
from app.engine.stepping.translation import Translation

_TRANSLATORS: Mapping[type[Any], Callable[[Any, Translation], None]] = {
    steps.ActivityStarted: history.started,
    steps.ActivityEnded: history.ended,
    steps.UserTaskOffered: offers.user_task,
    steps.ExternalTaskOffered: offers.external_task,
    steps.TimerScheduled: waits.timer,
    steps.SubscriptionOpened: waits.subscription,
    steps.WaitEnded: waits.ended,
    steps.AsyncRequested: waits.asynchronous,
    steps.CallRequested: throws.call,
    steps.CallCanceled: throws.call_canceled,
    steps.MessageThrown: throws.message,
    steps.SignalThrown: throws.signal,
    steps.DecisionEvaluated: history.decided,
    steps.ActivityMigrated: history.migrated,
    steps.WaitMigrated: history.wait_migrated,
    steps.InstanceEnded: throws.instance_ended,
    steps.EscalationRaised: throws.escalated,
}


def translate(running: Running, stimulus: Stimulus | None, outcome: Outcome, previous_state: bytes) -> Translation:
    """The events and follow-ups of one step, in the order things happened; history rows come once, complete."""
    table = Translation(running, stimulus, outcome, previous_state)
    for step in outcome.steps:
        _TRANSLATORS[type(step)](step, table)
    table.events[:0] = table.opened.values()
    return table


def translate_migration(
    running: Running, source: LoadedProcess, outcome: Outcome
) -> tuple[tuple[Event, ...], Translation]:
    """The events of what ended under the definition the instance leaves, and the translation of all that goes on.

    `running` is on the new definition already, its marking is still the old one.
    """
    target, state = running.process, running.instance.marking
    over = tuple(step for step in outcome.steps if isinstance(step, _OVER))
    running.process = source
    ended = translate(running, None, Outcome(outcome.state, over), state)
    running.process = target
    goes_on = tuple(step for step in outcome.steps if not isinstance(step, _OVER))
    return tuple(ended.events), translate(running, None, Outcome(outcome.state, goes_on), state)


_OVER = (steps.ActivityEnded, steps.WaitEnded)
