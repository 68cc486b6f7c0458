"""The minutes: drafted, signed four times, printed, published; the file of the session goes to the archives room."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chain.meeting import SESSION
from tests.browser.chain.topic import agree
from tests.browser.person import WAIT_MS, Person
from tests.browser.timed_office import TimedOffice

REVIEWS = (("deputy.li", "副主任复核"), ("director.zhang", "主任审核"), ("edm.chen", "常务副区长审核"))


def archive(office: TimedOffice) -> None:
    """Within the three working days of DL-05."""
    office.go_to("2026-09-28 11:00")
    draft(office.desk("chief.zhao"))
    for reviewer, task in REVIEWS:
        agree(office.desk(reviewer), task, title="")
    sign(office.desk("mayor.liu"))
    office.go_to("2026-09-30 10:30")
    issue(office.desk("secretary.qian"))
    publish(office.desk("director.zhang"))
    accept(office.desk("archives.feng"))
    expect_it_is_archived(office.desk("chief.zhao"))


def draft(secretary: Person) -> None:
    """The text is made from the resolutions; the secretary adds what a document needs."""
    secretary.open("起草会议纪要")
    expect(secretary.form.get_by_role("link", name="纪要").first).to_be_visible()
    secretary.choose("纪要")
    secretary.choose("无")
    secretary.choose("平件")
    secretary.fill("份数", "40")
    secretary.hand_in()


def sign(chair: Person) -> None:
    """The chair of the session signs."""
    chair.open("主持人审定签发")
    chair.choose("同意")
    chair.hand_in()


def issue(clerk: Person) -> None:
    """Proof-read, numbered, printed."""
    clerk.take("校对并印发")
    clerk.fill("校对差错数", "0")
    clerk.tick("校对无误")
    clerk.fill("印数", "40")
    clerk.hand_in()


def publish(director: Person) -> None:
    """What the chair found fit for the public."""
    director.take("审核并公开")
    director.choose("可公开")
    director.tick("政府网站")
    director.set_time("公开时间", "2026-09-30 16:00")
    director.hand_in()


def accept(archivist: Person) -> None:
    """The archives room takes over the complete file."""
    archivist.take("档案室接收")
    archivist.choose("接收")
    archivist.choose("永久")
    archivist.hand_in()


def expect_it_is_archived(secretary: Person) -> None:
    """The session's page says so, with the number of the minutes."""
    secretary.go("会议")
    expect(secretary.row(SESSION, "已归档")).to_be_visible(timeout=WAIT_MS)
