"""Names in FEEL: several words, Chinese, and names with operators or keywords where the scope is known to have them."""

from __future__ import annotations

from app.expressions.errors import ExpressionSyntaxError
from app.expressions.feel_functions import FUNCTIONS, REFUSED
from app.expressions.lexer import Language, Token, tokenize
from app.expressions.parser import Parser
from app.expressions.runtime import Options

STOPS = frozenset({"and", "or", "then", "else", "in", "return", "satisfies", "between"})
"""Words that end a name, because an expression can go on with them."""


class NameReader(Parser):
    """Reads names.

    Two words side by side can only be one name in FEEL, so words are joined until an operator or a keyword follows.
    Names that contain such things themselves must be known: the built-in functions and `Options.names`.
    """

    def __init__(self, text: str, options: Options, start: int = 0) -> None:
        super().__init__(text, options, start)
        self._special = _special_names(options.names)

    def words(self, stops: frozenset[str] = STOPS) -> str:
        """A name of one or more words."""
        words = [self.name()]
        while self._continues(stops):
            words.append(self.advance().value)
        return " ".join(words)

    def _continues(self, stops: frozenset[str]) -> bool:
        token = self.token
        if token.kind == "number":
            return token.value.isdecimal()
        if token.kind != "name" or token.value in stops:
            return False
        return not (token.value == "instance" and self.ahead().value == "of")

    def variable_or_function(self) -> str:
        """The name that begins here: a known one where one fits, the longest first, else the words."""
        for name, length in self._special.get(self.token.value, ()):
            if self._follows(name, length) and (name not in _SPECIAL_FUNCTIONS or self.ahead(length).value == "("):
                self.position += length
                return name
        return self.words()

    def _follows(self, name: str, length: int) -> bool:
        """Whether the text goes on with exactly this name, whatever the width of its blanks."""
        written = self.text[self.token.start : self.ahead(length - 1).stop]
        return written.split() == name.split()

    def argument_name(self) -> str | None:
        """Take `name:` before an argument, if it is there."""
        offset, words = 0, []
        while self.ahead(offset).kind == "name":
            words.append(self.ahead(offset).value)
            offset += 1
        if not words or self.ahead(offset).kind != "op" or self.ahead(offset).value != ":":
            return None
        self.position += offset + 1
        return " ".join(words)


_SPECIAL_FUNCTIONS = frozenset(name for name in (*FUNCTIONS, *REFUSED) if STOPS.intersection(name.split()))


def _special_names(known: frozenset[str]) -> dict[str, list[tuple[str, int]]]:
    """The names that plain joining of words would not find, by their first token, the longest first."""
    special: dict[str, list[tuple[str, int]]] = {}
    for name in (*_SPECIAL_FUNCTIONS, *known):
        tokens = _tokens(name)
        if len(tokens) > 1:
            special.setdefault(tokens[0].value, []).append((name, len(tokens)))
    for entries in special.values():
        entries.sort(key=lambda entry: -entry[1])
    return special


def _tokens(name: str) -> list[Token]:
    """The tokens of a known name; none where FEEL could never spell it."""
    try:
        return tokenize(name, Language.FEEL)[:-1]
    except ExpressionSyntaxError:
        return []
