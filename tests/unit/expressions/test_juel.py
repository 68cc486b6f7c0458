"""`${...}`: what Camunda diagrams write, value by value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.domain.values import FileRef
from app.expressions import ExpressionFailed, ExpressionSyntaxError, Language, UnknownVariable, compile_expression
from tests.unit.expressions.support import NOON, juel

SCOPE: dict[str, Any] = {
    "amount": 12_000,
    "price": 0.1,
    "rate": Decimal("0.25"),
    "title": "关于防汛工作的请示",
    "nothing": None,
    "yes": True,
    "units": ["财政局", "法制办"],
    "topic": {"no": "2026-3", "lead": {"name": "李"}, "tags": [], "空": ""},
    "day": date(2026, 9, 14),
    "digits": "12000",
    "部门": "办公室",
}

VALUES = [
    ("${amount}", 12_000),
    ("#{amount}", 12_000),
    ("  ${amount}\n", 12_000),
    ("${'a'}", "a"),
    ('${"a\'b"}', "a'b"),
    ("${'it\\'s \\\\ }'}", "it's \\ }"),
    ("${true}", True),
    ("${null}", None),
    ("${1.50}", Decimal("1.50")),
    ("${1e3}", 1000),
    ("${.5}", Decimal("0.5")),
    ("${1 + 2 * 3}", 7),
    ("${(1 + 2) * 3}", 9),
    ("${10 - 4 - 3}", 3),
    ("${7 / 2}", Decimal("3.5")),
    ("${6 div 2}", Decimal(3)),
    ("${7 % 3}", 1),
    ("${-7 mod 3}", -1),
    ("${0 - 5}", -5),
    ("${- -5}", 5),
    ("${price + 0.2}", Decimal("0.3")),
    ("${amount * rate}", Decimal("3000.00")),
    ("${digits + 1}", 12_001),
    ("${amount > 10000}", True),
    ("${amount gt 10000 and amount le 12000}", True),
    ("${digits > 9000}", True),
    ("${digits == 12000}", True),
    ("${1 eq 1.0}", True),
    ("${1 ne 1}", False),
    ("${'a' lt 'b'}", True),
    ("${amount == null}", False),
    ("${nothing == null}", True),
    ("${null == nothing}", True),
    ("${nothing != null}", False),
    ("${nothing > 3}", False),
    ("${nothing <= 3}", False),
    ("${yes == 'true'}", True),
    ("${yes == 1}", False),
    ("${yes && !false}", True),
    ("${yes and not yes}", False),
    ("${nothing || yes}", True),
    ("${nothing && yes}", False),
    ("${not nothing}", True),
    ("${false or false or true}", True),
    ("${true or missing}", True),
    ("${empty nothing}", True),
    ("${empty topic.tags}", True),
    ("${empty topic.空}", True),
    ("${!empty units}", True),
    ("${empty title ? 'a' : 'b'}", "b"),
    ("${amount > 1 ? amount > 2 ? 'x' : 'y' : 'z'}", "x"),
    ("${yes ? 1 : missing}", 1),
    ("${topic.lead.name}", "李"),
    ("${topic['no']}", "2026-3"),
    ("${topic.none}", None),
    ("${nothing.a.b}", None),
    ("${units[0]}", "财政局"),
    ("${units['1']}", "法制办"),
    ("${units[5]}", None),
    ("${部门}", "办公室"),
    ("${day < day}", False),
    ("${topic == topic}", True),
    ("${units.contains('法制办')}", True),
    ("${units.size() > 1}", True),
    ("${units.isEmpty()}", False),
    ("${units.get(0)}", "财政局"),
    ("${topic.containsKey('no')}", True),
    ("${topic.get('no')}", "2026-3"),
    ("${title.startsWith('关于')}", True),
    ("${title.endsWith('请示')}", True),
    ("${title.contains('防汛')}", True),
    ("${title.length()}", 9),
    ("${'Ab'.toLowerCase()}", "ab"),
    ("${'Ab'.equalsIgnoreCase('aB')}", True),
    ("${' a '.trim()}", "a"),
    ("${title.equals('x')}", False),
    ("${amount.toString()}", "12000"),
    ("${calendar.wd(day, 3)}", [date(2026, 9, 14), 3]),
    ("${calendar.hours * 2}", 16),
    ("${calendar.now()}", NOON),
    ("${now()}", NOON),
    ("${org.holders('mayor')[1]}", "mayor-2"),
    ("${task.assignee}", "wang"),
    ("${task.assignee == 'wang' ? units[1].length() : 0}", 3),
    ("Hello ${部门}!", "Hello 办公室!"),
    ("${topic.no}/${amount}", "2026-3/12000"),
    ("a${nothing}b", "ab"),
    ("x ${yes} ${rate} ${day}", "x true 0.25 2026-09-14"),
    ("\\${literal} ${1}", "${literal} 1"),
    ("no expression", "no expression"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_juel_value(text: str, value: Any) -> None:
    result = juel(text, SCOPE)
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "${nothing + 1}",
        "${title + 1}",
        "${'a' + 'b'}",
        "${yes + 1}",
        "${1 / 0}",
        "${1 % 0}",
        "${1.5 % 0}",
        "${-title}",
        "${title > 3}",
        "${title == 3}",
        "${units > units}",
        "${yes < yes}",
        "${amount && yes}",
        "${!title}",
        "${title ? 1 : 2}",
        "${amount.no}",
        "${units['x']}",
        "${title.size()}",
        "${nothing.size()}",
        "${units.foo()}",
        "${units.contains()}",
        "${title.contains(1)}",
        "x ${units}",
        "${task}x${calendar}",
        "${calendar.nope(1)}",
        "${calendar.wd(1)}",
        "${calendar.wd}",
        "${calendar.hours()}",
        "${nope(1)}",
        "${org.fail()}",
        "${org.leak()}",
    ],
)
def test_juel_without_a_value_is_a_typed_error(text: str) -> None:
    with pytest.raises((ExpressionFailed, UnknownVariable)):
        juel(text, SCOPE)


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(UnknownVariable) as caught:
        juel("${amount > limit}", {"amount": 1})
    assert caught.value.name == "limit"
    assert "limit" in caught.value.text.zh


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("${", 3),
        ("${amount", 9),
        ("${1 +}", 6),
        ("${1 2}", 5),
        ("${(1}", 5),
        ("${a.}", 5),
        ("${a[1}", 6),
        ("${'open}", 3),
        ("${a ? b}", 8),
        ("${a \uff1e 3}", 5),
        ("${and}", 3),
        ("x ${a} ${b c}", 12),
        ("${a = 3}", 5),
        ("${a; b}", 4),
        ("${'a'.split(',')}", 7),
        ("${a.b.execute()}", 7),
    ],
)
def test_a_broken_text_is_refused_with_its_column(text: str, column: int) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        compile_expression(text, Language.JUEL)
    assert caught.value.column == column


def test_a_bean_wins_over_a_variable_of_its_name() -> None:
    assert juel("${task.assignee}", {"task": {"assignee": "mallory"}}) == "wang"


def test_free_names_and_bean_calls_are_known_after_compiling() -> None:
    compiled = compile_expression("${a.b > c[d] && units.contains(x)} ${calendar.wd(e, 3)} ${now()}", Language.JUEL)
    assert compiled.names == {"a", "c", "d", "e", "units", "x"}
    assert compiled.calls == {"calendar.wd", "now"}


def test_files_and_bytes_pass_through_but_are_not_looked_into() -> None:
    paper = FileRef("ab", "x.docx", "application/msword", 3)
    assert juel("${paper}", {"paper": paper}) is paper
    assert juel("${paper == null}", {"paper": paper}) is False
    with pytest.raises(ExpressionFailed):
        juel("${paper.name}", {"paper": paper})


def test_times_with_and_without_offset_are_compared_in_the_office_zone() -> None:
    local, utc = datetime(2026, 9, 14, 20, 0), datetime(2026, 9, 14, 12, 0, tzinfo=UTC)  # noqa: DTZ001
    assert juel("${a == b}", {"a": local, "b": utc}) is True
