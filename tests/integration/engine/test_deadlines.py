"""Deadlines as data: computed when the element begins, urged, marked late, moved with the calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.bootstrap import Office as Ports
from app.calendar import SHANGHAI, OfficeCalendar
from app.domain.calendar_days import DayOverride
from app.domain.commands.job import RecomputeDeadlines
from app.domain.ports.clock import BusinessCalendar
from app.persistence.tables import ru
from tests.support.bpmn_builder import (
    boundary,
    bpmn,
    catch,
    chain,
    end,
    message,
    properties,
    service,
    start,
    timer,
    user,
)
from tests.support.engine_driver import Office, People

_RULES = (
    ("DL-1", "${calendar.wd(base, n)}", 3, "received", "escalate", "director"),
    ("DL-2", "${calendar.wm(base, n)}", 30, "now", "none", ""),
)


def _table() -> bytes:
    outputs = ("name", "article", "formula", "n", "base", "expiry", "escalate_to")
    head = "".join(f'<output id="o{k}" name="{name}"/>' for k, name in enumerate(outputs))
    rules = "".join(
        f'<rule id="r{k}"><inputEntry id="i{k}"><text>"{id}"</text></inputEntry>'
        + "".join(
            f'<outputEntry id="e{k}_{j}"><text>{value}</text></outputEntry>'
            for j, value in enumerate(
                (f'"办理 {id}"', '"50"', f'"{formula}"', n, f'"{base}"', f'"{expiry}"', f'"{to}"')
            )
        )
        + "</rule>"
        for k, (id, formula, n, base, expiry, to) in enumerate(_RULES)
    )
    return (
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="x">'
        '<decision id="deadlines" name="d"><decisionTable id="t" hitPolicy="UNIQUE">'
        '<input id="i"><inputExpression id="ie" typeRef="string"><text>id</text></inputExpression></input>'
        f"{head}{rules}"
        "</decisionTable></decision></definitions>"
    ).encode()


class Calendars:
    """A calendar that an administrator can change."""

    def __init__(self) -> None:
        self.current: BusinessCalendar = OfficeCalendar()

    def __call__(self, uow: Any) -> BusinessCalendar:
        return self.current

    def rest_on(self, day: date) -> None:
        self.current = OfficeCalendar(overrides=[DayOverride(day, is_working=False, name="local")])


@pytest.fixture
def calendars() -> Calendars:
    return Calendars()


@pytest.fixture
def office(tmp_path: Path, calendars: Calendars) -> Iterator[Office]:
    people = People()
    with Office(tmp_path, ports=Ports(org=lambda uow: people, calendar=calendars)) as office:
        office.deploy(
            bpmn(
                "p",
                start("s"),
                user("a", properties(deadline="DL-1"), candidate_groups="clerks"),
                boundary("late", "a", timer(date="${deadline.due('DL-1')}"), interrupting=False),
                service("tell", topic="tell"),
                user("b", properties(deadline="DL-2")),
                end("e"),
                *chain("s", "a", "b", "e"),
                *chain("late", "tell"),
            ),
            _table(),
        )
        office.deploy(
            bpmn(
                "urging",
                start("u", message("MSG_URGE")),
                user("measure"),
                boundary("met", "measure", message("MSG_DEADLINE_MET")),
                end("done"),
                *chain("u", "measure", "done"),
                *chain("met", "done"),
            ),
            name="urging",
        )
        yield office


def march(day: int, hour: int = 18, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def states(office: Office) -> list[str]:
    return [row["state"] for row in office.rows(select(ru.deadline).order_by(ru.deadline.c.id))]


def stages(office: Office) -> list[Any]:
    return [office.variables(each.id)["urge_kind"] for each in office.running() if each.definition_key == "urging"]


def test_a_deadline_is_computed_from_its_base_and_kept_with_rule_and_calendar(office: Office) -> None:
    instance = office.start("p", received=march(2, 10))
    task, (deadline,) = office.task("a"), office.deadlines(instance)
    assert task.due_at == deadline.due_at == march(5)
    assert (task.deadline_id, deadline.deadline_id, deadline.article) == (deadline.id, "DL-1", "50")
    assert (deadline.base_at, deadline.count, deadline.escalate_to) == (march(2, 10), 3, "director")
    assert deadline.calendar_version == OfficeCalendar().version
    office.complete("a")
    assert office.task("b").due_at == march(2, 9, 30)
    office.complete("b")
    assert states(office) == ["met", "met"]
    assert office.running() == ()


def test_urging_walks_from_reminder_to_bulletin_and_hears_when_it_is_done(office: Office) -> None:
    instance = office.start("p", received=march(2, 9))
    eighty_percent = march(5, 1, 48)
    office.advance_to(eighty_percent - timedelta(minutes=1))
    assert stages(office) == []
    office.advance_to(eighty_percent)
    assert stages(office) == ["remind"]
    office.advance_to(march(5, 17))
    assert states(office) == ["open"]
    office.advance_to(march(5, 18))
    assert (stages(office), states(office)) == (["remind", "overdue"], ["late"])
    assert len(office.fetch("tell")) == 1
    office.advance_to(march(6, 18))
    assert stages(office) == ["remind", "overdue", "escalate"]
    office.complete("a", instance=instance)
    assert stages(office) == ["remind", "overdue"]
    office.advance_to(march(12))
    assert stages(office) == ["remind", "overdue"]
    assert states(office) == ["late", "open"]


def test_a_changed_calendar_moves_what_is_open(office: Office, calendars: Calendars) -> None:
    instance = office.start("p", received=march(2, 10))
    calendars.rest_on(date(2026, 3, 4))
    assert office.execute(RecomputeDeadlines("notice of 3 March")) == 2
    assert office.task("a").due_at == march(6)
    due = sorted(job.due_at for job in office.jobs(instance))
    assert due == [march(5, 21, 12), march(6)]
    assert states(office) == ["moved", "open"]
    assert office.execute(RecomputeDeadlines("again")) == 0


def test_a_timer_counts_from_the_time_it_began(office: Office, calendars: Calendars) -> None:
    office.deploy(
        bpmn("t", start("s"), catch("c", timer(date="${calendar.wd(calendar.now(), 2)}")), end("e"),
             *chain("s", "c", "e")),
        name="t",
    )  # fmt: skip
    instance = office.start("t")
    office.advance_to(march(3, 12))
    calendars.rest_on(date(2026, 3, 4))
    office.execute(RecomputeDeadlines("notice"))
    assert [job.due_at for job in office.jobs(instance)] == [march(5)]
