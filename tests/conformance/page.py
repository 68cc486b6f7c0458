"""Writes `docs/reference/bpmn-coverage.md` from the results of the element matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.conformance.case import Camunda, Case, Result
from tests.conformance.matrix import CASES, result
from tests.conformance.rows_events import KINDS, LEGAL, PLACES, SHORT

PAGE = Path(__file__).parents[2] / "docs/reference/bpmn-coverage.md"
BEGIN = "<!-- made by `make conformance` from here -->"
END = "<!-- to here -->"
_GRID = ("start", "start of sub-process", "event sub-process", "… non-interrupting", "catch", "boundary",
         "… non-interrupting", "throw", "end")  # fmt: skip


def written(page: str) -> str:
    """The page with its generated part as the results are now; what people wrote around it stays."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{_generated()}\n\n{END}{after}"


def _generated() -> str:
    return "\n".join([*_summary(), "", *_grid(), "", *_rows(), *_refused()])


def _summary() -> Iterator[str]:
    results = {name: result(name) for name in CASES}
    told = [case for case in CASES.values() if case.story]
    works = sum(results[case.name].works for case in told)
    wrong = [name for name, each in results.items() if each.wrong]
    missing = [case for case in told if case.camunda is Camunda.RUNS and not results[case.name].works]
    yield "| cases | |"
    yield "|---|---|"
    yield f"| {len(CASES)} | in all |"
    yield f"| {works} | **work**: the story goes as told |"
    yield f"| {len(told) - works} | are refused with a message, although BPMN allows them |"
    yield f"| {len(CASES) - len(told)} | break BPMN or need a JVM, and are refused with a message |"
    yield f"| {len(wrong)} | are neither |"
    yield f"| {len(missing)} | run on Camunda 7 and are refused here |"
    more = sum(case.camunda is Camunda.REFUSES and results[case.name].works for case in told)
    yield f"| {more} | run here and are refused by Camunda 7 |"


def _grid() -> Iterator[str]:
    """Event kinds by place."""
    yield "### Events"
    yield ""
    yield "| event | " + " | ".join(_GRID) + " |"
    yield "|---" * (len(_GRID) + 1) + "|"
    for kind in KINDS:
        yield f"| {kind} | " + " | ".join(_cell(kind, place) for place in PLACES) + " |"
    yield ""
    yield "`n` cases work at this place · ✗ refused so far, with a message · blank: not in BPMN, and refused"


def _cell(kind: str, place: str) -> str:
    if SHORT[place] not in LEGAL[kind].split():
        return ""
    wanted = ("event", kind, place)
    found = [case for case in CASES.values() if (case.area, case.row, case.place) == wanted and case.story]
    works = sum(result(case.name).works for case in found)
    if not found:
        return "?"
    return str(works) if works == len(found) else f"{works} · ✗ {len(found) - works}" if works else "✗"


def _rows() -> Iterator[str]:
    """Everything else, one line per element."""
    for area in dict.fromkeys(case.area for case in CASES.values() if case.area != "event"):
        yield f"### {area.capitalize()}"
        yield ""
        yield "| element | works | refused |"
        yield "|---|---|---|"
        for row in dict.fromkeys(case.row for case in CASES.values() if case.area == area):
            own = [case for case in CASES.values() if (case.area, case.row) == (area, row)]
            works = [case.what or "yes" for case in own if result(case.name).works]
            refused = [f"{case.what}{_note(case)}" for case in own if not result(case.name).works]
            yield f"| {row} | {' · '.join(works)} | {' · '.join(refused)} |"
        yield ""


def _note(case: Case) -> str:
    return " (JVM)" if case.camunda is Camunda.JVM else "" if case.story else " (not in BPMN)"


def _refused() -> Iterator[str]:
    """What Camunda 7 runs and Banli does not."""
    groups = Counter(_said(result(case.name)) for case in CASES.values() if case.story and case.camunda is Camunda.RUNS)
    groups.pop("", None)
    if groups:
        yield "### Camunda 7 runs it, Banli refuses it"
        yield ""
        yield "| cases | what the designer reads |"
        yield "|---|---|"
        for text, count in sorted(groups.items()):
            yield f"| {count} | {text} |"


def _said(outcome: Result) -> str:
    return outcome.refusal.text.en if outcome.refusal else ""
