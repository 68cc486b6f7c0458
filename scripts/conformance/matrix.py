"""Plays the element matrix and writes its page."""

from __future__ import annotations

from tests.conformance.matrix import CASES, result
from tests.conformance.page import PAGE, written


def run() -> int:
    """Write the page; 1 when a row neither works nor is refused."""
    page = PAGE.read_text(encoding="utf-8")
    fresh = written(page)
    PAGE.write_text(fresh, encoding="utf-8")
    wrong = [f"{name}: {result(name).wrong}" for name in CASES if result(name).wrong]
    works = sum(result(name).works for name in CASES)
    print(f"{len(CASES)} cases: {works} work, {len(CASES) - works - len(wrong)} are refused, {len(wrong)} are wrong")
    print("\n".join(wrong), end="\n" if wrong else "")
    print(f"{PAGE.name} " + ("is as it was" if fresh == page else "was written anew: read the difference"))
    return 1 if wrong else 0
