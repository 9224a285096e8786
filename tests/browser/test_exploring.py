"""Models tried out and looked into, on the real models."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.browser.test_accessibility import serious

PAGES = ["/models/", "/models/playground/", "/models/inside/"]


def test_two_models_answer_side_by_side_and_one_becomes_a_widget(visitor):
    ada = visitor()
    ada.sign_up("ada-tries")
    ada.page.goto("/models/playground/?model=echo")
    ada.page.get_by_label("What should the models write?").fill("Three colours:")
    ada.page.get_by_role("checkbox", name="SmolLM2").check()
    ada.page.get_by_label("Longest answer, in tokens").fill("12")
    ada.page.get_by_role("button", name="Try it").click()
    ada.page.get_by_text("All answered").wait_for(timeout=60_000)
    assert (
        ada.page.get_by_role("region", name="Echo", exact=True).locator("prose-text").inner_text() == "Three colours:"
    )
    assert "tokens" in ada.page.get_by_role("region", name="SmolLM2").inner_text()
    ada.page.get_by_role("region", name="Echo", exact=True).get_by_role("button", name="Make this a widget").click()
    ada.page.wait_for_url("**/apps/**?edit")
    ada.card("Answer").wait_for()


def test_parameters_are_compared_in_a_grid_and_stopped(visitor):
    guest = visitor()
    guest.page.goto("/models/playground/?model=echo")
    guest.page.get_by_label("What should the models write?").fill("/slow a b c d e f g h i j k l m n o p")
    guest.page.get_by_role("button", name="Compare parameters").click()
    guest.page.get_by_role("button", name="Try it").click()
    guest.page.locator("trial-answer").nth(8).wait_for()
    guest.page.get_by_role("button", name="Stop").click()
    guest.page.get_by_text("Stopped: ").wait_for(timeout=30_000)
    guest.page.get_by_text("Stopped.").first.wait_for(timeout=30_000)


def test_a_translation_is_tried_into_a_language_that_the_chosen_model_knows(visitor):
    page = visitor().page
    page.goto("/models/playground/?model=t5-mini")
    page.get_by_label("What should be translated?").fill("Thank you.")
    known = page.get_by_label("Into").locator("optgroup[label='Translated by Mini T5'] option")
    assert known.all_inner_texts() == ["English", "French", "Spanish"]
    page.get_by_label("Into").select_option("Spanish")
    page.get_by_role("button", name="Try it").click()
    page.get_by_text("All answered").wait_for(timeout=60_000)
    assert "Gracias" in page.get_by_role("region", name="Mini T5").inner_text()


@contextmanager
def standing_still(pids: list[int]) -> Iterator[None]:
    """Processes that do nothing until the block ends."""
    assert pids
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def test_what_waits_is_stopped_at_once_and_the_next_question_can_be_asked(visitor, product):
    page = visitor().page
    page.goto("/models/playground/?model=echo")
    prompt = page.get_by_label("What should the models write?")
    with standing_still(product.worker_pids("models")):
        prompt.fill("This takes too long")
        page.get_by_role("button", name="Try it").click()
        page.get_by_text("Waits for its turn…").wait_for()
        page.get_by_role("button", name="Stop").click()
        page.get_by_text("Stopped: 0 of 1 answered").wait_for()
        page.get_by_text("Stopped.", exact=True).wait_for()
        prompt.fill("This is enough")
        page.get_by_role("button", name="Try it").click()
        page.get_by_text("Waits for its turn…").wait_for()
    page.get_by_text("All answered").wait_for()
    assert page.get_by_role("region", name="Echo", exact=True).locator("prose-text").inner_text() == "This is enough"


def test_a_look_inside_shows_who_looks_at_whom_and_what_comes_next(visitor):
    guest = visitor()
    guest.page.goto("/models/inside/")
    guest.page.get_by_role("button", name="Look inside").click()
    guest.page.get_by_role("group", name="Tokens").wait_for(timeout=60_000)
    assert guest.page.get_by_label("One token").get_by_text("·Rome").count() == 1
    guest.page.get_by_role("group", name="Tokens").get_by_role("button", name="·France").click()
    guest.page.get_by_text("“·France” looks at").wait_for()
    guest.page.get_by_label("Layer 1 of 30").press("ArrowRight")
    guest.page.get_by_label("Layer 2 of 30").wait_for()


@pytest.mark.parametrize("width", [1400, 390])
def test_a_map_that_is_too_wide_scrolls_and_the_names_of_its_rows_stay_in_sight(visitor, width):
    page = visitor(viewport={"width": width, "height": 900}).page
    page.goto("/models/inside/")
    page.get_by_label("Text, up to 64 tokens").fill("one two three four five six seven eight nine ten " * 6)
    page.get_by_role("button", name="Look inside").click()
    page.get_by_role("group", name="Tokens").wait_for(timeout=60_000)
    scroll, name = page.locator(".attention-scroll"), page.locator(".attention-name").first
    before = name.bounding_box()["x"]
    assert scroll.evaluate("one => { one.scrollLeft = 200; return one.scrollLeft }") == 200
    assert name.bounding_box()["x"] == before
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_models_fit_a_phone_and_axe_finds_nothing_serious(visitor, path, scheme):
    page = visitor(viewport={"width": 390, "height": 844}, color_scheme=scheme).page
    page.goto(path)
    if path.endswith("inside/"):
        page.get_by_role("button", name="Look inside").click()
        page.get_by_role("group", name="Tokens").wait_for(timeout=60_000)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []
