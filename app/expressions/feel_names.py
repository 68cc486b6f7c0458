"""Names in FEEL: several words, Chinese, and names with operators or keywords where the scope is known to have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

from app.expressions.errors import ExpressionSyntaxError
from app.expressions.feel_functions import FUNCTIONS
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
        self._special: Mapping[str, Sequence[tuple[str, int]]] = _with_functions(options.names)
        self._bound: set[str] = set()

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
        """The name that begins here: the longest known one that fits and no word follows, else the words."""
        start = self.position
        name = self.known(self._special)
        if name is not None and not self._continues(STOPS):
            return name
        self.position = start
        return self.words()

    def member(self) -> str:
        """The name behind a dot; nothing but a name can stand there, so it may contain what else ends one."""
        return self.known(self._special) or self.words()

    def known(self, names: Mapping[str, Sequence[tuple[str, int]]]) -> str | None:
        """Take the longest of `names` (see `special_names`) that the text goes on with."""
        for name, length in names.get(self.token.value, ()):
            if self._follows(name, length) and (name not in _SPECIAL_FUNCTIONS or self.ahead(length).value == "("):
                self.position += length
                return name
        return None

    def _follows(self, name: str, length: int) -> bool:
        """Whether the text goes on with exactly this name, whatever the width of its blanks."""
        written = self.text[self.token.start : self.ahead(length - 1).stop]
        return written.split() == name.split()

    @contextmanager
    def knowing(self, names: Iterable[str]) -> Iterator[None]:
        """Recognise more names for a while: those a construct binds."""
        outer, bound = self._special, frozenset(names)
        self._bound |= bound
        special = special_names(frozenset(name for name in bound if not name.isidentifier()))
        self._special = {**outer, **{first: _longest_first(outer.get(first, ()), special[first]) for first in special}}
        yield
        self._special = outer

    def key(self) -> str:
        """The name of an entry: everything up to the colon."""
        if self.token.kind == "string":
            return self.advance().value
        start, stop = self.token.start, self.token.start
        while self.token.kind != "end" and not self.at(":", ",", "}", "{"):
            stop = self.advance().stop
        name = " ".join(self.text[start:stop].split())
        if not name or self.tokens[0].kind == "end":
            self.fail("此处应为名称", "expected a name")
        return name

    def is_function(self, name: str) -> bool:
        """Whether a function of that name may exist: one word may also be a bean's, any other must be known."""
        if name in FUNCTIONS or name in self.options.names or name in self._bound:
            return True
        return " " not in name and not self.options.closed

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


_SPECIAL_FUNCTIONS = frozenset(name for name in FUNCTIONS if STOPS.intersection(name.split()))


@lru_cache(maxsize=256)
def _with_functions(names: frozenset[str]) -> dict[str, list[tuple[str, int]]]:
    return special_names(_SPECIAL_FUNCTIONS.union(names))


@lru_cache(maxsize=256)
def special_names(known: frozenset[str]) -> dict[str, list[tuple[str, int]]]:
    """The names that plain joining of words would not find, by their first token, the longest first."""
    special: dict[str, list[tuple[str, int]]] = {}
    for name in known:
        tokens = _tokens(name)
        if len(tokens) > 1:
            special.setdefault(tokens[0].value, []).append((name, len(tokens)))
    return {first: _longest_first(entries) for first, entries in special.items()}


def _longest_first(*entries: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted({entry for each in entries for entry in each}, key=lambda entry: -entry[1])


def _tokens(name: str) -> list[Token]:
    """The tokens of a known name; none where FEEL could never spell it."""
    try:
        return tokenize(name, Language.FEEL)[:-1]
    except ExpressionSyntaxError:
        return []
