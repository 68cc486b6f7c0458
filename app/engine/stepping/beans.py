"""The whitelisted objects of an expression: `calendar`, `org`, `execution`, `task`, `setting`, `deadline`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.context import CommandContext
from app.domain.ports.clock import Bean
from app.domain.records import ProcessInstance


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
    }


def execution_bean(instance: ProcessInstance, scope_id: str, view: Mapping[str, Any]) -> Bean:
    """The part of Camunda's `DelegateExecution` that only reads."""
    return {
        "id": scope_id,
        "processInstanceId": instance.id,
        "processDefinitionId": instance.definition_id,
        "businessKey": instance.business_key,
        "processBusinessKey": instance.business_key,
        "getBusinessKey": lambda: instance.business_key,
        "getProcessBusinessKey": lambda: instance.business_key,
        "getProcessInstanceId": lambda: instance.id,
        "getVariable": view.get,
        "hasVariable": lambda name: name in view,
        "startedBy": instance.started_by,
    }
