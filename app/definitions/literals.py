"""Texts of a diagram as expressions, and the check of what is written out: times, numbers, names."""

from __future__ import annotations

import re
from datetime import datetime

from app.domain.model.process import Expression, TimerKind

_DURATION = re.compile(r"P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?", re.ASCII)
_REPEAT = re.compile(r"R(\d{0,6})", re.ASCII)
_CRON_RANGES = ((0, 59), (0, 59), (0, 23), (1, 31), (1, 12), (0, 7), (1970, 2199))
_CRON_NAMES = {
    4: frozenset(("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    5: frozenset(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")),
}
_CRON_PART = re.compile(r"(?:\*|(\w+)(?:-(\w+))?)(?:/(\d+))?", re.ASCII)
_CRON_SPECIAL = {3: re.compile(r"\?|L|LW|L-\d\d?|\d\d?W"), 5: re.compile(r"\?|L|([1-7]|[A-Z]{3})(L|#[1-5])")}
_ID = re.compile(r"[^\W\d][\w.\-]{0,254}")
_VARIABLE = re.compile(r"[^\W\d]\w{0,254}")

CRON_MACROS = frozenset({"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@hourly"})


def expression(text: str | None, line: int | None, language: str = "juel") -> Expression | None:
    """The text as an expression, None where it is missing or blank; a leading ``=`` means FEEL and is taken off."""
    stripped = (text or "").strip()
    if not stripped:
        return None
    if stripped.startswith("="):
        return Expression(stripped[1:].strip(), "feel", line)
    return Expression(stripped, language, line)


def is_literal(value: Expression) -> bool:
    """Whether the text means itself, so that it can be checked before anything runs."""
    return value.language == "juel" and "${" not in value.text and "#{" not in value.text


def is_element_id(text: str) -> bool:
    """Whether the text may be the id of an element or the key of a process (an XML name without colon)."""
    return _ID.fullmatch(text) is not None


def is_variable_name(text: str) -> bool:
    """Whether an expression could use the text as a name; Chinese names are fine."""
    return _VARIABLE.fullmatch(text) is not None


def split_list(text: str | None) -> tuple[str, ...]:
    """The parts of ``a, ${f(b, c)}, d``: commas inside ``${...}`` do not separate."""
    parts, depth, start = [], 0, 0
    whole = text or ""
    for index, letter in enumerate(whole):
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth <= 0:
            parts.append(whole[start:index])
            start = index + 1
    parts.append(whole[start:])
    return tuple(part.strip() for part in parts if part.strip())


def is_timer_text(kind: TimerKind, text: str) -> bool:
    """Whether a written-out timer can be understood: ISO 8601 date, duration or repetition, or a cron line."""
    match kind:
        case TimerKind.DATE:
            return is_date(text)
        case TimerKind.DURATION:
            return is_duration(text)
        case TimerKind.CYCLE:
            return is_cycle(text)


def is_date(text: str) -> bool:
    """ISO 8601 date or date with time, with or without offset."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return "-" in text


def is_duration(text: str) -> bool:
    """ISO 8601 duration; never negative."""
    return len(text) <= 60 and _DURATION.fullmatch(text) is not None


def is_cycle(text: str) -> bool:
    """``R3/PT1H``, ``R/2026-01-01T08:00/P1D`` or ``R2/PT1H/2026-01-01`` with a length above zero, or cron."""
    count, *parts = text.split("/")
    if not _REPEAT.fullmatch(count):
        return is_cron(text)
    durations = [part for part in parts if is_duration(part) and re.search("[1-9]", part)]
    dates = [part for part in parts if is_date(part)]
    return len(durations) == 1 and len(durations) + len(dates) == len(parts) <= 2


def is_cron(text: str) -> bool:
    """Six or seven fields from seconds to years as in Camunda, or a macro such as ``@daily``."""
    if text in CRON_MACROS:
        return True
    fields = text.split()
    if len(fields) not in (6, 7):
        return False
    return all(_is_cron_field(position, field) for position, field in enumerate(fields))


def _is_cron_field(position: int, field: str) -> bool:
    return all(_is_cron_part(position, part) for part in field.upper().split(","))


def _is_cron_part(position: int, part: str) -> bool:
    special = _CRON_SPECIAL.get(position)
    if special is not None and special.fullmatch(part):
        return True
    found = _CRON_PART.fullmatch(part)
    if found is None or found[3] == "0":
        return False
    return all(_in_cron_range(position, number) for number in found.group(1, 2) if number)


def _in_cron_range(position: int, text: str) -> bool:
    low, high = _CRON_RANGES[position]
    return text in _CRON_NAMES.get(position, frozenset()) or (text.isdigit() and low <= int(text) <= high)


def is_retry_cycle(text: str) -> bool:
    """``R5/PT5M``, ``PT1M,PT10M`` or a single duration: how a failed job is tried again."""
    if text.startswith("R"):
        count, _, length = text.partition("/")
        return bool(re.fullmatch(r"R\d{1,4}", count, re.ASCII)) and is_duration(length)
    parts = [part.strip() for part in text.split(",")]
    return len(parts) <= 100 and all(is_duration(part) for part in parts)


def days_to_live(text: str) -> int | None:
    """Days of ``P30D`` or ``30``; None where the text is neither."""
    found = re.fullmatch(r"P?(\d{1,6})D?", text, re.ASCII)
    return int(found[1]) if found and (text.startswith("P") == text.endswith("D")) else None
