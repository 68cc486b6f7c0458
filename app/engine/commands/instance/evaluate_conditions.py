"""Start the processes whose conditional start events are met by given variables."""

from __future__ import annotations

from app.domain.commands.instance import EvaluateConditions
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, UnknownVariable
from app.domain.model.process import EventKind, Node
from app.domain.records import Definition, ProcessInstance
from app.domain.values import SubscriptionKind, TypedValue
from app.engine.stepping.beans import office_beans
from app.engine.stepping.moves import begin
from app.engine.stepping.starts import start_instance


def evaluate_conditions(command: EvaluateConditions, context: CommandContext) -> tuple[ProcessInstance, ...]:
    """One instance for every start event that is met; of latest versions, or of the definition that is named.

    Raises `InvalidInput` where there is no conditional start event at all, as Camunda does.
    """
    starts = _starts(command, context)
    if not starts:
        raise InvalidInput(
            "没有任何流程以条件事件开始",
            "No subscriptions were found during evaluation of the conditional start events.",
        )
    turn = begin(context)
    begun = [
        start_instance(turn, definition, command.variables, command.business_key, node.id)
        for definition, node in starts
        if not definition.suspended and _is_met(node, command, context)
    ]
    turn.finish()
    return tuple(running.instance for running in begun)


def _starts(command: EvaluateConditions, context: CommandContext) -> list[tuple[Definition, Node]]:
    """The conditional start events there are, with their definitions."""
    uow = context.uow
    if command.definition_id is not None:
        definition = uow.definitions.get(command.definition_id)
        model = context.programs.process(definition.id, uow).model
        nodes = model.starting_points()
        return [(definition, node) for node in nodes if node.event and node.event.kind is EventKind.CONDITIONAL]
    found: list[tuple[Definition, Node]] = []
    for each in uow.subscriptions.starts_of_kind(SubscriptionKind.CONDITION):
        if each.definition_id is not None:
            model = context.programs.process(each.definition_id, uow).model
            found.append((uow.definitions.get(each.definition_id), model.nodes[each.element_id]))
    return found


def _is_met(node: Node, command: EvaluateConditions, context: CommandContext) -> bool:
    event, given = node.event, command.variables
    if event is None or event.condition is None or event.variable_name not in (None, *given):
        return False
    values = {name: each.value if isinstance(each, TypedValue) else each for name, each in given.items()}
    try:
        value = context.expressions.evaluate(event.condition, values, office_beans(context, context.at))
    except UnknownVariable:
        return False
    return value is True or value == "true"
