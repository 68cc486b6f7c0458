"""Nothing of Python is reachable from a text: no attribute, no import, no format, no template."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.errors import EvaluationFailed
from tests.unit.expressions.support import feel, juel


class Secret:
    """An object the engine never puts into a scope; if it did, its attributes must stay out of reach."""

    password = "hunter2"
    items = (1, 2)

    def __str__(self) -> str:
        return "hunter2"

    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared")

    def __hash__(self) -> int:
        return 1

    def read(self) -> str:
        """Never called."""
        raise AssertionError("called")


SCOPE: dict[str, Any] = {"x": "text", "items": [1], "map": {"a": 1}, "secret": Secret(), "f": len}

JUEL = [
    "${x.__class__}",
    "${x['__class__'].__mro__}",
    "${''.__class__.__bases__[0].__subclasses__()}",
    "${__import__('os').system('id')}",
    "${__builtins__}",
    "${eval('1')}",
    "${exec('1')}",
    "${open('/etc/passwd')}",
    "${x.format(1)}",
    "${'{0.__class__}'.format(x)}",
    "${x.center(1000000000)}",
    "${x.join(items)}",
    "${x.encode()}",
    "${items.append(1)}",
    "${items.sort()}",
    "${map.pop('a')}",
    "${map.items()}",
    "${map.keys}${map.keys()}",
    "${x.getClass()}",
    "${x.getClass().forName('java.lang.Runtime')}",
    "${calendar.__class__}",
    "${calendar.get('wd')}",
    "${calendar.keys()}",
    "${calendar['wd']}",
    "${calendar}",
    "${calendar.wd.__globals__}",
    "${calendar.wd.func_globals}",
    "${org.leak().password}",
    "${secret}",
    "${secret.password}",
    "${secret['password']}",
    "${secret.read()}",
    "${secret.toString()}",
    "${secret.equals(1)}",
    "x ${secret}",
    "${f}",
    "${f(x)}",
    "${f.call(x)}",
    "${x % 1}",
    "${'%s' % x}",
    "${'a' * 1000}",
    "${items * 1000}",
    "${lambda: 1}",
    "${[1 for a in items]}",
    "${x := 1}",
    "${T(java.lang.Runtime).getRuntime()}",
    "${{7*7}}",
    "${x | safe}",
]


@pytest.mark.parametrize("text", JUEL)
def test_juel_escape_is_refused(text: str) -> None:
    with pytest.raises(EvaluationFailed):
        juel(text, SCOPE)


def test_comparing_a_foreign_object_runs_none_of_its_code() -> None:
    assert juel("${secret == x}", SCOPE) is False
    assert juel("${items.contains(secret)}", SCOPE) is False
    assert feel("secret = x", SCOPE) is None


FEEL = [
    "x.__class__",
    '__import__("os")',
    'eval("1")',
    "x.format(1)",
    "secret",
    "f(x)",
    "calendar.__class__.x(1)",
    "calendar.keys()",
    "calendar.wd",
    "org.leak()",
    'string(secret) + ""' + " + (",
    "external",
]


@pytest.mark.parametrize("text", FEEL[:-1])
def test_feel_escape_is_refused(text: str) -> None:
    with pytest.raises(EvaluationFailed):
        feel(text, SCOPE)


@pytest.mark.parametrize(
    "text", ["x.format", "secret.password", "calendar[1]", "map.keys", "x.upper", "external", "f[1].x"]
)
def test_feel_sees_no_attribute(text: str) -> None:
    assert feel(text, SCOPE) is None


def test_a_name_is_only_ever_a_key_of_a_mapping() -> None:
    assert juel("${map.keys}", {"map": {"keys": "value"}}) == "value"
    assert juel("${map['__class__']}", SCOPE) is None
