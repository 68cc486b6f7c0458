"""A bean that is made when an expression first uses it: most commands never do, and then it costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.domain.ports.clock import Bean


class LazyBean(Mapping[str, Any]):
    """Stands for the bean that `make` will make."""

    def __init__(self, make: Callable[[], Bean]) -> None:
        self._make = make
        self._made: Bean | None = None

    def __getitem__(self, name: str) -> Any:
        return self._bean()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._bean())

    def __len__(self) -> int:
        return len(self._bean())

    def _bean(self) -> Bean:
        if self._made is None:
            self._made = self._make()
        return self._made
