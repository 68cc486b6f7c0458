"""FEEL expressions, value by value (DMN 1.3, chapter 10)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from app.expressions import ExpressionFailed, ExpressionSyntaxError, Language, Options, YearMonthDuration
from app.expressions import compile_expression as compile_text
from app.expressions.runtime import CHINA
from tests.unit.expressions.support import NOON, feel

D = Decimal

SCOPE: dict[str, Any] = {
    "amount": 12_000,
    "price": 0.1,
    "yes": True,
    "nothing": None,
    "title": "防汛",
    "议题 名称": "预算",
    "date of birth": "1990",
    "units": ["a", "b", "c"],
    "topic": {"no": 3, "lead": {"name": "李"}},
    "rows": [{"id": 1, "kind": "x"}, {"id": 2, "kind": "y"}, {"id": 3, "kind": "x"}],
    "day": date(2026, 9, 14),
    "at": datetime(2026, 9, 14, 9, 30, tzinfo=CHINA),
}

VALUES = [
    ("1 + 2 * 3", D(7)),
    ("10 - 4 - 3", D(3)),
    ("1 - 2 - 3", D(-4)),
    ("0.1 + 0.2 = 0.3", True),
    ("price * 3", D("0.3")),
    ("7 / 2", D("3.5")),
    ("1 / 0", None),
    ("2 ** 3 ** 2", D(64)),
    ("-2 ** 2", D(4)),
    ("- amount", D(-12_000)),
    (".5 + 1", D("1.5")),
    ('"a" + "b"', "ab"),
    ('"a" + 1', None),
    ("nothing + 1", None),
    ("missing", None),
    ("missing = null", True),
    ("missing > 3", None),
    ('"\\u529e\\n\\"x\\""', '办\n"x"'),
    ('"\\uD83D\\uDC0E"', "\U0001f40e"),
    ("amount > 10000 and amount < 20000", True),
    ("true and null", None),
    ("false and null", False),
    ("true or null", True),
    ("false or null", None),
    ("null and null", None),
    ("not(true)", False),
    ("not(null)", None),
    ("1 = 1.0", True),
    ('1 = "1"', None),
    ('1 != "1"', None),
    ("1 != 2", True),
    ("null != 1", True),
    ("[1, [2]] = [1, [2]]", True),
    ("{a: 1, b: 2} = {b: 2, a: 1}", True),
    ('if amount > 10000 then "大" else "小"', "大"),
    ('if null then "a" else "b"', "b"),
    ("for x in [1, 2, 3] return x * 2", [2, 4, 6]),
    ("for i in 1..3 return i", [1, 2, 3]),
    ("for i in 3..1 return i", [3, 2, 1]),
    ("for x in 1..2, y in x..2 return [x, y]", [[1, 1], [1, 2], [2, 2]]),
    ("for x in null return x", []),
    ("some x in [1, 2] satisfies x > 1", True),
    ("every x in [1, 2] satisfies x > 1", False),
    ("every x in [] satisfies x > 1", True),
    ("some x in [1, null] satisfies x > 1", None),
    ("some x in [1, 2], y in [2, 3] satisfies x = y", True),
    ("units[1]", "a"),
    ("units[-1]", "c"),
    ("units[9]", None),
    ("[][1]", None),
    ('units[item != "b"]', ["a", "c"]),
    ('rows[kind = "x"].id', [1, 3]),
    ("rows[id = amount - 11998].kind", ["y"]),
    ("rows[count(rows)].id", D(3)),
    ("topic.no", D(3)),
    ("topic.lead.name", "李"),
    ("topic.none.deeper", None),
    ("{a: 1, b: a + 1}.b", D(2)),
    ('{"带 空格": 1}.带 空格', D(1)),
    ("{a: 1.5, b: [2]}", {"a": 1.5, "b": [2]}),
    ("议题 名称", "预算"),
    ('date of birth = "1990"', True),
    ("monthly salary * 12", D(120)),
    ("5 in [1..5]", True),
    ("5 in [1..5)", False),
    ("5 in ]1..5[", False),
    ("1 in (1..5]", False),
    ("5 in [1, 5]", True),
    ("5 in (1, > 4)", True),
    ("5 in < 3", False),
    ('"b" in units', True),
    ('day in [date("2026-01-01")..date("2026-12-31")]', True),
    ("3 between 1 and 5 and true", True),
    ("3 between null and 5", None),
    ("amount instance of number", True),
    ('"x" instance of number', False),
    ("null instance of Any", False),
    ('duration("P1Y") instance of years and months duration', True),
    ("day instance of date", True),
    ("at instance of date and time", True),
    ("// remark\n 1 /* two */ + 2", D(3)),
    ("calendar.wd(day, 3)", ["2026-09-14", 3]),
    ("calendar.hours * 2", D(16)),
    ("now()", NOON),
    ('@"2026-09-14"', date(2026, 9, 14)),
    ('@"P1Y2M"', YearMonthDuration(14)),
    ('@"PT36H"', timedelta(days=1, hours=12)),
    ('@"09:30:00"', time(9, 30)),
    ('date("2026-09-14") = day', True),
    ("date(2026, 2, 29)", None),
    ('date("2026-13-01")', None),
    ("date(at)", date(2026, 9, 14)),
    ('time("09:30:00")', time(9, 30)),
    ("time(9, 30, 15)", time(9, 30, 15)),
    ('time("12:00:00Z") = time("20:00:00+08:00")', True),
    ('time("12:00:00@Etc/UTC") < time("20:00:01+08:00")', True),
    ('date and time("2026-09-14T09:30:00") = at', True),
    ('date and time("2026-09-14T01:30:00Z") = at', True),
    ('date and time(date("2026-09-14"), time("09:30:00"))', datetime(2026, 9, 14, 9, 30, tzinfo=CHINA)),
    ('day + duration("P1M")', date(2026, 10, 14)),
    ('date("2026-01-31") + duration("P1M")', date(2026, 2, 28)),
    ('duration("P1D") + day', date(2026, 9, 15)),
    ('at - duration("PT30M")', datetime(2026, 9, 14, 9, 0, tzinfo=CHINA)),
    ('date("2026-09-15") - day', timedelta(days=1)),
    ('time("10:00:00") - time("09:30:00")', timedelta(minutes=30)),
    ('time("23:30:00") + duration("PT1H")', time(0, 30)),
    ('duration("P1D") * 1.5', timedelta(hours=36)),
    ('duration("P1D") / duration("PT12H")', D(2)),
    ('duration("P1Y") / 2', YearMonthDuration(6)),
    ('duration("P1Y") + duration("P1M")', YearMonthDuration(13)),
    ('-duration("P1D")', timedelta(days=-1)),
    ('date("9999-12-31") + duration("P1D")', None),
    ("day.year", D(2026)),
    ("day.weekday", D(1)),
    ("at.hour", D(9)),
    ('duration("P1DT2H").hours', D(2)),
    ('duration("P1Y2M").months', D(2)),
    ('years and months duration(date("2024-03-31"), date("2026-02-28"))', YearMonthDuration(22)),
    ('years and months duration(date("2026-02-28"), date("2024-03-31"))', YearMonthDuration(-22)),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_feel_value(text: str, value: Any) -> None:
    result = feel(text, SCOPE | {"monthly salary": 10})
    assert result == value
    assert isinstance(result, bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("", 1),
        ("1 +", 4),
        ("(1", 3),
        ("[1, 2", 6),
        ("[1..2", 6),
        ("{a 1}", 5),
        ("{a: 1, a: 2}", 1),
        ("if a then b", 12),
        ("for x return 1", 7),
        ("a ? b", 3),
        ("'single'", 1),
        ('"open', 1),
        ("a \uff0b 1", 3),
        ("a b(1)", 1),
        ("string length(1, 2)", 1),
        ("substring(string: 1, 2)", 22),
        ('substring(string: "a", begin: 1)', 1),
        ("function(x) external {java: {}}", 13),
        ("function(x, x) x", 1),
        ("function(x: thing) x", 13),
        ("1(2)", 2),
        ("no such function(1)", 1),
        ("1 instance of list<number, number>", 35),
        ("1 instance of thing", 15),
        ('@"never"', 1),
        ("1 = 2 3", 7),
        ("${a}", 1),
    ],
)
def test_a_broken_text_is_refused_with_its_column(text: str, column: int) -> None:
    with pytest.raises(ExpressionSyntaxError) as caught:
        compile_text(text, Language.FEEL)
    assert caught.value.column == column


def test_names_with_operators_are_read_when_they_are_known() -> None:
    options = Options(names=frozenset({"due-date", "cost and benefit", "a/b"}))
    scope = {"due-date": 1, "cost and benefit": 2, "a/b": 3, "due": 9, "date": 5}
    assert feel("due-date + cost and benefit + a/b", scope, options) == 6
    assert feel("due - date", scope, options) == 4
    assert feel("due-date", scope) == 4
    longer = {"order total": 1, "order total net": 2}
    assert feel("order total net + order total", longer, Options(names=frozenset({"order total"}))) == 3


def test_free_names_leave_out_what_is_bound() -> None:
    text = "for x in xs return x + y + {a: 1, b: a + c}.b + count(rows[item > z]) + calendar.wd(day, 1) + nothing(q)"
    compiled = compile_text(text, Language.FEEL)
    assert compiled.names == {"xs", "y", "c", "rows", "z", "day", "q"}
    assert compiled.calls == {"calendar.wd", "nothing"}


def test_a_range_is_no_value_for_the_rest_of_the_house() -> None:
    with pytest.raises(ExpressionFailed):
        feel("[1..2]")


def test_values_inside_lists_are_json() -> None:
    result = feel('[1, 1.5, date("2026-09-14"), duration("P1D"), {at: at}]', SCOPE)
    assert result == [1, 1.5, "2026-09-14", "P1D", {"at": "2026-09-14T09:30:00+08:00"}]
    assert [type(item) for item in result[:2]] == [int, float]
