"""The history of an app, and two pages that edit it at once: nothing is lost, and little is asked."""

import uuid

import pytest

from tests.browser.making import make_app, widget
from tests.browser.test_accessibility import serious


@pytest.fixture
def maker(visitor):
    """Somebody with an app of an input and a text, in edit mode."""
    maker = visitor()
    maker.sign_up(f"maker-{uuid.uuid4().hex[:12]}")
    path = make_app(
        maker, "Draft", [widget("input", "Topic"), widget("text", "Story", prompt="A story about @[Topic]")]
    )
    maker.page.goto(f"{path}?edit")
    maker.card("Story").wait_for()
    return maker


@pytest.fixture
def elsewhere(visitor, maker):
    """The same person on another device, with the app open."""
    elsewhere = visitor()
    elsewhere.context.add_cookies(maker.context.cookies())
    elsewhere.page.goto(maker.address() + "?edit")
    elsewhere.card("Story").wait_for()
    maker.page.locator("company-mark").get_by_text("you, on another page").wait_for()
    return elsewhere


def rename(who, title, to):
    who.choose(title)
    who.page.get_by_label("Title", exact=True).fill(to)
    who.page.keyboard.press("Enter")


def write(who, prompt):
    who.choose("Story")
    who.page.locator(".panel .cm-content").first.click()
    who.page.keyboard.press("ControlOrMeta+a")
    who.page.keyboard.type(prompt)


def titles(who) -> set[str]:
    return {widget["title"] for widget in widgets(who)}


def prompt(who) -> str:
    return next(widget for widget in widgets(who) if widget["kind"] == "text")["settings"]["prompt"]


def widgets(who) -> list[dict]:
    app_id = who.address().split("/")[2]
    return who.context.request.get(f"/api/apps/{app_id}").json()["graph"]["widgets"]


def older(maker, sentence):
    """One among the saves that lie folded under a later one."""
    maker.page.get_by_text("before it").first.click()
    return maker.page.locator(".fold .revision").filter(has_text=sentence).last


def open_history(maker):
    maker.page.get_by_role("button", name="History", exact=True).click()
    maker.page.get_by_role("complementary", name="History of the app").wait_for()


# The history -------------------------------------------------------------------------------


def test_a_revision_is_looked_at_named_and_restored(maker):
    rename(maker, "Topic", "Subject")
    maker.saves(lambda: titles(maker) == {"Subject", "Story"})
    open_history(maker)
    older(maker, "were added.").click()
    maker.page.get_by_role("button", name="Name it").click()
    maker.page.get_by_label("Name of revision").fill("Before the story")
    maker.page.keyboard.press("Enter")
    maker.page.get_by_role("button", name="Before the story").wait_for()
    maker.page.get_by_role("button", name="Restore").click()
    maker.saves(lambda: titles(maker) == {"Topic", "Story"})
    maker.page.locator(".toast").get_by_role("button", name="Undo").click()
    maker.saves(lambda: titles(maker) == {"Subject", "Story"})


def test_what_changed_in_a_prompt_is_shown_word_by_word(maker):
    write(maker, "A poem about robots")
    maker.saves(lambda: prompt(maker) == "A poem about robots")
    open_history(maker)
    maker.page.locator(".revision").first.click()
    assert "poem" in maker.page.locator(".diff ins").first.inner_text()
    assert "story" in maker.page.locator(".diff del").first.inner_text()
    assert serious(maker.page) == []


def test_an_older_revision_is_published(maker):
    rename(maker, "Topic", "Subject")
    maker.saves(lambda: titles(maker) == {"Subject", "Story"})
    open_history(maker)
    older(maker, "were added.").click()
    maker.page.get_by_role("button", name="Publish").click()
    maker.page.get_by_text("visitors see it").wait_for()


def test_the_history_is_closed_by_keyboard_and_the_focus_goes_back(maker):
    open_history(maker)
    maker.page.keyboard.press("Escape")
    maker.page.get_by_role("complementary", name="History of the app").wait_for(state="detached")
    button = maker.page.get_by_role("button", name="History", exact=True)
    assert button.evaluate("button => button === document.activeElement")


# Two at once -------------------------------------------------------------------------------


def test_who_else_is_editing_is_seen_until_they_leave(maker, elsewhere):
    elsewhere.page.locator("company-mark").get_by_text("you, on another page").wait_for()
    elsewhere.page.goto("/")
    maker.page.locator("company-mark").get_by_text("you, on another page").wait_for(state="detached")


def test_what_is_saved_elsewhere_comes_at_once_and_is_said(maker, elsewhere):
    rename(elsewhere, "Topic", "Subject")
    maker.card("Subject").wait_for()
    maker.page.locator("save-state").get_by_text("Updated from elsewhere").first.wait_for()
    rename(maker, "Story", "Tale")
    elsewhere.card("Tale").wait_for()
    assert titles(maker) == {"Subject", "Tale"}


def test_different_changes_are_merged_without_a_question(maker, elsewhere):
    maker.context.set_offline(True)
    rename(maker, "Story", "Tale")
    rename(elsewhere, "Topic", "Subject")
    elsewhere.saves(lambda: "Subject" in titles(elsewhere))
    maker.context.set_offline(False)
    maker.page.get_by_text("was merged with your changes").wait_for()
    maker.saves(lambda: titles(maker) == {"Subject", "Tale"})
    assert prompt(maker) == "A story about @[Subject]"


@pytest.mark.parametrize(("side", "kept"), [("Mine", "Written here"), ("Theirs", "Written there")])
def test_of_what_both_changed_one_is_chosen(maker, elsewhere, side, kept):
    maker.context.set_offline(True)
    write(maker, "Written here")
    write(elsewhere, "Written there")
    elsewhere.saves(lambda: prompt(elsewhere) == "Written there")
    maker.context.set_offline(False)
    notice = maker.page.get_by_role("alert").filter(has_text="This app was changed elsewhere")
    notice.wait_for()
    assert prompt(elsewhere) == "Written there"  # nothing is overwritten before somebody chooses
    notice.get_by_role("button", name="Choose").click()
    dialog = maker.page.get_by_role("dialog", name="Choose a version")
    assert "here" in dialog.locator("ins").inner_text()
    assert serious(maker.page) == []
    dialog.get_by_role("radio", name=side).check()
    dialog.get_by_role("button", name="Merge").click()
    notice.wait_for(state="detached")
    maker.saves(lambda: prompt(maker) == kept)
