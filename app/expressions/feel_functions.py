"""The built-in functions of FEEL by name."""

from __future__ import annotations

from app.domain.text import Text
from app.expressions import (
    feel_contexts,
    feel_dates,
    feel_higher,
    feel_lists,
    feel_numbers,
    feel_ranges,
    feel_regex,
    feel_texts,
)
from app.expressions.feel_signature import Signature

_MODULES = (
    feel_texts,
    feel_regex,
    feel_numbers,
    feel_lists,
    feel_higher,
    feel_contexts,
    feel_ranges,
    feel_dates,
)


def _by_name() -> dict[str, tuple[Signature, ...]]:
    table: dict[str, tuple[Signature, ...]] = {}
    for module in _MODULES:
        for one in module.SIGNATURES:
            table[one.name] = (*table.get(one.name, ()), one)
    return table


FUNCTIONS = _by_name()
"""Every built-in function with its forms."""


def check_call(name: str, count: int, names: tuple[str, ...]) -> Text | None:
    """What is wrong with the arguments of a built-in function; any other is checked by its call only."""
    if name not in FUNCTIONS or any(form.fits(count, names) for form in FUNCTIONS[name]):
        return None
    return Text(f"函数“{name}”的参数不正确", f"wrong arguments for the function {name!r}")


def choose(name: str, count: int, names: tuple[str, ...]) -> Signature:
    """The form of a built-in function that such a call means; `check_call` has made sure there is one."""
    return next(form for form in FUNCTIONS[name] if form.fits(count, names))
