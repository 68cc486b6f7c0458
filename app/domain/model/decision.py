"""A DMN decision as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """One input column."""

    id: str
    label: str | None
    expression: str
    language: str = "feel"
    type_ref: str | None = None
    variable: str | None = None
    """`camunda:inputVariable`; the name under which the cells know the value."""


@dataclass(frozen=True, slots=True)
class DecisionOutput:
    """One output column; `allowed_values` in order of priority."""

    id: str
    name: str | None
    label: str | None = None
    type_ref: str | None = None
    allowed_values: tuple[str, ...] = ()
    default: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """One row; cells as text, empty or `-` means any."""

    id: str
    input_entries: tuple[str, ...]
    output_entries: tuple[str, ...]
    description: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table with its hit policy."""

    hit_policy: str
    inputs: tuple[DecisionInput, ...]
    outputs: tuple[DecisionOutput, ...]
    rules: tuple[DecisionRule, ...]
    aggregation: str | None = None
    """SUM, MIN, MAX or COUNT, with COLLECT only."""
    type_ref: str | None = None
    """The type of the table's value, where the table is part of another expression."""


@dataclass(frozen=True, slots=True)
class LiteralDecision:
    """One expression, of a decision or as part of another expression; `variable` names a decision's result."""

    expression: str
    language: str = "feel"
    variable: str | None = None
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class ContextEntry:
    """One entry of a context; it sees those before it. Without a name it is the context's result."""

    name: str | None
    value: Boxed
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedContext:
    """Named values; where the last entry has no name, its value is that of the whole."""

    entries: tuple[ContextEntry, ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedList:
    """Values in order; a relation is read as a list of contexts."""

    items: tuple[Boxed, ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedInvocation:
    """The call of a function with named arguments; `function` is the FEEL text that gives it."""

    function: str
    bindings: tuple[tuple[str, Boxed], ...]
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class FunctionParameter:
    """A parameter of a function."""

    name: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedFunction:
    """A function; `type_ref` is the type of what it returns."""

    parameters: tuple[FunctionParameter, ...]
    body: Boxed
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedConditional:
    """If, then, else (DMN 1.4)."""

    condition: Boxed
    then: Boxed
    other: Boxed
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedFilter:
    """The elements of a list for which `match` holds (DMN 1.4)."""

    source: Boxed
    match: Boxed
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class BoxedLoop:
    """`kind` for, some or every, over the elements of a list (DMN 1.4)."""

    kind: str
    variable: str
    source: Boxed
    body: Boxed
    type_ref: str | None = None


Boxed = (
    DecisionTable
    | LiteralDecision
    | BoxedContext
    | BoxedList
    | BoxedInvocation
    | BoxedFunction
    | BoxedConditional
    | BoxedFilter
    | BoxedLoop
)
"""The boxed expressions of DMN 1.3, chapter 7.3, and 1.4."""


def boxed_parts(logic: Boxed) -> tuple[Boxed, ...]:
    """The boxed expressions directly inside of one."""
    match logic:
        case BoxedContext():
            return tuple(entry.value for entry in logic.entries)
        case BoxedList():
            return logic.items
        case BoxedInvocation():
            return tuple(value for _, value in logic.bindings)
        case BoxedFunction():
            return (logic.body,)
        case BoxedConditional():
            return (logic.condition, logic.then, logic.other)
        case BoxedFilter():
            return (logic.source, logic.match)
        case BoxedLoop():
            return (logic.source, logic.body)
    return ()


@dataclass(frozen=True, slots=True)
class ItemType:
    """An item definition: another name for `base`, or a name for contexts with these `components`.

    `function_arity` is the number of parameters where it is a type of functions; `allowed_values` are unary tests.
    """

    name: str
    base: str | None = None
    components: tuple[ItemType, ...] = ()
    is_collection: bool = False
    allowed_values: str | None = None
    function_arity: int | None = None


@dataclass(frozen=True, slots=True)
class NamedValue:
    """Input data, or a decision as those see it that require it: its id, the name it is known by, and its type."""

    id: str
    name: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class KnowledgeModel:
    """A business knowledge model: a function with a name; `requires` are other functions it calls."""

    id: str
    name: str
    function: BoxedFunction
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionService:
    """Decisions as a function: parameters are its input data, then its input decisions; all are ids."""

    id: str
    name: str
    outputs: tuple[str, ...]
    input_decisions: tuple[str, ...] = ()
    input_data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionLibrary:
    """What the decisions of one file share, by id; `results` are the decisions themselves."""

    types: tuple[ItemType, ...] = ()
    inputs: Mapping[str, NamedValue] = field(default_factory=dict)
    results: Mapping[str, NamedValue] = field(default_factory=dict)
    knowledge: Mapping[str, KnowledgeModel] = field(default_factory=dict)
    services: Mapping[str, DecisionService] = field(default_factory=dict)


NO_LIBRARY = DecisionLibrary()


@dataclass(frozen=True, slots=True)
class DecisionModel:
    """One decision; `requires` names the decisions of the same file it needs first.

    `inputs` and `functions` (knowledge models and decision services) are ids of `library`. `type_ref` is the type of
    the result.
    """

    id: str
    name: str | None
    logic: Boxed
    requires: tuple[str, ...] = ()
    version_tag: str | None = None
    history_time_to_live: int | None = None
    line: int | None = None
    inputs: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    type_ref: str | None = None
    library: DecisionLibrary = NO_LIBRARY
