"""Types in FEEL texts: `list<number>`, `context<a: string>`, `function<number>->string`, and the names of a model."""

from __future__ import annotations

from app.expressions.feel_names import NameReader, special_names
from app.expressions.types import COMPOUND, SIMPLE, TypeText, resolve

_KNOWN = (*SIMPLE, *COMPOUND)
_BEGINNINGS = frozenset(" ".join(name.split()[: n + 1]) for name in _KNOWN for n in range(len(name.split())))
"""Every type name and every beginning of one."""


class TypeReader(NameReader):
    """Reads types."""

    def type(self) -> TypeText:
        """One type; a name that neither FEEL nor the model defines is refused."""
        self.deeper()
        column, name = self.column, self._type_name()
        text = self._compound(name) if name in COMPOUND and self.accept("<") else TypeText(name)
        if resolve(text, self.options.types) is None:
            self.fail(f"未知类型“{name}”", f"unknown type {name!r}", column)
        self.nesting -= 1
        return text

    def _type_name(self) -> str:
        known = self.known(special_names(frozenset(self.options.types))) if self.options.types else None
        if known is not None:
            return known
        words = [self.name()]
        while self.token.kind == "name" and " ".join([*words, self.token.value]) in _BEGINNINGS:
            words.append(self.name())
        return " ".join(words)

    def _compound(self, name: str) -> TypeText:
        keys: list[str] = []
        arguments: list[TypeText] = []
        while not self.at(">"):
            if name == "context":
                keys.append(self.words(stops=frozenset()))
                self.expect(":")
            arguments.append(self.type())
            if not self.accept(","):
                break
        self.expect(">")
        if name in {"list", "range"} and len(arguments) != 1:
            self.fail(f"{name} 需要一个类型", f"{name} needs one type")
        return TypeText(name, tuple(arguments), tuple(keys), self._result() if name == "function" else None)

    def _result(self) -> TypeText:
        self.expect("-")
        self.expect(">")
        return self.type()
