"""The definition cache: models and programs by definition id, made once and shared by threads."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import TypeVar

from app.definitions import read_bpmn, read_dmn, read_form
from app.domain.errors import NotFound
from app.domain.model.decision import DecisionModel
from app.domain.model.form import FormModel
from app.domain.ports.definitions import LoadedProcess
from app.domain.ports.interpreter import ProcessInterpreter
from app.domain.ports.unit_of_work import UnitOfWork
from app.domain.records import Definition

T = TypeVar("T")
CAPACITY = 500
"""Definitions of each kind that are kept; the least recently used one goes first."""


class Recent(OrderedDict[str, T]):
    """A map that forgets its least recently used entry; safe for threads. Two threads may make the same value once."""

    def __init__(self, capacity: int) -> None:
        super().__init__()
        self._capacity = capacity
        self._lock = Lock()

    def of(self, key: str, make: Callable[[], T]) -> T:
        """The value of `key`, made outside the lock where it is missing."""
        with self._lock:
            if key in self:
                self.move_to_end(key)
                return self[key]
        value = make()
        with self._lock:
            self[key] = value
            while len(self) > self._capacity:
                self.popitem(last=False)
        return value


class Programs:
    """Implements `app.domain.ports.definitions.DefinitionCache` over deployed resources."""

    def __init__(self, interpreter: ProcessInterpreter, capacity: int = CAPACITY) -> None:
        self._interpreter = interpreter
        self._processes: Recent[LoadedProcess] = Recent(capacity)
        self._decisions: Recent[Mapping[str, DecisionModel]] = Recent(capacity)
        self._forms: Recent[FormModel] = Recent(capacity)

    def process(self, definition_id: str, uow: UnitOfWork) -> LoadedProcess:
        """Model and program of a process definition. Raises `NotFound`."""
        return self._processes.of(definition_id, lambda: self._load(uow.definitions.get(definition_id), uow))

    def decisions(self, definition: Definition, uow: UnitOfWork) -> Mapping[str, DecisionModel]:
        """All decisions of the file that holds a decision definition."""

        def make() -> Mapping[str, DecisionModel]:
            content = _content(definition, uow)
            return {model.id: model for model in read_dmn(content, definition.resource_name)}

        return self._decisions.of(f"{definition.deployment_id} {definition.resource_name}", make)

    def form(self, definition: Definition, uow: UnitOfWork) -> FormModel:
        """The model of a form definition."""
        return self._forms.of(definition.id, lambda: read_form(_content(definition, uow), definition.resource_name))

    def _load(self, definition: Definition, uow: UnitOfWork) -> LoadedProcess:
        file = read_bpmn(_content(definition, uow), definition.resource_name)
        model = next((model for model in file.processes if model.id == definition.key), None)
        if definition.kind != "process" or model is None:
            raise NotFound(f"流程定义 {definition.id} 不存在", f"{definition.id} is no process definition")
        return LoadedProcess(definition, model, self._interpreter.compile(model))


def _content(definition: Definition, uow: UnitOfWork) -> bytes:
    return uow.definitions.resource(definition.deployment_id, definition.resource_name).content
