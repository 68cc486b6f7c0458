"""What the project promises about itself: locks, layers and sizes."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.lock import LOCKS, requirements
from scripts.size_budget import problems

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_every_requirement_exact_with_hashes_and_names_no_index(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if entry and not entry.startswith("#")]

    assert all(re.match(r"[a-z0-9-]+==[^ ]+ ", entry) and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    locked = {entry.partition("==")[0] for entry in entries}
    assert {_project(line) for line in requirements(name).splitlines() if line} <= locked


def test_domain_imports_the_standard_library_only() -> None:
    allowed = {*sys.stdlib_module_names, "app"}

    foreign = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "app/domain").rglob("*.py")
        for name in _imported(path)
        if name.partition(".")[0] not in allowed
    ]

    assert foreign == []


def test_make_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony

    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert set(phony[1].split()) - {"help"} <= set(re.findall(r"make ([a-z-]+)", listed))


@pytest.mark.parametrize("question", [("-ci", "--exclude-standard"), ("app/web/static",)])
def test_what_is_fetched_or_built_is_not_committed(question: tuple[str, ...]) -> None:
    """A committed `.venv` would replace that of every checkout. Outside of a checkout there is nothing to ask."""
    found = subprocess.run(["git", "ls-files", *question], cwd=ROOT, capture_output=True, text=True, check=False)

    assert found.stdout == ""


def test_a_module_over_its_limit_is_refused() -> None:
    assert not list(problems(Path("app/engine/engine.py"), "x = 1\n" * 400))
    assert list(problems(Path("app/engine/engine.py"), "x = 1\n" * 401)) == [
        "app/engine/engine.py:1: 401 lines, the limit is 400"
    ]


def test_a_command_handler_has_a_limit_of_its_own() -> None:
    assert list(problems(Path("app/engine/commands/task/complete_task.py"), "x = 1\n" * 81))
    assert not list(problems(Path("app/domain/commands/task.py"), "x = 1\n" * 81))


def test_a_function_counts_without_its_docstring() -> None:
    body = '    """One.\n\n    Two.\n    """\n' + "    x = 1\n" * 39

    assert not list(problems(Path("app/a.py"), "def f():\n" + body))
    assert list(problems(Path("app/a.py"), "def f():\n" + body + "    x = 2\n")) == [
        "app/a.py:1: f has 41 lines, the limit is 40"
    ]


def _project(requirement: str) -> str:
    """`psycopg[binary]>=3` is `psycopg`."""
    return re.split(r"[^A-Za-z0-9_.-]", requirement.strip())[0].lower().replace("_", "-").replace(".", "-")


def _imported(path: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    return plain + [node.module or "app" for node in nodes if isinstance(node, ast.ImportFrom)]
