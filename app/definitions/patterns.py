"""Regular expressions of forms, matched in linear time: no pattern of a designer can hold up the server.

A pattern is JavaScript's (the browser uses it too), less what cannot be matched in linear time: look-around and
back-references are refused. Matching walks all ways at once (Thompson 1968), so ``(a+)+$`` costs no more than ``a+$``.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import hexdigits

MAX_LENGTH = 500
MAX_STATES = 1000
MAX_REPEAT = 500
_DIGITS = ((48, 57),)
_WORDS = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACES = ((9, 13), (32, 32), (160, 160), (5760, 5760), (8192, 8202), (8232, 8233), (8239, 8239), (8287, 8287),
           (12288, 12288), (65279, 65279))  # fmt: skip
_LINE_ENDS = ((10, 10), (13, 13), (8232, 8233))
_CLASSES = {"d": (_DIGITS, False), "w": (_WORDS, False), "s": (_SPACES, False),
            "D": (_DIGITS, True), "W": (_WORDS, True), "S": (_SPACES, True)}  # fmt: skip
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "0": "\0"}
_TOP = 0x10FFFF

Ranges = tuple[tuple[int, int], ...]


class PatternRefused(ValueError):
    """The pattern is not understood or cannot be matched in linear time; the text says which part, in English."""


@dataclass(frozen=True, slots=True)
class _Letters:
    """One character out of ranges."""

    ranges: Ranges

    def holds(self, code: int) -> bool:
        return any(low <= code <= high for low, high in self.ranges)


@dataclass(frozen=True, slots=True)
class _State:
    """One state: consumes `letters` (or nothing, maybe only at `anchor`) and goes on to `following`."""

    letters: _Letters | None
    following: tuple[int, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern."""

    text: str
    states: tuple[_State, ...]
    start: int
    final: int

    def search(self, value: str) -> bool:
        """Whether the pattern occurs anywhere in `value`, as JavaScript's `test` says."""
        current: set[int] = set()
        for position in range(len(value) + 1):
            reached = self._closure({*current, self.start}, position, len(value))
            if self.final in reached:
                return True
            if position < len(value):
                code = ord(value[position])
                current = {
                    target
                    for index in reached
                    if (letters := self.states[index].letters) is not None and letters.holds(code)
                    for target in self.states[index].following
                }
        return False

    def _closure(self, start: set[int], position: int, length: int) -> set[int]:
        """The given states and all that follow them without consuming anything."""
        stack, reached = list(start), set[int]()
        while stack:
            index = stack.pop()
            if index in reached:
                continue
            reached.add(index)
            state = self.states[index]
            blocked = (state.anchor == "^" and position > 0) or (state.anchor == "$" and position < length)
            if state.letters is None and not blocked:
                stack.extend(state.following)
        return reached


def compile_pattern(text: str) -> Pattern:
    """Compile a pattern. Raises `PatternRefused`."""
    if len(text) > MAX_LENGTH:
        raise PatternRefused(f"longer than {MAX_LENGTH} characters")
    return _Parser(text).pattern()


class _Parser:
    """Recursive descent over the pattern; builds states backwards, so each part knows what follows it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._states: list[_State] = []
        self._built = 0

    def pattern(self) -> Pattern:
        """The whole pattern."""
        tree = self._alternatives()
        if self._at < len(self._text):
            raise PatternRefused(f"unbalanced ) at {self._at + 1}")
        final = self._add(_State(None, ()))
        start = self._build(tree, final)
        return Pattern(self._text, tuple(self._states), start, final)

    def _alternatives(self) -> _Tree:
        self._depth += 1
        if self._depth > 50:
            raise PatternRefused("nested too deeply")
        branches = [self._sequence()]
        while self._take("|"):
            branches.append(self._sequence())
        self._depth -= 1
        return _Tree("or", tuple(branches)) if len(branches) > 1 else branches[0]

    def _sequence(self) -> _Tree:
        parts: list[_Tree] = []
        while self._at < len(self._text) and self._peek() not in "|)":
            parts.append(self._repeated(self._atom()))
        return _Tree("and", tuple(parts))

    def _repeated(self, atom: _Tree) -> _Tree:
        bounds = self._quantifier()
        if bounds is None:
            return atom
        if atom.kind == "anchor":
            raise PatternRefused(f"nothing to repeat at {self._at}")
        self._take("?")  # lazy or not makes no difference to whether it matches
        low, high = bounds
        if low > MAX_REPEAT or (high or 0) > MAX_REPEAT or (high is not None and high < low):
            raise PatternRefused(f"a repetition out of bounds (at most {MAX_REPEAT}) at {self._at}")
        return _Tree("repeat", (atom,), low=low, high=high)

    def _quantifier(self) -> tuple[int, int | None] | None:
        for letter, bounds in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._take(letter):
                return bounds
        close = self._text.find("}", self._at)
        if self._peek() != "{" or close < 0:
            return None
        low, comma, high = self._text[self._at + 1 : close].partition(",")
        if not _is_number(low) or (high and not _is_number(high)):
            raise PatternRefused(f"a brace without meaning at {self._at + 1}")
        self._at = close + 1
        return int(low), (int(high) if high else None) if comma else int(low)

    def _atom(self) -> _Tree:
        letter = self._next()
        match letter:
            case "(":
                return self._group()
            case "[":
                return _Tree("letters", letters=self._class())
            case ".":
                return _Tree("letters", letters=_Letters(_inverted(_LINE_ENDS)))
            case "^" | "$":
                return _Tree("anchor", anchor=letter)
            case "\\":
                return _Tree("letters", letters=_Letters(self._escape()))
            case "*" | "+" | "?" | "{":
                raise PatternRefused(f"nothing to repeat at {self._at}")
            case _:
                return _Tree("letters", letters=_single(letter))

    def _group(self) -> _Tree:
        if self._take("?") and not self._take(":"):
            raise PatternRefused(f"look-around, named groups and flags are not supported (at {self._at})")
        tree = self._alternatives()
        if not self._take(")"):
            raise PatternRefused("a missing )")
        return tree

    def _escape(self) -> Ranges:
        letter = self._next()
        if letter in _CLASSES:
            ranges, inverted = _CLASSES[letter]
            return _inverted(ranges) if inverted else ranges
        return _single(self._escaped(letter)).ranges

    def _escaped(self, letter: str) -> str:
        """The character an escape stands for."""
        if letter in _CONTROLS:
            return _CONTROLS[letter]
        if letter in "xu":
            return self._hexadecimal(2 if letter == "x" else 4)
        if letter.isalnum():
            raise PatternRefused(f"the escape \\{letter} is not supported (at {self._at})")
        return letter

    def _hexadecimal(self, length: int) -> str:
        digits = self._text[self._at : self._at + length]
        if len(digits) < length or not set(digits) <= set(hexdigits):
            raise PatternRefused(f"a broken escape at {self._at}")
        self._at += length
        return chr(int(digits, 16))

    def _class(self) -> _Letters:
        inverted = self._take("^")
        ranges: list[tuple[int, int]] = []
        while not self._take("]"):
            low = self._class_part()
            if self._peek() == "-" and self._text[self._at + 1 : self._at + 2] not in ("]", ""):
                self._at += 1
                high = self._class_part()
                if not (_is_single(low) and _is_single(high) and low[0][0] <= high[0][0]):
                    raise PatternRefused(f"a range out of order at {self._at}")
                low = ((low[0][0], high[0][0]),)
            ranges.extend(low)
        return _Letters(_inverted(tuple(ranges)) if inverted else tuple(ranges))

    def _class_part(self) -> Ranges:
        letter = self._next()
        if letter != "\\":
            return _single(letter).ranges
        if self._take("b"):
            return ((8, 8),)
        return self._escape()

    def _build(self, tree: _Tree, following: int) -> int:
        """Add the states of a part that goes on to `following`; returns its first state."""
        self._built += 1
        if self._built > 4 * MAX_STATES:  # empty parts make no state, yet repeating them costs time
            raise PatternRefused("too many repetitions")
        match tree.kind:
            case "letters":
                return self._add(_State(tree.letters, (following,)))
            case "anchor":
                return self._add(_State(None, (following,), tree.anchor))
            case "or":
                return self._add(_State(None, tuple(self._build(branch, following) for branch in tree.parts)))
            case "and":
                for part in reversed(tree.parts):
                    following = self._build(part, following)
                return following
            case _:
                return self._build_repeat(tree, following)

    def _build_repeat(self, tree: _Tree, following: int) -> int:
        body = tree.parts[0]
        if tree.high is None:
            loop = self._add(_State(None, ()))
            first = self._build(body, loop)
            self._states[loop] = _State(None, (first, following))
            following = loop
        else:
            for _ in range(tree.high - tree.low):
                following = self._add(_State(None, (self._build(body, following), following)))
        for _ in range(tree.low):
            following = self._build(body, following)
        return following

    def _add(self, state: _State) -> int:
        if len(self._states) >= MAX_STATES:
            raise PatternRefused("too many repetitions")
        self._states.append(state)
        return len(self._states) - 1

    def _peek(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self, letter: str) -> bool:
        taken = self._peek() == letter
        self._at += taken
        return taken

    def _next(self) -> str:
        letter = self._peek()
        if not letter:
            raise PatternRefused("it ends too early")
        self._at += 1
        return letter


@dataclass(frozen=True, slots=True)
class _Tree:
    """A parsed part: letters, anchor, or, and, repeat."""

    kind: str
    parts: tuple[_Tree, ...] = ()
    letters: _Letters | None = None
    anchor: str = ""
    low: int = 0
    high: int | None = None


def _single(letter: str) -> _Letters:
    return _Letters(((ord(letter), ord(letter)),))


def _is_single(ranges: Ranges) -> bool:
    return len(ranges) == 1 and ranges[0][0] == ranges[0][1]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6


def _inverted(ranges: Ranges) -> Ranges:
    gaps, low = [], 0
    for start, stop in sorted(ranges):
        if start > low:
            gaps.append((low, start - 1))
        low = max(low, stop + 1)
    return (*gaps, (low, _TOP)) if low <= _TOP else tuple(gaps)
