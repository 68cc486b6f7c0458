"""How a built-in function of FEEL is declared and called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import DecimalException

from app.expressions.runtime import MISSING, Run, Value
from app.expressions.values import as_decimal, kind_of


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; `kind` is ``any`` or a type name of `kind_of`; `optional` ones may be left out or null."""

    name: str
    kind: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """One form of a built-in function.

    `apply(run, *arguments)` gets a Decimal for ``number``, a list for ``list`` (a single value becomes a list of one),
    None for an optional one left out. An argument of the wrong type makes the call null (DMN 1.3, 10.3.4). With
    `variadic` all arguments arrive as one list; a single list argument is that list.
    """

    name: str
    parameters: tuple[Parameter, ...]
    apply: Callable[..., Value]
    variadic: bool = False
    tail: bool = False
    """Whether the last parameter may be given any number of times; its values arrive as one list."""

    @property
    def required(self) -> int:
        """How many arguments there must be."""
        return 1 if self.variadic else sum(not parameter.optional for parameter in self.parameters)

    def fits(self, count: int, names: tuple[str, ...]) -> bool:
        """Whether a call with so many arguments (of these names, if named) can be this one."""
        if self.variadic:
            return count >= 1 and (not names or names == (self.parameters[0].name,))
        if names:
            known = {parameter.name for parameter in self.parameters}
            needed = {parameter.name for parameter in self.parameters if not parameter.optional}
            return len(set(names)) == len(names) and needed <= set(names) <= known
        return self.required <= count and (self.tail or count <= len(self.parameters))

    def kinds(self, count: int, names: tuple[str, ...]) -> tuple[str, ...]:
        """The kinds of the arguments of a call that fits."""
        if self.variadic:
            return (self.parameters[0].kind,) * count
        known = {parameter.name: parameter.kind for parameter in self.parameters}
        if names:
            return tuple(known[name] for name in names)
        kinds = tuple(known.values())
        return kinds[:count] + kinds[-1:] * (count - len(kinds))

    def call(self, run: Run, arguments: list[Value], names: tuple[str, ...]) -> Value:
        """The value, null where an argument has the wrong type or the arithmetic has no result."""
        run.spend(2)
        if self.variadic:
            single = len(arguments) == 1 and isinstance(arguments[0], list)
            ready: list[Value] = [arguments[0] if single else arguments]
        elif self.tail:
            ready = self._with_tail(arguments, names)
        else:
            ready = [_convert(parameter, value) for parameter, value in self._placed(arguments, names)]
        if any(value is MISSING for value in ready):
            return None
        try:
            return self.apply(run, *ready)
        except (DecimalException, OverflowError):
            return None

    def _with_tail(self, arguments: list[Value], names: tuple[str, ...]) -> list[Value]:
        """The arguments, those from the last parameter on as one list."""
        if names:
            arguments = [value for _, value in self._placed(arguments, names)]
        split = len(self.parameters) - 1
        last = self.parameters[-1]
        rest = [_convert(last, value) for value in arguments[split:]]
        first = [_convert(one, value) for one, value in zip(self.parameters, arguments[:split], strict=False)]
        return [*first, MISSING if any(value is MISSING for value in rest) else rest]

    def _placed(self, arguments: list[Value], names: tuple[str, ...]) -> list[tuple[Parameter, Value]]:
        if names:
            given = dict(zip(names, arguments, strict=True))
            return [(parameter, given.get(parameter.name)) for parameter in self.parameters]
        padding = [None] * (len(self.parameters) - len(arguments))
        return list(zip(self.parameters, [*arguments, *padding], strict=True))


def signature(name: str, parameters: str, apply: Callable[..., Value]) -> Signature:
    """Declare a function: `"string: string, length: number?"`.

    `"list: any*"` takes any number of arguments or a list, `"list: list, item: any+"` one or more items.
    """
    parsed = []
    for part in filter(None, parameters.split(", ")):
        title, kind = part.split(": ")
        parsed.append(Parameter(title, kind.rstrip("?*+"), kind.endswith("?")))
    return Signature(name, tuple(parsed), apply, parameters.endswith("*"), parameters.endswith("+"))


def _convert(parameter: Parameter, value: Value) -> Value:
    """The argument as the function wants it, or `MISSING` where it has the wrong type."""
    if parameter.kind == "any" or (value is None and parameter.optional):
        return value
    if parameter.kind == "list":
        return MISSING if value is None else value if isinstance(value, list) else [value]
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if kind_of(value) != parameter.kind:
        return MISSING
    if parameter.kind != "number":
        return value
    try:
        return as_decimal(value)
    except DecimalException:
        return MISSING
