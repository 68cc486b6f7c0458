"""Takes docs/images/*.png: every page of the desks as its people see it, in an office with cases at several stages.

`make screenshots` calls it; the clock of the office and of the browser stands still on a day of the demo, so that two
runs show the same. `--width 1280 --height 2000 --to /tmp/pages` looks at another size without touching the documents.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from app.bootstrap import build_web
from app.cli_demo import demo_house, open_stage
from app.demo.executive_meeting import BEGIN
from app.demo.october import NOW, play_on
from app.domain.ports.notifier import Changes
from app.jobs.simulation import SimulatedClock
from app.web.server import make_server
from tests.browser.pages import PAGES, SETTLE_MS, Shown, open_page
from tests.browser.person import WAIT_MS, Person
from tests.support.browser import ensure_browser, launch_arguments
from tests.support.fonts import ensure_chinese_font

PLACE = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDTH, HEIGHT = 1440, 900


def main() -> None:
    """Play the office, serve it, and look at every page."""
    options = _options()
    ensure_chinese_font()
    options.to.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        served_office(Path(home)) as (address, case),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=ensure_browser(), args=launch_arguments())
        Camera(browser, address, options).take(case)
        browser.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, default=WIDTH)
    parser.add_argument("--height", type=int, default=HEIGHT)
    parser.add_argument("--to", type=Path, default=PLACE, help="folder for the pictures")
    parser.add_argument("--only", nargs="*", default=[], help="names of pages")
    parser.add_argument("--language", choices=["zh", "en"], default="zh")
    return parser.parse_args()


@contextmanager
def served_office(home: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The played office on a free port; its clock stands still."""
    clock = SimulatedClock(BEGIN)
    with demo_house(home, clock) as house:
        case = asdict(play_on(open_stage(house, clock)))
        server = make_server(build_web(house), "127.0.0.1", 0)
        server.prepare()
        threading.Thread(target=server.serve, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.bind_addr[1]}", case
        finally:
            house.notifier.publish(Changes(closing=True))
            server.stop()


class Camera:
    """Takes one picture of each page."""

    def __init__(self, browser: Browser, address: str, options: argparse.Namespace) -> None:
        self._browser = browser
        self._address = address
        self._options = options
        self._desks: dict[str, Page] = {}

    def take(self, case: dict[str, str]) -> None:
        """The sign-in page, then every page for a person whose page it is."""
        stranger = self._context().new_page()
        stranger.goto("/sign-in")
        expect(stranger.get_by_role("button", name="登录", exact=True)).to_be_visible(timeout=WAIT_MS)
        self._keep(stranger, "sign-in")
        for shown in PAGES:
            if not self._options.only or shown.name in self._options.only:
                page = self._desk(shown.user_id)
                self._open(page, shown, case)
                self._keep(page, shown.name)

    def _open(self, page: Page, shown: Shown, case: dict[str, str]) -> None:
        if self._options.language == "zh":
            open_page(page, shown, case)
        else:  # The words by which a page is known are Chinese.
            page.goto(shown.path.format(**case))
            page.wait_for_timeout(3 * SETTLE_MS)

    def _keep(self, page: Page, name: str) -> None:
        page.mouse.move(0, 0)
        page.screenshot(path=self._options.to / f"{name}.png", animations="disabled")
        print(name)

    def _desk(self, user_id: str) -> Page:
        if user_id not in self._desks:
            page = self._context().new_page()
            Person(page, user_id).sign_in()
            page.evaluate(f"localStorage.setItem('banli.language', '{self._options.language}')")
            self._desks[user_id] = page
        return self._desks[user_id]

    def _context(self) -> BrowserContext:
        size: ViewportSize = {"width": self._options.width, "height": self._options.height}
        context = self._browser.new_context(
            base_url=self._address, locale="zh-CN", timezone_id="Asia/Shanghai", viewport=size
        )
        context.clock.set_fixed_time(NOW)
        return context


if __name__ == "__main__":
    main()
