"""FEEL's functions with regular expressions: matches, replace, split (DMN 1.3, 10.3.4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.expressions import regex
from app.expressions.feel_signature import signature
from app.expressions.runtime import Run


def _matches(run: Run, text: str, pattern: str, flags: str | None) -> bool | None:
    if not regex.are_flags(flags or ""):
        return None
    return regex.search(run, text, pattern, flags or "")


def _replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None) -> str | None:
    r"""Every match replaced; `$1` is a group, `$0` the whole match, `\$` and `\\` are the signs themselves."""
    if not regex.are_flags(flags or ""):
        return None
    literal: list[str | int] = [replacement]
    parts = literal if "q" in (flags or "") else _parts(replacement, regex.group_count(run, pattern, flags or ""))
    if parts is None:
        return None
    written: list[str] = []
    at = size = 0
    for found in regex.matches(run, text, pattern, flags or ""):
        piece = text[at : found.start()] + "".join(_written(parts, found))
        size += len(piece)
        run.check_text(size)
        written.append(piece)
        at = found.end()
    run.check_text(size + len(text) - at)
    return "".join(written) + text[at:]


def _written(parts: list[str | int], found: Any) -> Iterator[str]:
    for part in parts:
        yield (found.group(part) or "") if isinstance(part, int) else part


def _parts(replacement: str, groups: int) -> list[str | int] | None:
    """The texts and group numbers of a replacement; None where a sign stands alone."""
    parts: list[str | int] = []
    at = 0
    while at < len(replacement):
        letter, following = replacement[at], replacement[at + 1 : at + 2]
        if letter == "$" and following.isdecimal():
            number, at = _group(replacement, at + 1, groups)
            parts.append(number if number <= groups else "")
            continue
        if letter == "\\" and following in {"$", "\\"} and following:
            letter, at = following, at + 1
        elif letter in "$\\":
            return None
        parts.append(letter)
        at += 1
    return parts


def _group(replacement: str, at: int, groups: int) -> tuple[int, int]:
    """The number of a group, as many digits as there are groups for, and the place behind it."""
    number, at = int(replacement[at]), at + 1
    while at < len(replacement) and replacement[at].isdecimal() and number * 10 + int(replacement[at]) <= groups:
        number, at = number * 10 + int(replacement[at]), at + 1
    return number, at


def _split(run: Run, text: str, delimiter: str) -> list[str]:
    pieces: list[str] = []
    at = 0
    run.check_text(len(text))
    for found in regex.matches(run, text, delimiter, ""):
        pieces.append(text[at : found.start()])
        at = found.end()
        run.limit_items(len(pieces) + 1)
    return run.items([*pieces, text[at:]])


SIGNATURES = (
    signature("matches", "input: string, pattern: string, flags: string?", _matches),
    signature("replace", "input: string, pattern: string, replacement: string, flags: string?", _replace),
    signature("split", "string: string, delimiter: string", _split),
)
