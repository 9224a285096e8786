"""A model is taught in the browser, on the shipped encoder, and sorts in an app."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.test_accessibility import serious

TICKETS = Path(__file__).parents[1] / "cases" / "tickets.csv"


def test_examples_become_a_model_that_an_app_uses(visitor):
    ada = visitor()
    ada.sign_up("ada-teaches")
    ada.page.goto("/models/teach/")
    ada.page.get_by_label("Name", exact=True).fill("Tickets")
    ada.page.get_by_label("Choose a file").set_input_files(TICKETS)
    ada.page.get_by_role("button", name="Save and check").click()
    ada.page.get_by_role("heading", name="Fit to learn from").wait_for()
    assert serious(ada.page) == []
    ada.page.get_by_label("Name of the new model").fill("Tree sorter")
    ada.page.get_by_role("button", name="Teach it").click()
    lesson = ada.page.get_by_role("article", name="Tree sorter")
    lesson.locator("loss-curve canvas").wait_for(timeout=60_000)
    ada.page.reload()  # it goes on meanwhile
    lesson.get_by_text("Better: ").wait_for(timeout=120_000)
    lesson.get_by_text("Side by side").click()
    assert lesson.locator(".answers").get_by_role("row").count() == 11
    assert serious(ada.page) == []
    ada.page.goto("/models/")
    ada.page.get_by_role("heading", name="Tree sorter").wait_for()
    ada.page.goto("/models/teach/")
    delete(ada.page, "Tree sorter")


def delete(page, title):
    """What a test taught takes room where all tests find their models."""
    page.get_by_role("article", name=title).get_by_role("button", name="Delete").click()
    page.get_by_role("dialog", name=title).get_by_role("button", name="Delete the model").click()
    expect(page.get_by_role("article", name=title)).to_have_count(0)


def test_what_is_not_fit_says_what_to_mend(visitor):
    ada = visitor()
    ada.sign_up("ada-mends")
    ada.page.goto("/models/teach/")
    ada.page.get_by_label("Name", exact=True).fill("Few")
    ada.page.get_by_role("textbox", name="Examples").fill("one,two,three\na,b,c")
    ada.page.get_by_role("button", name="Save and check").click()
    ada.page.get_by_text("Name the columns in the first row").wait_for()
    ada.page.get_by_role("textbox", name="Examples").fill("text,label\na cat,cats\na dog,dogs")
    ada.page.get_by_role("button", name="Save and check").click()
    ada.page.get_by_role("heading", name="Not fit yet").wait_for()
    ada.page.get_by_text("There are 2 examples to learn from.").wait_for()
    assert ada.page.get_by_role("button", name="Teach it").is_disabled()
    ada.page.get_by_role("button", name="Delete").click()
    sure = ada.page.get_by_role("dialog", name="Delete “Few” for good?")
    assert serious(ada.page) == []
    sure.get_by_role("button", name="Cancel").click()
    expect(ada.page.get_by_role("button", name="Delete")).to_be_focused()
    ada.page.keyboard.press("Enter")
    sure.get_by_role("button", name="Delete the examples").click()
    ada.page.get_by_role("button", name="Save and check").wait_for()
    expect(ada.page.get_by_role("button", name="Few")).to_have_count(0)


def test_a_guest_is_asked_to_log_in(visitor):
    page = visitor().page
    page.goto("/models/teach/")
    page.get_by_role("link", name="Log in").last.wait_for()
    assert page.locator("teach-models").count() == 0
