"""The types of FEEL: their written form, which values they hold, and the conversions of DMN 1.3, 10.3.2.9.4."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from app.expressions.runtime import MISSING, Run, Value
from app.expressions.temporal import parse_date, parse_duration, parse_moment, parse_time
from app.expressions.values import Function, Range, kind_of


@dataclass(frozen=True, slots=True)
class TypeText:
    """A type as written: `number`, `list<number>`, `context<a: number>`, `function<number>->string`, or a name.

    `arguments` are what stands in the angle brackets, `keys` the entries' names of a context, `result` that of a
    function. A plain `list`, `context`, `range` or `function` has `arguments` None.
    """

    name: str
    arguments: tuple[TypeText, ...] | None = None
    keys: tuple[str, ...] = ()
    result: TypeText | None = None


_READERS: dict[str, Callable[[str], Value]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_moment,
    "days and time duration": parse_duration,
    "years and months duration": parse_duration,
}
"""How the text of a value looks where JSON has no type for it."""


class FeelType(ABC):
    """Which values belong to a type."""

    @abstractmethod
    def holds(self, run: Run, value: Value) -> bool:
        """Whether a value that is not null belongs to the type; null inside of lists and contexts belongs to all."""

    def allows(self, run: Run, value: Value) -> bool:
        """Whether a value of the type is among the allowed values, where the type has such."""
        return True

    def admitted(self, run: Run, value: Value) -> Value:
        """A value from outside with the texts of dates and durations read; what the type does not expect stays."""
        return value


@dataclass(frozen=True, slots=True)
class AnyType(FeelType):
    """Every value."""

    def holds(self, run: Run, value: Value) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class SimpleType(FeelType):
    """The values of one kind, by the names of `kind_of`."""

    kind: str

    def holds(self, run: Run, value: Value) -> bool:
        return kind_of(value) == self.kind

    def admitted(self, run: Run, value: Value) -> Value:
        if not isinstance(value, str) or self.kind not in _READERS:
            return value
        read = _READERS[self.kind](value)
        return value if read is None else read


@dataclass(frozen=True, slots=True)
class ListType(FeelType):
    """Lists whose elements belong to a type."""

    element: FeelType

    def holds(self, run: Run, value: Value) -> bool:
        if not isinstance(value, list):
            return False
        run.spend(len(value))
        return all(item is None or self.element.holds(run, item) for item in value)

    def allows(self, run: Run, value: Value) -> bool:
        return all(item is None or self.element.allows(run, item) for item in value)

    def admitted(self, run: Run, value: Value) -> Value:
        if not isinstance(value, list):
            return self.element.admitted(run, value)
        run.spend(len(value))
        return [self.element.admitted(run, item) for item in value]


@dataclass(frozen=True, slots=True)
class RangeType(FeelType):
    """Ranges whose ends belong to a type."""

    end: FeelType

    def holds(self, run: Run, value: Value) -> bool:
        if not isinstance(value, Range):
            return False
        return all(end is None or self.end.holds(run, end) for end in (value.start, value.end))


@dataclass(frozen=True, slots=True)
class ContextType(FeelType):
    """Contexts that have at least these entries."""

    entries: Mapping[str, FeelType]

    def holds(self, run: Run, value: Value) -> bool:
        if not isinstance(value, dict):
            return False
        run.spend(1 + len(self.entries))
        return all(
            key in value and (value[key] is None or kind.holds(run, value[key])) for key, kind in self.entries.items()
        )

    def allows(self, run: Run, value: Value) -> bool:
        return all(value[key] is None or kind.allows(run, value[key]) for key, kind in self.entries.items())

    def admitted(self, run: Run, value: Value) -> Value:
        if not isinstance(value, dict):
            return value
        run.spend(1 + len(value))
        return {
            key: self.entries[key].admitted(run, item) if key in self.entries else item for key, item in value.items()
        }


@dataclass(frozen=True, slots=True)
class FunctionType(FeelType):
    """Functions of so many parameters; None is any number. What they return is known when they are called."""

    arity: int | None

    def holds(self, run: Run, value: Value) -> bool:
        if not isinstance(value, Function):
            return False
        return self.arity is None or len(value.parameters) == self.arity


@dataclass(frozen=True, slots=True)
class ConstrainedType(FeelType):
    """A type with allowed values; they bind what enters a model, not `instance of`."""

    base: FeelType
    tests: Callable[[Run, Value], bool]

    def holds(self, run: Run, value: Value) -> bool:
        return self.base.holds(run, value)

    def allows(self, run: Run, value: Value) -> bool:
        return self.base.allows(run, value) and self.tests(run, value)

    def admitted(self, run: Run, value: Value) -> Value:
        return self.base.admitted(run, value)


@dataclass(frozen=True, slots=True)
class NamedType(FeelType):
    """A type that is looked up when it is needed, so that types may stand in any order and contain themselves."""

    name: str
    table: Mapping[str, FeelType]

    def holds(self, run: Run, value: Value) -> bool:
        return self._meant.holds(run, value)

    def allows(self, run: Run, value: Value) -> bool:
        return self._meant.allows(run, value)

    def admitted(self, run: Run, value: Value) -> Value:
        return self._meant.admitted(run, value)

    @property
    def _meant(self) -> FeelType:
        return self.table.get(self.name, ANY)


ANY = AnyType()

SIMPLE: dict[str, FeelType] = {
    "Any": ANY,
    "any": ANY,
    "Null": SimpleType("Null"),
    "boolean": SimpleType("boolean"),
    "date": SimpleType("date"),
    "date and time": SimpleType("date and time"),
    "dateTime": SimpleType("date and time"),
    "dayTimeDuration": SimpleType("days and time duration"),
    "days and time duration": SimpleType("days and time duration"),
    "number": SimpleType("number"),
    "string": SimpleType("string"),
    "time": SimpleType("time"),
    "yearMonthDuration": SimpleType("years and months duration"),
    "years and months duration": SimpleType("years and months duration"),
}
"""The types without parts, by every name DMN has had for them."""

COMPOUND = frozenset({"list", "range", "context", "function"})


def resolve(text: TypeText, named: Mapping[str, FeelType]) -> FeelType | None:
    """The type a text means; None for a name nobody defined."""
    if text.name in named:
        return NamedType(text.name, named)
    if text.name in SIMPLE:
        return SIMPLE[text.name]
    return _compound(text, named) if text.name in COMPOUND else None


def _compound(text: TypeText, named: Mapping[str, FeelType]) -> FeelType | None:
    resolved = [resolve(part, named) for part in text.arguments or ()]
    parts = [part for part in resolved if part is not None]
    if len(parts) < len(resolved):
        return None
    if text.name == "function":
        return FunctionType(None if text.arguments is None else len(parts))
    if text.name == "context":
        return ContextType(dict(zip(text.keys, parts, strict=True)))
    inner = parts[0] if parts else ANY
    return ListType(inner) if text.name == "list" else RangeType(inner)


def named_type(type_ref: str | None, named: Mapping[str, FeelType]) -> FeelType:
    """The type of a `typeRef`; any for none and for a name of no FEEL type, such as Camunda's ``integer``."""
    found = None if type_ref is None else resolve(TypeText(type_ref), named)
    return ANY if found is None else found


def coerced_or_null(run: Run, value: Value, wanted: FeelType) -> Value:
    """The value as the type wants it, null where it cannot be."""
    ready = coerced(run, value, wanted)
    return None if ready is MISSING else ready


def coerced(run: Run, value: Value, wanted: FeelType) -> Value:
    """The value as the type wants it, `MISSING` where it cannot be: DMN's implicit conversions and no other.

    Null stays null; a list of one becomes its element, an element a list of one, a date its midnight in UTC.
    """
    if value is None or wanted.holds(run, value):
        return value
    if isinstance(value, list) and len(value) == 1 and value[0] is not None and wanted.holds(run, value[0]):
        return value[0]
    if not isinstance(value, list) and wanted.holds(run, [value]):
        return [value]
    if isinstance(value, date) and not isinstance(value, datetime):
        midnight = datetime.combine(value, time(), UTC)
        return midnight if wanted.holds(run, midnight) else MISSING
    return MISSING
