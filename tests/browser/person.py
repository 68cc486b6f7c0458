"""A person at a desk: what they see is found by its role and its Chinese words, never by markup."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, ViewportSize, expect

from app.identity.seeds import DEMO_PASSWORD

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
WAIT_MS = 10_000
"""Long enough for a busy machine with two cores."""


ATTEMPTS = 3
REDRAWN_MS = 200
DRAWN_MS = 60


class Person:
    """Signs in, opens tasks, fills forms and hands them in."""

    def __init__(self, page: Page, user_id: str) -> None:
        self.page = page
        self.user_id = user_id
        page.set_default_timeout(WAIT_MS)

    def sign_in(self) -> None:
        """By the form of the sign-in page."""
        self.page.goto("/sign-in")
        self.page.get_by_label("账号", exact=True).fill(self.user_id)
        self.page.get_by_label("密码", exact=True).fill(DEMO_PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.heading("我的待办")).to_be_visible(timeout=WAIT_MS)

    def heading(self, name: str) -> Locator:
        """The heading of a page."""
        return self.page.get_by_role("heading", name=name, exact=True)

    def go(self, menu_item: str) -> None:
        """Open a page by the menu."""
        link = re.compile(rf"^{menu_item}\s*\d*$")  # a number is its badge
        self.page.get_by_role("navigation", name="主菜单").get_by_role("link", name=link).click()

    def row(self, *texts: str) -> Locator:
        """The row of a list with all these words."""
        rows = self.page.get_by_role("row")
        for text in texts:
            rows = rows.filter(has_text=text)
        return rows.first

    def press(self, button: str) -> None:
        """A button of the page or of the dialog that lies over it."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def urge(self, note: str) -> None:
        """Urge the task whose page is open."""
        self.press("催办")
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("textbox").fill(note)
        dialog.get_by_role("button", name="确定").click()
        expect(self.page.get_by_text("已催办").first).to_be_visible(timeout=WAIT_MS)

    def begin(self, process: str, title: str, unit: str) -> None:
        """Start a process by its form."""
        self.go("发起事项")
        self.page.get_by_role("link", name=process).click()
        self.fill("议题名称", title)
        self.pick("申报单位", unit)
        self.press("提交")
        expect(self.heading("我发起的")).to_be_visible(timeout=WAIT_MS)

    def take(self, task: str, title: str = "") -> None:
        """Claim a task of my groups; its page opens."""
        self.go("待领取")
        self.row(task, title).get_by_role("button", name="领取").click()
        expect(self.page.get_by_role("button", name="提交办结")).to_be_visible(timeout=WAIT_MS)

    def open(self, task: str, title: str = "") -> None:
        """Open a task that is mine."""
        self.go("我的待办")
        self.row(task, title).get_by_role("link", name=task).click()
        expect(self.page.get_by_role("button", name="提交办结")).to_be_visible(timeout=WAIT_MS)

    @property
    def form(self) -> Locator:
        """The form on the page."""
        return self.page.get_by_role("form", name="表单")

    def fill(self, label: str, text: str) -> None:
        """Type into a field."""
        self.field(label).fill(text)

    def field(self, label: str) -> Locator:
        """A field by its label; a star marks a required one."""
        return self.form.get_by_label(label).first

    def tick(self, label: str) -> None:
        """Tick a box."""
        self.form.get_by_role("checkbox", name=label).check()

    def choose(self, option: str) -> None:
        """Choose one of several: the first group that offers the words."""
        self.form.get_by_role("radio", name=option, exact=True).first.check()

    def select(self, label: str, option: str) -> None:
        """Choose from a drop-down list."""
        self.field(label).focus()
        self.form.get_by_text(option, exact=True).click()

    def pick(self, label: str, name: str) -> None:
        """Search on the server and choose what is found."""
        self.form.get_by_role("combobox", name=label).press_sequentially(name)
        self.form.get_by_role("option", name=name).first.click()

    def entry(self, text: str) -> Locator:
        """The entry of a list in the form that is about somebody."""
        about = self.page.get_by_text(text, exact=True)
        return self.form.locator("div").filter(has=about).filter(has=self.page.get_by_role("checkbox")).last

    def set_time(self, label: str, text: str) -> None:
        """Type a date and a time, ``2026-09-24 09:00``; they stand side by side.

        form-js forgets a date that is typed while it draws the form anew; a person sees that and types it again.
        """
        date, _, time = text.partition(" ")
        clock = self.page.get_by_role("textbox", name="时间", exact=True)
        pair = self.form.locator("div").filter(has=self.page.get_by_label(label)).filter(has=clock).last
        for _ in range(ATTEMPTS):
            _type(self.field(label), date.replace("-", "/"))
            if time:
                _type(pair.get_by_role("textbox", name="时间", exact=True), time)
            self.page.wait_for_timeout(REDRAWN_MS)
            if self.field(label).input_value():
                return
        raise AssertionError(f"{label} does not keep {text}")

    def attach(self, label: str, name: str, text: str) -> None:
        """Upload a paper."""
        self.field(label).set_input_files({"name": name, "mimeType": "text/plain", "buffer": text.encode()})
        expect(self.form.get_by_role("link", name=name).first).to_be_visible(timeout=WAIT_MS)

    def hand_in(self) -> None:
        """Complete the task and see that it is done: its page is left, and says so."""
        here = self.page.url
        self.page.get_by_role("button", name="提交办结").click()
        self.page.wait_for_url(lambda url: url != here, timeout=WAIT_MS)
        expect(self.page.get_by_text("已办结").first).to_be_visible(timeout=WAIT_MS)


def _type(field: Locator, text: str) -> None:
    """As fingers do: the page draws what was typed before the next key comes."""
    field.fill(text)
    field.page.wait_for_timeout(DRAWN_MS)
    field.press("Enter")
    field.page.wait_for_timeout(DRAWN_MS)
