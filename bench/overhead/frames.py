"""How evenly a page is drawn in Chromium while eight widgets are written."""

import shutil
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.guest import app_of
from bench.overhead.plays import writer

EIGHT = 8
WATCH = """() => new Promise(resolve => {
    const times = [];
    const look = now => {
        times.push(now);
        const busy = document.querySelectorAll("[data-state=running], [data-state=queued]").length;
        if (busy || times.length < 60) requestAnimationFrame(look);
        else resolve(times.slice(1).map((time, at) => time - times[at]).sort((one, other) => one - other));
    };
    requestAnimationFrame(look);
})"""


def main(url: str) -> None:
    app = app_of(*map(writer, range(EIGHT)))
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto(f"{url}/apps/{app}/")
        _told("a page at rest", page.evaluate(WATCH))
        _play(page)
        _told(f"{EIGHT} widgets that are being written", page.evaluate(WATCH))
        browser.close()


def _play(page: Page) -> None:
    page.locator("play-pill").get_by_role("button", name="Play", exact=True).click()
    page.locator("[data-state=running]").first.wait_for()


def _told(what: str, pauses: list[Any]) -> None:
    """`pauses` between two frames, in ms, the shortest first."""
    mean, p95 = sum(pauses) / len(pauses), pauses[int(0.95 * len(pauses))]
    print(f"{what}: {1000 / mean:.0f} frames a second, {p95:.0f} ms between two at p95, {pauses[-1]:.0f} at most")
