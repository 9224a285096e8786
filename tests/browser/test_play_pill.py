"""The Play pill under the fingers of somebody who uses the keyboard."""

import uuid

import pytest


@pytest.fixture
def maker(visitor):
    """Somebody with an app of one text that echoes its prompt, in edit mode."""
    maker = visitor()
    maker.sign_up(f"maker-{uuid.uuid4().hex[:12]}")
    maker.start_app("Echo")
    maker.add("AI text", "Answer", "/slow one two three four five six seven eight nine ten")
    maker.page.get_by_label("Model", exact=True).select_option("echo")
    maker.is_saved()
    return maker


def focused(maker) -> str:
    return maker.page.evaluate("document.activeElement.innerText.trim()")


def test_the_button_keeps_the_focus_while_its_words_change(maker):
    maker.page.locator(".pill-play").focus()
    maker.page.keyboard.press("Enter")
    maker.reaches("Answer", "running")
    assert focused(maker) == "Stop"
    maker.page.keyboard.press("Enter")
    maker.reaches("Answer", "cancelled")
    assert focused(maker) == "Play"


def test_the_shortcut_plays_what_stands_in_the_box_and_stays_in_it(maker):
    maker.page.get_by_label("Longest answer").fill("3")
    maker.page.keyboard.press("Control+Enter")
    maker.reaches("Answer", "done")
    assert "3 tokens" in maker.card("Answer").inner_text()
    assert maker.page.get_by_label("Longest answer").evaluate("box => box === document.activeElement")


def test_after_an_edit_the_button_plays_what_changed(maker):
    maker.play()
    maker.reaches("Answer", "done")
    maker.page.get_by_role("button", name="Play again").wait_for()
    maker.set("Longest answer", "3")
    maker.page.locator("play-pill").get_by_role("button", name="Play", exact=True).click()
    maker.page.locator(".card").get_by_text("3 tokens").wait_for()
