"""The whole product, started by its own command, and Debian's Chromium looking at it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
MODELS = Path(os.environ.get("TEST_MODELS_DIR", ROOT / "data" / "models"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Product:
    """A running copy: where it answers and where it keeps its data."""

    url: str
    data_dir: Path
    process: subprocess.Popen[str]

    def manage(self, *arguments: str, **variables: str) -> None:
        """Run a command of `manage.py` on its data."""
        command = [sys.executable, "manage.py", *arguments]
        environment = os.environ | {"DATA_DIR": str(self.data_dir)} | variables
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)

    def worker_pids(self, queue: str) -> list[int]:
        """The worker processes of this copy that serve `queue`."""
        found = subprocess.run(["pgrep", "-f", f"celery.* {queue}"], check=False, capture_output=True, text=True)
        pids = [int(pid) for pid in found.stdout.split()]
        return [pid for pid in pids if _environment(pid).get("DATA_DIR") == str(self.data_dir)]


def _environment(pid: int) -> dict[str, str]:
    try:
        pairs = Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return {}
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    data_dir = tmp_path_factory.mktemp("data")
    if MODELS.exists():  # installed once for all test runs; a copy that finds nothing here installs its own
        (data_dir / "models").symlink_to(MODELS)
    port = _free_port()
    environment = {**os.environ, "DATA_DIR": str(data_dir), "PORT": str(port), "HOST": "127.0.0.1", "ECHO_MODEL": "1"}
    environment["SIGNUPS_A_MINUTE"] = "1000"  # all tests come from one address
    for name in ("REDIS_URL", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up"], cwd=ROOT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout
    printed = []
    for line in process.stdout:
        printed.append(line)
        if line.startswith("Ready:"):
            break
    else:
        pytest.fail("the product did not start:\n" + "".join(printed))
    try:
        yield Product(f"http://127.0.0.1:{port}", data_dir, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("no Chromium: install it with `apt-get install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()


class Visitor:
    """Somebody with a browser of their own: cookies, storage and open pages."""

    def __init__(self, browser: Browser, product: Product, **options: Any) -> None:
        self.product = product
        self.complaints: list[str] = []  # errors of the page, refusals of the CSP, requests to other hosts
        self.context = browser.new_context(base_url=product.url, **options)
        self.context.set_default_timeout(20_000)
        self.page = self.open()

    def open(self, path: str | None = None) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", self._hear)
        page.on("request", self._watch)
        if path:
            page.goto(path)
        return page

    def _hear(self, message: object) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _watch(self, request: object) -> None:
        if not request.url.startswith((self.product.url, self.product.url.replace("http", "ws"), "data:", "blob:")):
            self.complaints.append(f"request to {request.url}")

    def sign_up(self, username: str) -> None:
        self.page.goto("/account/signup/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password1]", "correct horse battery")
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url("**/apps/")

    def log_in(self, username: str) -> None:
        self.page.goto("/account/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", "correct horse battery")
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url("**/apps/")

    def start_app(self, title: str) -> None:
        """A new, empty app, open in edit mode."""
        self.page.goto("/")
        self.page.get_by_role("button", name="Start empty").click()
        self.page.wait_for_url("**?edit")
        self.page.get_by_label("Title of the app").fill(title)
        self.page.keyboard.press("Enter")

    def add(self, kind: str, title: str, prompt: str = "") -> None:
        """Add a widget; in `prompt`, a piece such as `@Topic` is typed and then picked from the list."""
        self.page.locator("add-widget summary").click()
        self.page.locator("add-widget").get_by_role("button", name=kind).click()
        self.page.get_by_label("Title", exact=True).fill(title)
        self.page.keyboard.press("Enter")
        if prompt:
            self.page.locator(".panel .cm-content").first.click()
        for piece in re.split(r"(@\w+)", prompt):
            self.page.keyboard.type(piece)
            if piece.startswith("@"):
                self.page.locator(".cm-tooltip-autocomplete").get_by_text(piece[1:]).wait_for()
                self.page.wait_for_timeout(100)  # CodeMirror ignores Enter for a moment after its list appears
                self.page.keyboard.press("Enter")

    def set(self, field: str, value: str) -> None:
        """A box of the settings."""
        self.page.get_by_label(field).fill(value)
        self.page.keyboard.press("Tab")

    def mode(self, name: str) -> None:
        self.page.get_by_role("group", name="Mode").get_by_role("button", name=name).click()

    def is_saved(self) -> None:
        self.page.locator("save-state .is-saved").wait_for(state="attached")

    def saves(self, is_so: Callable[[], bool]) -> None:
        """Waits until what the server has is so."""
        for _ in range(100):
            if is_so():
                return
            self.page.wait_for_timeout(100)
        pytest.fail("it was not saved")

    def choose(self, title: str) -> None:
        """Open a widget's settings."""
        self.card(title).click()
        self.page.get_by_label(f"Settings of {title}").wait_for()

    def share(self, choice: str) -> None:
        self.page.locator("share-dialog").get_by_role("button", name="Share").click()
        dialog = self.page.get_by_role("dialog", name="Share")
        with self.page.expect_response(lambda response: response.request.method == "PATCH" and response.ok):
            dialog.get_by_role("radio", name=choice).check()
        dialog.get_by_role("button", name="Done").click()

    def address(self) -> str:
        """The app's path."""
        return urlsplit(self.page.url).path

    def card(self, title: str) -> Locator:
        return self.page.locator(f'.card[data-widget="{title}"]')

    def reaches(self, title: str, state: str, timeout: float = 120_000) -> Locator:
        """The card once its widget is in that state. Milliseconds."""
        card = self.page.locator(f'.card[data-widget="{title}"][data-state="{state}"]')
        card.wait_for(timeout=timeout)
        self.page.evaluate("() => new Promise(requestAnimationFrame)")  # texts are drawn with the next frame
        return card

    def words(self, title: str) -> str:
        return self.card(title).locator("prose-text").inner_text().strip()

    def wait_for_words(self, title: str, more_than: int = 0) -> str:
        """What a card shows once it shows more than so many characters."""
        self.page.wait_for_function(
            "([title, least]) => (document.querySelector(`.card[data-widget='${title}'] prose-text`)"
            "?.innerText.trim().length ?? 0) > least",
            arg=[title, more_than],
            timeout=120_000,
        )
        return self.words(title)

    def play(self) -> None:
        self.page.locator("play-pill").get_by_role("button", name="Play").click()


@pytest.fixture
def visitor(chromium: Browser, product: Product) -> Iterator[Callable[..., Visitor]]:
    """A maker of visitors. What their pages complained about fails the test."""
    made: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        made.append(Visitor(chromium, product, **options))
        return made[-1]

    yield make
    complaints = [complaint for one in made for complaint in one.complaints]
    for one in made:
        one.context.close()
    assert not complaints, "\n".join(complaints)
