"""The engine's collaborators in one bundle; `app.bootstrap` fills it once."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.ports.clock import Clock, IdGenerator
from app.domain.ports.definitions import DefinitionCache
from app.domain.ports.evaluation import DecisionEvaluator, ExpressionEvaluator, FormValidator
from app.domain.ports.interpreter import ProcessInterpreter
from app.domain.ports.notifier import Notifier
from app.domain.ports.office import CalendarFactory, OfficeSettingsFactory, OrgDirectoryFactory
from app.domain.ports.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class Ports:
    """Who does what for the engine."""

    store: Store
    clock: Clock
    ids: IdGenerator
    interpreter: ProcessInterpreter
    expressions: ExpressionEvaluator
    decisions: DecisionEvaluator
    forms: FormValidator
    calendar: CalendarFactory
    org: OrgDirectoryFactory
    settings: OfficeSettingsFactory
    programs: DefinitionCache
    notifier: Notifier
    topics: frozenset[str] | None = None
    """Topics that have a worker; None where nobody knows."""
