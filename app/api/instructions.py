"""Instructions of a modification or a restart as Camunda writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.api.call import Call
from app.api.fields import Fields
from app.api.variables import read_variables
from app.domain.errors import InvalidInput
from app.domain.ports.unit_of_work import FileStore
from app.domain.stimuli import CancelActivity, CancelElement, Instruction, StartAfter, StartAt, StartBefore, TakeFlow
from app.domain.values import TypedValue


def read_instructions(given: Fields, files: FileStore, name: str = "instructions") -> tuple[Instruction, ...]:
    """The instructions of a body, in order. Raises `InvalidInput` for a type nobody knows and for what is missing."""
    return tuple(_instruction(each, files) for each in given.objects(name))


def start_at(given: Fields, call: Call, name: str) -> StartAt:
    """Instructions by which an instance begins."""
    return StartAt(
        read_instructions(given, call.house.files, name),
        skip_io_mappings=bool(given.flag("skipIoMappings")),
        skip_listeners=bool(given.flag("skipCustomListeners")),
    )


def activity_id(given: str) -> str:
    """Our id of an activity instance; Camunda puts the element's before it."""
    return given.rpartition(":")[2]


def _instruction(given: Fields, files: FileStore) -> Instruction:
    kind = given.text("type")
    read = _READERS.get(kind or "")
    if read is None:
        raise InvalidInput(
            f"未知的指令类型 {kind}", f"Cannot read instruction: '{kind}' is no instruction type", "instructions.type"
        )
    return read(given, files)


def _start_before(given: Fields, files: FileStore) -> Instruction:
    element = _needed(given, "startBeforeActivity", "activityId")
    return StartBefore(element, _ancestor(given), *_variables(given, files))


def _start_after(given: Fields, files: FileStore) -> Instruction:
    return StartAfter(_needed(given, "startAfterActivity", "activityId"), _ancestor(given), *_variables(given, files))


def _start_transition(given: Fields, files: FileStore) -> Instruction:
    return TakeFlow(_needed(given, "startTransition", "transitionId"), _ancestor(given), *_variables(given, files))


def _cancel(given: Fields, _files: FileStore) -> Instruction:
    given.flag("cancelCurrentActiveActivityInstances")
    named = [name for name in ("activityId", "activityInstanceId", "transitionInstanceId") if given.text(name)]
    if len(named) != 1:
        raise InvalidInput(
            "cancel 指令须且只须给出 activityId、activityInstanceId、transitionInstanceId 之一",
            "For instruction type 'cancel': exactly one, 'activityId', 'activityInstanceId', "
            "or 'transitionInstanceId', is required",
            "instructions",
        )
    value = given.required(named[0])
    return CancelElement(value) if named[0] == "activityId" else CancelActivity(activity_id(value))


def _needed(given: Fields, kind: str, name: str) -> str:
    value = given.text(name)
    if not value:
        raise InvalidInput(f"{kind} 指令缺少 {name}", f"For instruction type '{kind}': '{name}' must be set", name)
    return value


def _ancestor(given: Fields) -> str | None:
    ancestor = given.text("ancestorActivityInstanceId")
    return activity_id(ancestor) if ancestor else None


def _variables(given: Fields, files: FileStore) -> tuple[Mapping[str, TypedValue], Mapping[str, TypedValue]]:
    """Those to be written as a token does, and the local ones."""
    raw = given.mapping("variables")
    values = read_variables(raw, files)
    local = {name for name, each in raw.items() if isinstance(each, dict) and each.get("local") is True}
    return (
        {name: value for name, value in values.items() if name not in local},
        {name: value for name, value in values.items() if name in local},
    )


_READERS: Mapping[str, Callable[[Fields, FileStore], Instruction]] = {
    "startBeforeActivity": _start_before,
    "startAfterActivity": _start_after,
    "startTransition": _start_transition,
    "cancel": _cancel,
}
