"""The built-in functions of FEEL by name, and those that are refused for now."""

from __future__ import annotations

from app.domain.text import Text
from app.expressions import feel_dates, feel_lists, feel_numbers, feel_texts
from app.expressions.feel_signature import Signature


def _by_name() -> dict[str, tuple[Signature, ...]]:
    table: dict[str, tuple[Signature, ...]] = {}
    for module in (feel_texts, feel_numbers, feel_lists, feel_dates):
        for one in module.SIGNATURES:
            table[one.name] = (*table.get(one.name, ()), one)
    return table


FUNCTIONS = _by_name()
"""Every built-in function with its forms."""

_NO_REGEX = "正则表达式尚不支持(缺少线性时间的引擎), 请用 contains, starts with 或 ends with"
_NO_REGEX_EN = "regular expressions are not supported (no linear-time engine), use contains, starts with or ends with"
_NO_FUNCTIONS = Text("暂不支持以函数为参数的 sort", "sort takes a function, which is not supported")

REFUSED: dict[str, Text] = {
    "matches": Text(_NO_REGEX, _NO_REGEX_EN),
    "replace": Text(_NO_REGEX, _NO_REGEX_EN),
    "sort": _NO_FUNCTIONS,
}
"""Functions of the standard that are refused when compiled, with the reason."""


def check_call(name: str, count: int, names: tuple[str, ...]) -> Text | None:
    """What is wrong with the arguments of a built-in function; a bean's function is checked by its call only."""
    if name not in FUNCTIONS:
        return Text("此函数的参数不能有名称", "the arguments of this function have no names") if names else None
    if any(form.fits(count, names) for form in FUNCTIONS[name]):
        return None
    return Text(f"函数“{name}”的参数不正确", f"wrong arguments for the function {name!r}")


def choose(name: str, count: int, names: tuple[str, ...]) -> Signature:
    """The form of a built-in function that such a call means; `check_call` has made sure there is one."""
    return next(form for form in FUNCTIONS[name] if form.fits(count, names))
