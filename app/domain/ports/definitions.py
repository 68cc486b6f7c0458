"""Deployed definitions as typed models and compiled programs, each made once and shared by threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from app.domain.model.decision import DecisionModel
from app.domain.model.form import FormModel
from app.domain.model.process import ProcessModel
from app.domain.ports.interpreter import Program
from app.domain.ports.unit_of_work import UnitOfWork
from app.domain.records import Definition


@dataclass(frozen=True, slots=True)
class LoadedProcess:
    """A process definition ready to run."""

    definition: Definition
    """As it was when it was loaded: do not read `suspended` from here."""
    model: ProcessModel
    program: Program


class DefinitionCache(Protocol):
    """Loads what a definition id stands for; a definition never changes, so nothing here grows stale."""

    def process(self, definition_id: str, uow: UnitOfWork) -> LoadedProcess:
        """Model and program of a process definition. Raises `NotFound`."""

    def decisions(self, definition: Definition, uow: UnitOfWork) -> Mapping[str, DecisionModel]:
        """All decisions of the file that holds a decision definition."""

    def form(self, definition: Definition, uow: UnitOfWork) -> FormModel:
        """The model of a form definition."""
