"""What people see of their quota: meters in the account menu, a word where little is left, and when it starts again."""

import re
import uuid

import pytest

from tests.browser.making import make_app, widget
from tests.browser.test_accessibility import serious

LONG = "a b c " * 20  # with an answer of 50 tokens it takes 110, and has 234 reserved
GIVE = """
from widgets.models import Quota, User
Quota.objects.update_or_create(user=User.objects.get(username={username!r}), defaults={limits})
"""


@pytest.fixture(params=["light"])
def ada(visitor, product, request):
    ada = visitor(color_scheme=request.param)
    username = f"ada{uuid.uuid4().hex[:12]}"
    ada.sign_up(username)
    ada.give = lambda **limits: product.manage("shell", "-c", GIVE.format(username=username, limits=limits))
    return ada


def board(ada) -> None:
    """Opens an app of one text that repeats the beginning of its prompt."""
    parts = [widget("text", "Answer", prompt=LONG, model="echo", max_tokens=50)]
    ada.page.goto(make_app(ada, "Echo", parts))
    ada.card("Answer").wait_for()


def open_menu(ada):
    ada.page.locator("[data-account] > summary").click()
    ada.page.locator("[data-quota] .quota-level").first.wait_for()
    return ada.page.locator("[data-quota]")


def close_menu(ada) -> None:
    ada.page.keyboard.press("Escape")


def play(ada) -> None:
    """Until the server has said how much is used then."""
    with ada.page.expect_response("**/api/quota"):
        ada.page.locator("play-pill").get_by_role("button", name="Play").click()


def refusal(page) -> str:
    """The sentence, wherever it stands."""
    said = page.get_by_text("has no room for this")
    said.wait_for()
    return said.inner_text()


STARTS = re.compile(r"It resets at 00:00 UTC on \d+ \w+:")


def test_the_account_menu_shows_how_it_stands_each_time_it_opens(ada):
    ada.give(tokens_a_day=50_000, images_a_day=5)
    board(ada)
    menu = open_menu(ada)
    assert re.search(
        r"^0 of 50,000 tokens used today; starts again at 00:00 UTC in \d+\s(h|min)$", menu.inner_text(), re.M
    )
    assert "0 of 5 images used today" in menu.inner_text()
    close_menu(ada)
    play(ada)
    menu = open_menu(ada)
    menu.get_by_text("110 of 50,000 tokens used today").wait_for()
    assert menu.get_by_label("Tokens used today").evaluate("meter => [meter.value, meter.max]") == [110, 50_000]


def test_no_page_asks_before_the_menu_opens_and_without_a_limit_it_says_nothing(ada):
    asked = []
    ada.page.on("request", lambda request: asked.append(request.url) if "/api/quota" in request.url else None)
    board(ada)
    ada.play()
    ada.reaches("Answer", "done")
    ada.page.get_by_role("button", name="Play again", exact=True).wait_for()
    assert asked == []
    with ada.page.expect_response("**/api/quota"):
        ada.page.locator("[data-account] > summary").click()
    ada.page.get_by_role("button", name="Log out").wait_for()
    assert not ada.page.locator("[data-quota]").is_visible()


def test_the_board_says_when_little_is_left_and_then_refuses_with_the_time(ada):
    ada.give(tokens_a_day=600)
    board(ada)
    near = ada.page.locator("play-pill quota-near")
    play(ada)
    assert near.inner_text() == ""
    play(ada)
    ada.give(tokens_a_day=260)
    ada.page.reload()
    near.get_by_text("Nearly used up: 220 of 260 tokens").wait_for()
    ada.page.locator("play-pill").get_by_role("button", name="Play again").click()
    assert STARTS.search(refusal(ada.page))


def test_so_do_the_playground_and_the_composer(ada):
    ada.give(tokens_a_day=600)
    board(ada)
    play(ada)
    play(ada)
    ada.give(tokens_a_day=260)
    page = ada.page
    ada.mode("Edit")
    page.get_by_label("Describe a change").fill("Add a summary")
    page.get_by_role("button", name="Propose").click()
    assert "tokens a day" in refusal(page)
    page.goto("/models/playground/?model=echo")
    page.locator("quota-near").get_by_text("Nearly used up: 220 of 260 tokens").wait_for()
    page.get_by_label("What should the models write?").fill(LONG)
    page.get_by_label("Longest answer, in tokens").fill("50")
    page.get_by_role("button", name="Try it").click()
    assert STARTS.search(refusal(page))


@pytest.mark.parametrize("ada", ["light", "dark"], indirect=True)
def test_axe_finds_nothing_serious_in_the_open_menu_and_beside_play(ada):
    ada.give(tokens_a_day=300, images_a_day=0)
    board(ada)
    play(ada)
    ada.give(tokens_a_day=130)
    ada.page.reload()
    ada.page.locator("play-pill quota-near").get_by_text("Nearly used up").wait_for()
    open_menu(ada)
    assert serious(ada.page) == []
