"""The whitelisted objects of an expression: `calendar`, `org`, `execution`, `task`, `setting`, `deadline`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.context import CommandContext
from app.domain.ports.clock import Bean
from app.domain.records import ProcessInstance
from app.domain.variables import Variables


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands: one command, one time."""

    at: datetime

    def now(self) -> datetime:
        """The moment it was given."""
        return self.at


def office_beans(context: CommandContext, at: datetime) -> dict[str, Bean]:
    """What does not depend on the instance: calendar, people, switches."""
    return {
        "calendar": context.calendar.bean(FixedClock(at)),
        "org": context.org.bean(),
        "setting": {"get": context.settings.get},
        "": {"now": lambda: at},  # functions without a bean's name: now(), and FEEL's today() by it
    }


def execution_bean(
    instance: ProcessInstance, scope_id: str, variables: Variables, view: Mapping[str, Any], facts: Bean
) -> Bean:
    """The part of Camunda's `DelegateExecution` that reads the instance and reads and writes its variables.

    `facts` is known of a listener only: event, element, flow. What is not known is null.
    """
    values: dict[str, Any] = {
        "id": scope_id,
        "processInstanceId": instance.id,
        "processDefinitionId": instance.definition_id,
        "businessKey": instance.business_key,
        "processBusinessKey": instance.business_key,
        **dict.fromkeys(LISTENER_FACTS),
        **facts,
    }
    return {
        **values,
        **{_getter(name): _constant(value) for name, value in values.items()},
        "isCanceled": lambda: bool(values["canceled"]),
        **variable_functions(variables, scope_id, view),
        "startedBy": instance.started_by,
    }


LISTENER_FACTS = (
    "eventName", "currentActivityId", "currentActivityName", "currentTransitionId", "activityInstanceId", "canceled",
)  # fmt: skip


def variable_functions(variables: Variables, scope_id: str, view: Mapping[str, Any]) -> Bean:
    """Camunda's `VariableScope`: reads climb to the process, `setVariable` writes where the name is known."""

    def own(name: str) -> Any:
        value = variables.values.get(scope_id, {}).get(name)
        return None if value is None else value.value

    def remove(name: str) -> None:
        for scope in variables.chain(scope_id):
            if name in variables.values.get(scope, {}):
                variables.remove_local(scope, name)
                return

    return {
        "getVariable": view.get,
        "getVariableLocal": own,
        "hasVariable": lambda name: name in view,
        "hasVariableLocal": lambda name: name in variables.values.get(scope_id, {}),
        "setVariable": lambda name, value: variables.set(scope_id, name, value),
        "setVariableLocal": lambda name, value: variables.set_local(scope_id, name, value),
        "removeVariable": remove,
        "removeVariableLocal": lambda name: variables.remove_local(scope_id, name),
    }


def _getter(name: str) -> str:
    return f"get{name[0].upper()}{name[1:]}"


def _constant(value: Any) -> Callable[[], Any]:
    return lambda: value
