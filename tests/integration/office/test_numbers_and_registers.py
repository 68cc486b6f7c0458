"""Serial numbers without gaps, and registers that are only ever appended to."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.domain.commands.office import AllocateNumber, ChangeSetting, RegisterRecord
from app.domain.errors import InvalidInput, NotAllowed
from app.domain.office_records import Number, RegisterRow
from app.domain.ports.office_records import OfficeRecords
from app.domain.values import Actor, Right
from app.persistence.repositories.office import SqlOfficeRecords
from app.persistence.store import Registry, SqlStore
from tests.support.database import open_store
from tests.support.office_desk import OfficeDesk, at

REGISTRY = Registry({OfficeRecords: SqlOfficeRecords})


class Abandoned(Exception):
    pass


def test_numbers_count_up_within_series_and_year(desk: OfficeDesk) -> None:
    topics = [desk.work("numbering.allocate", series="topic")["number"] for _ in range(3)]
    meeting = desk.work("numbering.allocate", series="executive_meeting")["number"]

    assert topics == ["常议〔2026〕1号", "常议〔2026〕2号", "常议〔2026〕3号"]
    assert meeting == "常务〔2026〕1次"


def test_a_series_begins_anew_with_the_office_s_own_year(desk: OfficeDesk) -> None:
    desk.clock.set(at("2026-12-31 23:59"))
    last = desk.work("numbering.allocate", series="topic")["number"]
    desk.clock.set(at("2027-01-01 00:01"))
    first = desk.work("numbering.allocate", series="topic")["number"]

    assert (last, first) == ("常议〔2026〕1号", "常议〔2027〕1号")


def test_a_repeat_for_the_same_external_task_gives_the_same_number(desk: OfficeDesk) -> None:
    command = AllocateNumber(task_id="task-7", series="topic")

    assert desk.do(command) == desk.do(command) == {"number": "常议〔2026〕1号"}
    assert [number.sequence for number in desk.records(Number)] == [1]


def test_an_unknown_series_is_refused_and_a_new_format_is_a_setting(desk: OfficeDesk) -> None:
    with pytest.raises(InvalidInput):
        desk.do(AllocateNumber(series="letters"))

    desk.do(ChangeSetting("number.formats", {"letters": "攀东府函〔{year}〕{n}号"}, "新增函件编号"), _administrator())

    assert desk.do(AllocateNumber(series="letters"))["number"] == "攀东府函〔2026〕1号"


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_concurrent_and_abandoned_transactions_leave_neither_gap_nor_double(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if database == "postgresql" else None
    store = open_store(tmp_path, url=url, registry=REGISTRY)
    taken: list[int] = []

    def take(abandon: bool) -> None:
        try:
            with store.transaction() as uow:
                number = uow.repository(OfficeRecords).next_in("topic", 2026)
                if abandon:
                    raise Abandoned
            taken.append(number)
        except Abandoned:
            pass

    threads = [threading.Thread(target=take, args=(index % 4 == 3,)) for index in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 13))
    _close(store)


def test_a_second_row_of_a_key_corrects_the_first_and_both_stay(desk: OfficeDesk) -> None:
    for text in ("一", "二"):
        desk.work("registry.register", kind="coordination", key="T1", row={"agreed_text": text})

    first, second = desk.records(RegisterRow, kind="coordination")

    assert (first.row, first.corrects) == ({"agreed_text": "一"}, None)
    assert (second.row, second.corrects, second.row_no) == ({"agreed_text": "二"}, first.id, first.row_no + 1)


def test_a_person_who_corrects_a_register_says_why(desk: OfficeDesk) -> None:
    operator = Actor("operator", frozenset({Right.OPERATOR}))
    with pytest.raises(InvalidInput):
        desk.do(RegisterRecord(kind="coordination", key="T1"), operator)

    desk.do(RegisterRecord(kind="coordination", key="T1", reason="录入有误"), operator)

    (row,) = desk.records(RegisterRow)
    assert (row.reason, row.registered_by) == ("录入有误", "operator")


def test_registers_are_no_place_for_clerks_nor_for_unknown_kinds(desk: OfficeDesk) -> None:
    with pytest.raises(NotAllowed):
        desk.do(RegisterRecord(kind="topic", key="T1", reason="补登"), desk.person("education.clerk"))
    with pytest.raises(InvalidInput):
        desk.do(RegisterRecord(task_id="t", kind="gossip", key="T1"))


def _administrator() -> Actor:
    return Actor("admin", frozenset({Right.ADMINISTRATOR}))


def _close(store: SqlStore) -> None:
    store.close()
