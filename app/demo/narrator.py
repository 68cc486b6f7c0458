"""Tells a play line by line: when, what, until when, the light, and who did it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from app.demo.stage import Deed
from app.domain.records import Deadline

WEEKDAYS = ("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
_STATES = {"met": ("已办结", "met"), "open": ("办理中", "open"), "cancelled": ("已取消", "cancelled")}
"""State of a deadline in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Light:
    """A traffic light at the moment a task was finished; never told by colour alone."""

    mark: str
    zh: str
    en: str


NONE = Light("·", "无时限", "no limit")
GREEN = Light("●", "绿灯 按时", "green, in time")
YELLOW = Light("◐", "黄灯 临期", "yellow, close")
RED = Light("○", "红灯 逾期", "red, late")


def light_of(at: datetime, due: datetime | None, zone: tzinfo) -> Light:
    """The light at `at` of what is due at `due`: yellow on the last day."""
    if due is None:
        return NONE
    if at > due:
        return RED
    return YELLOW if at.astimezone(zone).date() == due.astimezone(zone).date() else GREEN


class Narrator:
    """Writes one line for every deed, in Chinese or in English; element names stay as the diagrams have them."""

    def __init__(
        self, write: Callable[[str], None], name_of: Callable[[str], str], zone: tzinfo, english: bool = False
    ) -> None:
        self._write = write
        self._name_of = name_of
        self._zone = zone
        self._english = english

    def __call__(self, deed: Deed) -> None:
        """One line."""
        task = deed.task
        case = f"[{task.business_key}] " if task.business_key else ""
        what = f"{task.definition_name} · {task.name}"
        who = self._name_of(deed.user_id)
        light, due = self._light(deed.at, task.due_at), self._due(task.due_at, deed.rule)
        if self._english:
            words = f"{light} | due {due} | {who} ({deed.user_id}) | {what} {case}"
        else:
            words = f"{light}｜时限 {due}｜{who}（{deed.user_id}）｜{what} {case}"
        self._write(f"{self.time(deed.at)}  {words.rstrip()}")

    def limits(self, deadlines: Iterable[Deadline], now: datetime) -> None:
        """One line for every deadline of the whole case, with its rule and article."""
        self.say("各项时限：", "Time limits:")
        for line in dict.fromkeys(self._limit(each, now) for each in deadlines):
            self._write(line)

    def say(self, zh: str, en: str) -> None:
        """A line of its own."""
        self._write(en if self._english else zh)

    def time(self, moment: datetime) -> str:
        """A time of the office with its day of the week."""
        local = moment.astimezone(self._zone)
        zh, en = WEEKDAYS
        weekday = en[local.weekday()] if self._english else f"周{zh[local.weekday()]}"
        return f"{local:%Y-%m-%d} {weekday} {local:%H:%M}"

    def _light(self, at: datetime, due: datetime | None) -> str:
        light = light_of(at, due, self._zone)
        return f"{light.mark} {light.en if self._english else light.zh}"

    def _due(self, due: datetime | None, rule: str | None) -> str:
        return f"{self.time(due)} {rule or ''}".rstrip() if due else "—"

    def _limit(self, deadline: Deadline, now: datetime) -> str:
        article = f"article {deadline.article}" if self._english else f"第{deadline.article}条"
        light = "" if deadline.state == "met" else self._light(now, deadline.due_at)
        state = _STATES.get(deadline.state, (deadline.state, deadline.state))[self._english]
        return (
            f"  {self._due(deadline.due_at, deadline.deadline_id)}  {deadline.name} {article} {state} {light}".rstrip()
        )
