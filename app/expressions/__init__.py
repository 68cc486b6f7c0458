"""`${...}` (JUEL subset), FEEL and decision tables: text in, value out, nothing else reachable.

One tree, two front ends, compiled once to closures. No text reaches eval, exec, import, format or an attribute of a
Python object: a name is looked up in a mapping, a method in a table of this package, a function in a whitelisted bean.
Fuel, depth, text, list, string and number bounds (`Options`) end a bomb with `ExpressionTooComplex`.
"""

from __future__ import annotations

from app.expressions.compiled import Compiled, CompiledTests, compile_expression, compile_unary_tests
from app.expressions.decision import CompiledTable, compile_table, evaluate_table
from app.expressions.decisions import Decisions
from app.expressions.errors import (
    DecisionFailed,
    ExpressionFailed,
    ExpressionSyntaxError,
    ExpressionTooComplex,
    UnknownVariable,
)
from app.expressions.evaluator import Evaluator
from app.expressions.lexer import Language
from app.expressions.runtime import GLOBAL_BEAN, Options
from app.expressions.values import YearMonthDuration

__all__ = [
    "GLOBAL_BEAN",
    "Compiled",
    "CompiledTable",
    "CompiledTests",
    "DecisionFailed",
    "Decisions",
    "Evaluator",
    "ExpressionFailed",
    "ExpressionSyntaxError",
    "ExpressionTooComplex",
    "Language",
    "Options",
    "UnknownVariable",
    "YearMonthDuration",
    "compile_expression",
    "compile_table",
    "compile_unary_tests",
    "evaluate_table",
]
