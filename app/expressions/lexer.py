"""Text to tokens for both front ends; one regular expression each, linear in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from app.expressions.errors import ExpressionSyntaxError


class Language(StrEnum):
    """The two front ends; the values are those of `app.domain.model.process.Expression.language`."""

    JUEL = "juel"
    FEEL = "feel"


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, string, name, op, at or end; `value` is the unescaped text; `stop` the offset behind it."""

    kind: str
    value: str
    start: int
    stop: int


_NUMBER = r"(?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
_JUEL = re.compile(
    r"\s*(?:" + _NUMBER + r"|(?P<string>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')"
    r"|(?P<name>[^\W\d]\w*)|(?P<op>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()\[\]}]))",
    re.DOTALL,
)
_BLANKS = r"(?:\s|//[^\n]*+|/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/)*+"
_FEEL = re.compile(
    _BLANKS + r"(?:(?P<at>@\"[^\"\\]*\")|" + _NUMBER + r"|(?P<string>\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<name>(?:[^\W\d]|[\U00010000-\U000EFFFF])(?:\w|[\U00010000-\U000EFFFF])*)|(?P<op>\.\.|\*\*|!=|<=|>=|[-+*/<>=?:.,()\[\]{}]))",
    re.DOTALL,
)
_SPACE = {
    Language.JUEL: re.compile(r"\s*"),
    Language.FEEL: re.compile(_BLANKS),
}
_PATTERN = {Language.JUEL: _JUEL, Language.FEEL: _FEEL}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_WIDE = frozenset(map(chr, range(0xFF01, 0xFF5F))) | frozenset("\u3010\u3011\u3002\u3001\u201c\u201d\u2018\u2019")
"""What a Chinese input method puts where code needs its half-width twin."""


def tokenize(text: str, language: Language, start: int = 0) -> list[Token]:
    """All tokens from `start`, closed by an `end` token.

    In JUEL the first `}` outside a string ends the expression and is the last token before `end`.
    """
    tokens: list[Token] = []
    pattern, offset = _PATTERN[language], start
    while match := pattern.match(text, offset):
        kind = match.lastgroup or "op"
        tokens.append(Token(kind, _value(kind, match.group(kind), language), match.start(kind), match.end()))
        offset = match.end()
        if language is Language.JUEL and kind == "op" and tokens[-1].value == "}":
            break
    else:
        offset = _end_of_text(text, offset, language)
    tokens.append(Token("end", "", offset, offset))
    return tokens


def _end_of_text(text: str, offset: int, language: Language) -> int:
    """The offset behind trailing blanks; whatever else stands there belongs to no token."""
    space = _SPACE[language].match(text, offset)
    offset = space.end() if space else offset
    if offset < len(text):
        raise _unreadable(text, offset, language)
    return offset


def _value(kind: str, raw: str, language: Language) -> str:
    """The token's text with quotes and escapes removed."""
    if kind == "at":
        return raw[2:-1]
    if kind != "string":
        return raw
    body = raw[1:-1]
    if "\\" not in body:
        return body
    plain = _ESCAPE.sub(lambda found: _unescape(found.group(1), language), body)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # joins a pair of \\u escapes


def _unescape(code: str, language: Language) -> str:
    if language is Language.JUEL:
        return code if code in "\\\"'" else "\\" + code
    if len(code) > 1:
        point = int(code[1:], 16)
        return chr(point) if point <= 0x10FFFF else "\ufffd"
    return _ESCAPES.get(code, code if code in "\\\"'" else "\\" + code)


def _unreadable(text: str, offset: int, language: Language) -> ExpressionSyntaxError:
    """The error for a character that starts no token, with the remedy where the cause is known."""
    char, column = text[offset], offset + 1
    if char in _WIDE:
        return ExpressionSyntaxError(
            f"全角字符“{char}”请改用半角", f"full-width character {char!r}, use the half-width one", text, column
        )
    if char in "\"'":
        if char == "'" and language is Language.FEEL:
            return ExpressionSyntaxError("FEEL 的字符串请用双引号", "a FEEL string needs double quotes", text, column)
        return ExpressionSyntaxError("字符串缺少结束引号", "the string is not closed", text, column)
    return ExpressionSyntaxError(f"无法识别的字符“{char}”", f"unexpected character {char!r}", text, column)
