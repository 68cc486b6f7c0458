"""The live stream: who is told what."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from app.domain.commands.identity import AddAbsence
from app.domain.people import AbsenceKind
from app.domain.ports.notifier import Changes
from app.web import broker
from app.web.broker import Broker
from app.web.resources import stream
from tests.api.web.test_tasks import first_task
from tests.support.identity_desk import ADMIN


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(broker, "GATHER_S", 0.01)
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.3)


class Stream:
    """An open stream of one desk."""

    def __init__(self, desk):
        self.response = desk.client.get("/api/stream")
        assert self.response.status_code == 200, self.response.text
        assert self.response.mimetype == "text/event-stream"
        self._events = self.response.iter_encoded()
        assert next(self._events).startswith(b"retry:")

    def until_quiet(self):
        """Every event up to the next heartbeat, as topic -> ids."""
        heard = []
        for chunk in self._events:
            if chunk.startswith(b":"):
                break
            for event in chunk.decode().strip().split("\n\n"):
                topic, data = event.split("\n")
                heard.append((topic.removeprefix("event: "), json.loads(data.removeprefix("data: ")).get("ids")))
        return heard

    def close(self):
        self.response.close()


@pytest.fixture
def listen(office):
    opened = []

    def start(user_id):
        opened.append(Stream(office.desk(user_id)))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


def test_those_who_see_the_task_are_told_and_nobody_else(office, listen):
    streams = {name: listen(name) for name in ("secretary.qian", "supervision.jiang", "mayor.liu", "finance.head")}
    instance_id = office.start()
    task_id = first_task(office.desk("secretary.qian"))
    for name in ("secretary.qian", "supervision.jiang"):
        heard = streams[name].until_quiet()
        assert ("tasks", [task_id]) in heard
        assert ("instances", [instance_id]) in heard
    assert streams["mayor.liu"].until_quiet() == []
    assert streams["finance.head"].until_quiet() == []


def test_colleagues_hear_that_a_task_is_taken(office, listen):
    office.start()
    task_id = first_task(office.desk("secretary.qian"))
    zhao = listen("chief.zhao")
    office.desk("secretary.qian").post(f"/tasks/{task_id}/claim")
    assert ("tasks", [task_id]) in zhao.until_quiet()


def test_who_holds_a_task_hears_that_it_is_urged(office, listen):
    office.start()
    qian = office.desk("secretary.qian")
    task_id = first_task(qian)
    qian.post(f"/tasks/{task_id}/claim")
    at_work = listen("secretary.qian")
    office.desk("operator.gao").post(f"/tasks/{task_id}/urge", {"note": "请今日内办结"})
    assert ("tasks", [task_id]) in at_work.until_quiet()
    (urge,) = qian.get(f"/tasks/{task_id}").json["urges"]
    assert (urge["by"]["id"], urge["note"]) == ("operator.gao", "请今日内办结")


def test_a_new_absence_makes_everybody_look_again_and_the_stand_in_hear_more(office, listen):
    office.start()
    task_id = first_task(office.desk("secretary.qian"))
    edm = listen("edm.chen")
    now = office.clock.now()
    office.house.engine.execute(AddAbsence("mayor.liu", now, now + timedelta(days=1), AbsenceKind.TRAVEL), ADMIN)
    assert edm.until_quiet() == [("session", None), ("tasks", None)]
    office.desk("secretary.qian").post(f"/tasks/{task_id}/complete", {"variables": {"text": "正文"}})
    (waiting,) = office.desk("edm.chen").get("/tasks?box=groups").json["rows"]
    assert ("tasks", [waiting["id"]]) in edm.until_quiet()


def test_deployments_are_told_to_everybody(office, listen):
    xu = listen("designer.xu")
    desk = office.desk("designer.xu")
    desk.post("/models/process/request/rollback", {"version": 1, "note": "x"})
    assert ("deployments", None) in xu.until_quiet()


def test_a_stream_ends_with_its_session(office, listen, monkeypatch):
    monkeypatch.setattr(stream, "RENEW_S", 0.0)
    zhao = listen("chief.zhao")
    assert zhao.until_quiet() == []
    office.clock.pass_time(minutes=31)
    assert zhao.until_quiet() == [("session", None)]
    assert list(zhao._events) == []


def test_a_slow_browser_is_told_to_look_at_everything(office):
    held = Broker(office.house.engine, office.house.notifier)
    listener = held.join(office.actor("supervision.jiang"))
    for number in range(broker.QUEUED + 5):
        listener.tell(broker.Signal("tasks", (str(number),)))
    assert listener.signals.qsize() < broker.QUEUED
    assert listener.signals.get() == broker.Signal("tasks")
    held.leave(listener)


def test_strangers_hear_nothing(office):
    assert office.stranger().get("/stream").status_code == 401


def test_streams_end_when_the_house_closes(office, listen):
    zhao = listen("chief.zhao")
    office.house.notifier.publish(Changes(closing=True))
    assert list(zhao._events) == []
