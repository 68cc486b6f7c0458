"""Refuses code that outgrows its budget: modules, functions and command handlers (CONTRIBUTING.md says why).

What breaks a budget is a hub; split it by area. A module over the soft limit is reported, not refused.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("app", "workers", "scripts", "bench")
MODULE_SOFT, MODULE_HARD = 250, 400
FUNCTION = 40
HANDLER = 80


def problems(path: Path, source: str) -> Iterator[str]:
    """What breaks a hard budget in one file, each as `path:line: sentence`."""
    lines = len(source.splitlines())
    limit = HANDLER if is_handler(path) else MODULE_HARD
    if lines > limit:
        yield f"{path}:1: {lines} lines, the limit is {limit}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > FUNCTION:
            yield f"{path}:{node.lineno}: {node.name} has {length(node)} lines, the limit is {FUNCTION}"


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function from `def` to its end, without its docstring and decorators."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.value.value is not ...
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


def is_handler(path: Path) -> bool:
    """A command handler: `app/<package>/commands/<area>/<verb_noun>.py`."""
    parts = path.parts
    return parts[:1] == ("app",) and parts[2:3] == ("commands",) and parts[1] != "domain" and path.stem != "__init__"


def main() -> int:
    """Check every folder; 1 when a hard budget is broken."""
    found: list[str] = []
    large: list[str] = []
    for path in sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        found += problems(path.relative_to(ROOT), source)
        lines = len(source.splitlines())
        if MODULE_SOFT < lines <= MODULE_HARD:
            large.append(f"{path.relative_to(ROOT)}: {lines} lines")
    if large:
        print(f"over {MODULE_SOFT} lines, think of splitting: {', '.join(large)}")
    print("\n".join(found) if found else "size budgets kept")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
