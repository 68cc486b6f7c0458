"""Calls in FEEL texts to closures: built-in functions, those of the scope and of contexts, functions of beans."""

from __future__ import annotations

from app.expressions.compiler import Compiler, call_bean
from app.expressions.errors import ExpressionFailed
from app.expressions.feel_access import path
from app.expressions.feel_functions import FUNCTIONS, choose
from app.expressions.functions import BUILT_IN, UserFunction
from app.expressions.nodes import Call, FunctionOf, Invoke, Method, Name, Node, size_and_depth
from app.expressions.runtime import GLOBAL_BEAN, MISSING, Frame, Options, Step, Value
from app.expressions.types import ANY, FeelType, TypeText, resolve
from app.expressions.values import Function, as_integer, kind_of


class CallCompiler(Compiler):
    """The part of the FEEL compiler that knows functions."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.options = options
        self.handlers |= {
            Call: self.call,
            Invoke: self.invoke,
            FunctionOf: self.function_of,
            Method: self.method,
        }

    def call(self, node: Call) -> Step:
        """A built-in function, else one of the scope, else one of the global bean."""
        names, function = node.names, node.function
        if function not in FUNCTIONS or function in self.options.names:
            return self._scoped_call(node)
        form = choose(function, len(node.arguments), names)
        kinds = form.kinds(len(node.arguments), names)
        arguments = tuple(
            self.argument(argument) if kind == "function" else self.step(argument)
            for argument, kind in zip(node.arguments, kinds, strict=True)
        )
        return lambda frame: form.call(frame.run, [step(frame) for step in arguments], names)

    def _scoped_call(self, node: Call) -> Step:
        """A function the model names, which may stand before a built-in one; a mere variable of that name does not."""
        function, names, built_in = node.function, node.names, BUILT_IN.get(node.function)
        arguments = tuple(self.argument(argument) for argument in node.arguments)

        def run_call(frame: Frame) -> Value:
            found = frame.find(function)
            called = found if isinstance(found, Function) else built_in
            if called is not None:
                return called.invoke(frame.run, [step(frame) for step in arguments], names)
            return call_bean(frame.run, GLOBAL_BEAN, function, _whole(frame, arguments))

        return run_call

    def argument(self, node: Node) -> Step:
        """An argument that may be a function, and so the bare name of a built-in one."""
        step = self.step(node)
        if not isinstance(node, Name) or node.name not in BUILT_IN:
            return step
        name, built_in = node.name, BUILT_IN[node.name]
        return lambda frame: built_in if frame.find(name) is MISSING else step(frame)

    def invoke(self, node: Invoke) -> Step:
        """The call of a value. Fails where it is no function, which DMN would make null without a word."""
        target, names = self.step(node.target), node.names
        arguments = tuple(self.argument(argument) for argument in node.arguments)

        def run_call(frame: Frame) -> Value:
            found = target(frame)
            if not isinstance(found, Function):
                raise no_function(found)
            return found.invoke(frame.run, [step(frame) for step in arguments], names)

        return run_call

    def function_of(self, node: FunctionOf) -> Step:
        """A function as a value; it sees the names that are visible where it stands."""
        body, parameters = self.step(node.body), node.parameters
        types = tuple(self.type(text) for text in node.types)
        cost, _ = size_and_depth(node.body)
        return lambda frame: UserFunction(parameters, types, body, cost, ANY, frame)

    def type(self, text: TypeText | None) -> FeelType:
        """The type a text means; the parser has made sure there is one."""
        found = None if text is None else resolve(text, self.options.types)
        return ANY if found is None else found

    def method(self, node: Method) -> Step:
        """A bean's function, or one that is the entry of a context."""
        bean = node.target.name if isinstance(node.target, Name) else ""
        target, name, names = self.step(node.target), node.name, node.names
        arguments = tuple(self.argument(argument) for argument in node.arguments)

        def run_call(frame: Frame) -> Value:
            found = None if bean in frame.run.beans else path(frame.run, target(frame), name)
            if isinstance(found, Function):
                return found.invoke(frame.run, [step(frame) for step in arguments], names)
            return call_bean(frame.run, bean, name, _whole(frame, arguments))

        return run_call


def no_function(value: Value) -> ExpressionFailed:
    """The error for a call of something else."""
    kind = kind_of(value)
    return ExpressionFailed(f"只能调用函数, 此处的值是 {kind}", f"only a function can be called, this is {kind}")


def _whole(frame: Frame, arguments: tuple[Step, ...]) -> list[Value]:
    """The arguments of a bean's function, whole numbers as int, which is what Python code expects."""
    values = [step(frame) for step in arguments]
    return [_plain_number(value) for value in values]


def _plain_number(value: Value) -> Value:
    whole = as_integer(value)
    return value if whole is None or isinstance(value, bool) else whole
