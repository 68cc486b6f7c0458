"""Functions as values: those a text or a model defines, and the built-in ones by their name."""

from __future__ import annotations

from app.expressions.feel_functions import FUNCTIONS
from app.expressions.runtime import MISSING, Frame, Run, Step, Value
from app.expressions.types import FeelType, coerced, coerced_or_null
from app.expressions.values import Function


class UserFunction(Function):
    """`function(a, b) ...` or a business knowledge model, with the names that are visible where it was written.

    An argument that is not of its parameter's type makes the call null, without a run of the body (DMN 10.3.2.9.4).
    """

    __slots__ = ("_body", "_cost", "_frame", "_result", "_types", "parameters")

    def __init__(
        self,
        parameters: tuple[str, ...],
        types: tuple[FeelType, ...],
        body: Step,
        cost: int,
        result: FeelType,
        frame: Frame,
    ) -> None:
        self.parameters = parameters
        self._types = types
        self._body = body
        self._frame = frame
        self._cost = cost
        self._result = result

    def invoke(self, run: Run, arguments: list[Value], names: tuple[str, ...] = ()) -> Value:
        """The value of the body; null where the arguments do not fit."""
        placed = by_position(self.parameters, arguments, names)
        if placed is None:
            return None
        run.spend(2 + self._cost)
        ready = [coerced(run, value, kind) for value, kind in zip(placed, self._types, strict=True)]
        if any(value is MISSING for value in ready):
            return None
        frame = Frame(dict(zip(self.parameters, ready, strict=True)), run, self._frame)
        return coerced_or_null(run, run.call(lambda: self._body(frame)), self._result)


class BuiltIn(Function):
    """A built-in function under its name, for `sort(list, before)` and the like."""

    __slots__ = ("_forms", "parameters")

    def __init__(self, name: str) -> None:
        self._forms = FUNCTIONS[name]
        self.parameters = tuple(parameter.name for parameter in self._forms[0].parameters)

    def invoke(self, run: Run, arguments: list[Value], names: tuple[str, ...] = ()) -> Value:
        """The value of the form that fits, null where none does."""
        form = next((form for form in self._forms if form.fits(len(arguments), names)), None)
        return None if form is None else form.call(run, arguments, names)


def by_position(parameters: tuple[str, ...], arguments: list[Value], names: tuple[str, ...]) -> list[Value] | None:
    """The arguments in the order of the parameters; None where one is missing, unknown or given twice."""
    if len(arguments) != len(parameters) or (names and set(names) != set(parameters)):
        return None
    if not names:
        return arguments
    given = dict(zip(names, arguments, strict=True))
    return [given[parameter] for parameter in parameters]


BUILT_IN: dict[str, Function] = {name: BuiltIn(name) for name in FUNCTIONS}
"""Every built-in function as a value."""
