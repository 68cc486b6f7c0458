"""Runs the DMN TCK: every result of its test cases, compared as typed values, counted by level."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.definitions import read_dmn
from app.domain.errors import DefinitionInvalid, EvaluationFailed
from app.domain.model.decision import DecisionModel
from app.expressions import GLOBAL_BEAN, Decisions, Options
from app.expressions.values import Range, is_number, kind_of, number_text, plain_text
from scripts.conformance.tck_files import Case, Expectation, Suite, Unreadable, suites

Value = Any

TOLERANCE = Decimal("0.00000001")
"""How far numbers may be apart, as in the TCK's own runner: expected values are written with eight places."""

_BEANS = {GLOBAL_BEAN: {"now": lambda: datetime.now(UTC)}}


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one expected result; `outcome` is right, wrong or refused, `reason` what to say about it."""

    level: str
    suite: str
    case: str
    decision: str
    outcome: str
    reason: str
    expected: str
    actual: str
    is_error: bool


@dataclass
class Runner:
    """Runs suites; models are read once per suite, decisions compiled once."""

    decisions: Decisions = field(default_factory=lambda: Decisions(Options(zone=UTC)))
    """In UTC, where the standard puts a date without time."""

    def run(self, suite: Suite) -> Iterator[Finding]:
        """A finding per expected result of a suite."""
        try:
            models = {model.id: model for model in read_dmn(suite.model.read_bytes(), suite.model.name)}
        except DefinitionInvalid as invalid:
            problem = invalid.problems[0]
            reason = f"{problem.code}: {problem.text.en}"
            for case, wanted in _results(suite):
                yield _finding(suite, case, wanted, "refused", reason, "")
            return
        for case, wanted in _results(suite):
            yield self._result(suite, models, case, wanted)

    def _result(self, suite: Suite, models: dict[str, DecisionModel], case: Case, wanted: Expectation) -> Finding:
        if case.service is not None:
            return self._service(suite, models, case, wanted)
        key = next((model.id for model in models.values() if wanted.decision in {model.name, model.id}), None)
        if key is None:
            return _finding(suite, case, wanted, "refused", "no decision of that name", "")
        return _compared(suite, case, wanted, lambda: self.decisions.value(models, key, case.inputs, _BEANS))

    def _service(self, suite: Suite, models: dict[str, DecisionModel], case: Case, wanted: Expectation) -> Finding:
        services = (service for model in models.values() for service in model.library.services.values())
        key = next((service.id for service in services if service.name == case.service), "")
        return _compared(
            suite,
            case,
            wanted,
            lambda: self.decisions.service(models, key, case.inputs, _BEANS).get(wanted.decision),
        )


def _compared(suite: Suite, case: Case, wanted: Expectation, evaluate: Callable[[], Value]) -> Finding:
    try:
        value = evaluate()
    except EvaluationFailed as failed:
        outcome = "right" if wanted.is_error else "refused"
        return _finding(suite, case, wanted, outcome, failed.text.en, "refused")
    outcome = "right" if same(value, wanted.value) else "wrong"
    return _finding(suite, case, wanted, outcome, "", written(value))


def _results(suite: Suite) -> Iterator[tuple[Case, Expectation]]:
    return ((case, wanted) for case in suite.cases for wanted in case.expectations)


def _finding(suite: Suite, case: Case, wanted: Expectation, outcome: str, reason: str, actual: str) -> Finding:
    return Finding(
        suite.level, suite.name, case.id, wanted.decision, outcome, reason, written(wanted.value), actual,
        wanted.is_error,
    )  # fmt: skip


def same(actual: Value, expected: Value) -> bool:
    """Whether two values are the same: of one type, numbers within the tolerance, moments with the same zone."""
    if isinstance(actual, list) and isinstance(expected, list):
        return len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(actual, dict) and isinstance(expected, dict):
        return actual.keys() == expected.keys() and all(same(actual[key], expected[key]) for key in actual)
    if is_number(actual) and is_number(expected):
        return abs(Decimal(str(actual)) - Decimal(str(expected))) < TOLERANCE
    return kind_of(actual) == kind_of(expected) and plain_text(actual) == plain_text(expected)


def written(value: Value) -> str:
    """A value for the eyes of whoever reads the list."""
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Unreadable):
        return f"{value.kind} {value.text}"
    if isinstance(value, Range):
        return f"{value.start}..{value.end}"
    return number_text(value) if is_number(value) else plain_text(value) or str(value)


def run(folder: str, report: Path | None, verbose: bool) -> int:
    """Run everything below a checkout of the TCK and print the figures; 2 where there is nothing to run."""
    started, runner = time.perf_counter(), Runner()
    findings = [finding for suite in suites(Path(folder)) for finding in runner.run(suite)] if folder else []
    if not findings:
        print(f"TCK={folder}: no test cases there. Check out https://github.com/dmn-tck/tck and name its folder: TCK=")
        return 2
    for level in sorted({finding.level for finding in findings}):
        _print_share(level, [finding for finding in findings if finding.level == level])
    _print_share("all", findings)
    _print_groups(findings)
    for each in findings if verbose else ():
        if each.outcome != "right":
            print(f"{each.outcome} {each.suite} {each.case} {each.decision}: "
                  f"expected {each.expected}, got {each.actual} {each.reason}")  # fmt: skip
    if report is not None:
        report.write_text(json.dumps([asdict(each) for each in findings], ensure_ascii=False, indent=1) + "\n")
    print(f"{time.perf_counter() - started:.1f} s")
    return 0


def _print_share(name: str, findings: list[Finding]) -> None:
    count = Counter(finding.outcome for finding in findings)
    by_error = sum(each.outcome == "right" and each.actual == "refused" for each in findings)
    share = 100 * count["right"] / len(findings)
    print(
        f"{name}: {len(findings)} results, {count['right']} right ({share:.2f} %; {by_error} of them an expected error "
        f"that Banli reports as one), {count['wrong']} wrong, {count['refused']} refused"
    )


def _print_groups(findings: list[Finding]) -> None:
    """What is not right: refusals by reason, wrong values by suite."""
    reasons = Counter(each.reason for each in findings if each.outcome == "refused")
    wrong = Counter(each.suite for each in findings if each.outcome == "wrong")
    for title, counts in (("refused", reasons), ("wrong", wrong)):
        for name, count in counts.most_common():
            print(f"  {title} {count:5}  {name[:160]}")
