"""Every row of the element matrix works, or is refused with a message; the page says which."""

from __future__ import annotations

import pytest

from app.definitions import read_bpmn
from tests.conformance.matrix import CASES, result
from tests.conformance.page import PAGE, written

pytestmark = pytest.mark.conformance


@pytest.mark.parametrize("name", CASES)
def test_a_row_works_or_is_refused_with_a_message(name: str) -> None:
    outcome = result(name)

    assert outcome.wrong is None
    if outcome.refusal is not None:
        assert outcome.refusal.line
        assert outcome.refusal.element_id
        assert outcome.refusal.text.zh != outcome.refusal.text.en


def test_sound_diagrams_raise_no_alarm() -> None:
    alarmed = [
        name
        for name, case in CASES.items()
        if result(name).works and any("join_may_wait" in each.code for each in read_bpmn(case.diagram, "x").warnings)
    ]

    assert alarmed == ["gateway / parallel / two tokens by one flow do not open the join"]


def test_the_page_tells_the_results() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == written(page), (
        "docs/reference/bpmn-coverage.md is stale: run `make conformance` and read the difference"
    )
