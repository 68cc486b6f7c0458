"""Regular expressions of FEEL (XPath's, DMN 1.3 10.3.4.3) on RE2, whose time is linear in the text.

What RE2 cannot do in linear time or not at all (references back to a group, one class minus another) is refused.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import re2

from app.expressions.errors import ExpressionFailed
from app.expressions.runtime import Run, too_complex

MAX_PATTERN = 1_000
MEMORY = 256 * 1024
"""Bytes RE2 may take for one compiled pattern."""
COMPILATION = 500
"""Steps a pattern costs; the largest takes about two milliseconds."""
STATES_PER_STEP = 400
"""States times characters that RE2 looks at in the time of one step of an expression."""
SECONDS = 0.1
"""Processor time for all matches of one call; RE2 does not say how much it searched between two of them."""

_FLAGS = frozenset("smixq")
_BLANKS = " \t\n\r"
_CLASSES = {
    "d": r"\p{Nd}",
    "w": r"\p{L}\p{M}\p{N}\p{S}",
    "s": r" \t\n\r",
    "i": r"\p{L}_:",
    "c": r"\p{L}\p{M}\p{N}._:\-",
}
"""XPath's classes as RE2 writes them inside brackets."""
_NEGATIVE = {"D": r"\P{Nd}", "W": r"\p{P}\p{Z}\p{C}"}
"""Their opposites, as far as they can stand inside brackets."""
_BLOCKS = {
    "IsBasicLatin": r"\x{00}-\x{7F}",
    "IsLatin-1Supplement": r"\x{80}-\x{FF}",
    "IsCJKUnifiedIdeographs": r"\x{4E00}-\x{9FFF}",
}
_PLAIN = frozenset("nrt\\|.?*+(){}$-[]^,/")
_TOKEN = re.compile(r"\\[pP]\{([^}]*)\}|\\(.)|(.)", re.DOTALL)


def search(run: Run, text: str, pattern: str, flags: str) -> bool:
    """Whether the pattern matches somewhere. Raises `ExpressionFailed` for a pattern that cannot be used."""
    compiled = _paid(run, pattern, flags)
    _charge(run, text, compiled)
    return compiled.search(text) is not None


def matches(run: Run, text: str, pattern: str, flags: str) -> Iterator[Any]:
    """All matches from left to right, none of them empty. Raises as `search`, and where a match could be empty."""
    compiled = _paid(run, pattern, flags)
    if compiled.search("") is not None:
        raise _refused(pattern, "它可以匹配空字符串", "it matches the empty string")
    _charge(run, text, compiled)
    end = time.thread_time() + SECONDS
    for found in compiled.finditer(text):
        run.spend(2)
        if time.thread_time() > end:
            raise too_complex("正则表达式用时(毫秒)", "milliseconds in a regular expression", int(SECONDS * 1000))
        yield found


def group_count(run: Run, pattern: str, flags: str) -> int:
    """How many groups a pattern has."""
    count: int = _paid(run, pattern, flags).groups
    return count


def are_flags(flags: str) -> bool:
    """Whether a text holds nothing but flags XPath knows."""
    return _FLAGS.issuperset(flags)


def _paid(run: Run, pattern: str, flags: str) -> Any:
    """A compiled pattern; the first use of an evaluation pays for it, whether or not it was compiled before."""
    compiled = run.patterns.get((pattern, flags))
    if compiled is None:
        run.spend(COMPILATION)
        compiled = run.patterns[pattern, flags] = _compiled(pattern, flags)
    return compiled


def _charge(run: Run, text: str, compiled: Any) -> None:
    run.spend(1 + len(text) * compiled.programsize // STATES_PER_STEP)


@lru_cache(maxsize=256)
def _compiled(pattern: str, flags: str) -> Any:
    if len(pattern) > MAX_PATTERN:
        raise too_complex("正则表达式长度", "characters of a regular expression", MAX_PATTERN)
    options = re2.Options()
    options.max_mem = MEMORY
    options.log_errors = False
    options.literal = "q" in flags
    options.case_sensitive = "i" not in flags
    try:
        return re2.compile(pattern if "q" in flags else _translated(pattern, flags), options)
    except re2.error as error:
        reason = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error)
        raise _refused(pattern, reason, reason) from error


def _refused(pattern: str, zh: str, en: str) -> ExpressionFailed:
    shown = pattern[:80]
    return ExpressionFailed(
        f"正则表达式“{shown}”不能使用:{zh}。不支持反向引用、环视和字符类相减",
        f"the regular expression {shown!r} cannot be used: {en}. References back, look-around and class subtraction "
        "are not supported",
    )


def _translated(pattern: str, flags: str) -> str:
    """XPath's pattern as RE2's: its classes and blocks, its dot, and the flags m and x."""
    source = _without_blanks(pattern) if "x" in flags else pattern
    parts, inside = ["(?m)"] if "m" in flags else [], False
    for token in _TOKEN.finditer(source):
        named, escaped, plain = token.groups()
        if named is not None:
            parts.append(_block(token[0], named, inside))
        elif escaped is not None:
            parts.append(_escape(pattern, escaped, inside))
        elif inside and plain == "[":
            raise _refused(pattern, "字符类相减", "class subtraction")
        else:
            parts.append(_dot(flags) if plain == "." and not inside else plain)
            inside = plain == "[" or (inside and plain != "]")
    return "".join(parts)


def _dot(flags: str) -> str:
    return "(?s:.)" if "s" in flags else r"[^\n\r]"


def _block(written: str, name: str, inside: bool) -> str:
    if name not in _BLOCKS:
        return written
    if written.startswith(r"\P"):
        return f"[^{_BLOCKS[name]}]"
    return _BLOCKS[name] if inside else f"[{_BLOCKS[name]}]"


def _escape(pattern: str, letter: str, inside: bool) -> str:
    if letter in _PLAIN:
        return "\\" + letter
    if letter in _CLASSES:
        return _CLASSES[letter] if inside else f"[{_CLASSES[letter]}]"
    if letter in _NEGATIVE:
        return _NEGATIVE[letter] if inside else f"[{_NEGATIVE[letter]}]"
    if letter.lower() in _CLASSES and not inside:
        return f"[^{_CLASSES[letter.lower()]}]"
    raise _refused(pattern, f"\\{letter}", f"\\{letter}")


def _without_blanks(pattern: str) -> str:
    """The pattern of flag x: blanks outside of brackets mean nothing."""
    kept, inside, escaped = [], False, False
    for letter in pattern:
        if not inside and letter in _BLANKS:
            continue
        kept.append(letter)
        if not escaped and letter in "[]":
            inside = letter == "["
        escaped = letter == "\\" and not escaped
    return "".join(kept)
