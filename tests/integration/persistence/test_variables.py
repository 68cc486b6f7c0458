"""Variables: every type there and back, scopes, history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from app.domain import events
from app.domain.errors import InvalidInput
from app.domain.queries.history import VariableHistoryQuery
from app.domain.queries.variable import VariableQuery
from app.domain.values import SYSTEM, FileRef, TypedValue
from app.domain.variables import VariableChange
from app.persistence.store import SqlStore
from tests.integration.persistence import rows
from tests.integration.persistence.rows import HOUR, NOW

VALUES = [
    TypedValue("Null", None),
    TypedValue("Boolean", True),
    TypedValue("Boolean", False),
    TypedValue("Short", -3),
    TypedValue("Integer", 2**31 - 1),
    TypedValue("Long", 2**63),
    TypedValue("Long", -(10**40)),
    TypedValue("Double", 0.1),
    TypedValue("Double", float("inf")),
    TypedValue("Double", 1e308),
    TypedValue("Number", Decimal("10.50")),
    TypedValue("Number", 7),
    TypedValue("Number", 2.5),
    TypedValue("String", ""),
    TypedValue("String", "常务会议 'quoted' \\ %_\n"),
    TypedValue("String", "with\x00nul"),
    TypedValue("String", "长" * 100_000),
    TypedValue("String", None),
    TypedValue("Date", datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=8)))),
    TypedValue("Date", datetime(1, 1, 1, tzinfo=UTC)),
    TypedValue("Json", {"a": [1, None, {"文": "字"}], "b": 1.5}),
    TypedValue("Json", []),
    TypedValue("Object", [1, 2], {"objectTypeName": "java.util.ArrayList"}),
    TypedValue("Object", "rO0AB", {"serializationDataFormat": "application/x-java"}),
    TypedValue("Xml", "<a>文</a>"),
    TypedValue("File", FileRef("ab" * 32, "附件.pdf", "application/pdf", 3), {"encoding": "utf-8"}),
    TypedValue("Bytes", bytes(range(256))),
    TypedValue("Bytes", b""),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: f"{value.type}-{str(value.value)[:12]!r}")
def test_a_value_comes_back_as_it_was_sqlite(value: TypedValue) -> None:
    from app.persistence.variable_codec import decode, encode

    assert decode(encode(value)) == value


def test_every_type_survives_the_database(store: SqlStore) -> None:
    changes = tuple(VariableChange("i1", f"v{number}", value) for number, value in enumerate(VALUES))
    rows.started(store, events.VariablesChanged("i1", changes, NOW))

    with store.transaction() as work:
        loaded = work.variables.load("i1").values["i1"]

    assert [loaded[f"v{number}"] for number in range(len(VALUES))] == VALUES


@pytest.mark.parametrize(
    "value",
    [
        TypedValue("Nonsense", 1),
        TypedValue("Boolean", "true"),
        TypedValue("Long", "x"),
        TypedValue("Integer", 1.5),
        TypedValue("String", 3),
        TypedValue("Date", datetime(2026, 1, 1)),  # noqa: DTZ001 - naive on purpose
        TypedValue("Json", object()),
        TypedValue("File", "name"),
        TypedValue("Null", 0),
    ],
)
def test_a_value_that_does_not_fit_its_type_is_refused(value: TypedValue) -> None:
    from app.persistence.variable_codec import encode

    with pytest.raises(InvalidInput):
        encode(value)


def test_scopes_keep_their_own_values(store: SqlStore) -> None:
    rows.started(
        store,
        rows.activity("sub:1", kind="subProcess"),
        rows.activity("approve:t1", parent_id="sub:1"),
        rows.activity("done:1", ended_at=NOW),
        rows.variables(a="root", b="root"),
        rows.variables(scope_id="approve:t1", a="inner"),
    )

    with store.transaction() as work:
        variables = work.variables.load("i1")
        assert variables.parents == {"sub:1": "i1", "approve:t1": "sub:1"}
        assert variables.visible("approve:t1") == {"a": "inner", "b": "root"}
        assert variables.changes == []

        variables.set("approve:t1", "a", "changed")
        variables.close_scope("approve:t1")
        variables.set("sub:1", "b", 2)
        work.record(events.VariablesChanged("i1", tuple(variables.changes), NOW + HOUR))
        again = work.variables.load("i1")

    assert again.visible("sub:1") == {"a": "root", "b": 2}
    assert "approve:t1" not in again.values


def test_root_values_of_several_instances_come_at_once(store: SqlStore) -> None:
    rows.started(store, rows.variables(a=1, b=2))
    rows.started(store, rows.variables("i2", a=3), id="i2")

    with store.transaction() as work:
        found = work.variables.at_root(["i1", "i2", "i3"], ["a"])

    assert {key: {name: typed.value for name, typed in of.items()} for key, of in found.items()} == {
        "i1": {"a": 1},
        "i2": {"a": 3},
        "i3": {},
    }


def test_a_transient_value_is_not_kept(store: SqlStore) -> None:
    secret = VariableChange("i1", "secret", TypedValue("String", "x", {"transient": True}))
    rows.started(store, events.VariablesChanged("i1", (secret,), NOW))

    with store.transaction() as work:
        assert work.variables.load("i1").values == {}
    assert store.ask(VariableHistoryQuery("i1"), SYSTEM).rows == ()


def test_history_has_every_value_and_the_last_one_before_removal(store: SqlStore) -> None:
    rows.started(store, rows.variables(a=1))
    for value in (2, None):
        typed: Any = TypedValue("Long", value) if value else None
        with store.transaction() as work:
            work.record(events.VariablesChanged("i1", (VariableChange("i1", "a", typed),), NOW, "li"))

    written = store.ask(VariableHistoryQuery("i1"), SYSTEM).rows
    assert [row.value and row.value.value for row in written] == [1, 2, None]
    assert [row.actor for row in written] == ["starter", "li", "li"]
    assert store.ask(VariableQuery(), SYSTEM).rows == ()
    (removed,) = store.ask(VariableQuery(deleted=True), SYSTEM).rows
    assert removed.value == TypedValue("Long", 2)


def test_the_title_of_a_case_is_its_variable(store: SqlStore) -> None:
    from app.domain.queries.instance import InstanceQuery

    rows.started(store, rows.variables(title="修缮议题"), rows.variables(scope_id="sub:1", title="other"))

    (found,) = store.ask(InstanceQuery(text="修缮"), SYSTEM).rows

    assert found.title == "修缮议题"
    assert found.version == 1
