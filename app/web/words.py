"""Words for codes of registers, steps and operations, in the request's language; data/words.csv has them all."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from app.web.language import pick

Words = Mapping[tuple[str, str], tuple[str, str]]


def word(kind: str, code: str | None) -> str | None:
    """The word for a code; the code itself where nobody has named it, None for None."""
    return None if code is None else pick(*words().get((kind, code), (code, code)))


@cache
def words() -> Words:
    """`(kind, code)` -> the Chinese and the English word."""
    text = files("app.web").joinpath("data", "words.csv").read_text(encoding="utf-8")
    return {(row["kind"], row["code"]): (row["zh"], row["en"]) for row in csv.DictReader(text.splitlines())}
