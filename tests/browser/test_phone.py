"""An app and the gallery where there is little room: nothing is cut, sticks out or is out of reach."""

import itertools
import uuid

import pytest

from tests.browser.making import make_app, widget

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1440, "height": 900}}
LONG = "A very long title of an app that tells bedtime stories about dragons, robots and gardeners"
WIDGETS = [widget("input", "Topic"), widget("text", "Story", prompt="About @[Topic]")]

CENTRES = """targets => targets.filter(one => one.checkVisibility() && !one.closest('.menu-sheet, dialog'))
    .map(one => one.getBoundingClientRect()).map(box => box.top + box.height / 2)"""
IS_WHOLE = "one => one.scrollWidth <= one.clientWidth"
HAS_FOCUS = "one => one === document.activeElement"


@pytest.fixture
def phone(visitor):
    """A maker on a phone, with an app open in edit mode."""
    phone = visitor(**PHONE)
    phone.sign_up(f"phone-{uuid.uuid4().hex[:8]}")
    phone.page.goto(make_app(phone, LONG, WIDGETS, visibility="public") + "?edit")
    phone.card("Story").wait_for()
    return phone


@pytest.mark.parametrize("width", [360, 390])
def test_the_toolbar_has_two_rows(phone, width):
    phone.page.set_viewport_size({"width": width, "height": 844})
    centres = sorted(phone.page.locator(".toolbar :is(button, summary, input)").evaluate_all(CENTRES))
    assert sum(below - above > 20 for above, below in itertools.pairwise(centres)) == 1


def test_the_bar_for_changes_is_as_wide_as_the_cards(phone):
    bar = phone.page.locator(".describe-bar").bounding_box()
    card = phone.card("Story").bounding_box()
    assert (bar["x"], bar["width"]) == pytest.approx((card["x"], card["width"]), abs=1)


def test_the_history_is_reached_from_the_menu_by_keyboard(phone):
    menu = phone.page.locator("app-menu summary")
    menu.focus()
    phone.page.keyboard.press("ArrowDown")
    assert phone.page.get_by_role("button", name="History of the app").evaluate(HAS_FOCUS)
    phone.page.keyboard.press("Enter")
    panel = phone.page.get_by_role("complementary", name="History of the app")
    panel.wait_for()
    phone.page.keyboard.press("Escape")
    panel.wait_for(state="detached")
    assert menu.evaluate(HAS_FOCUS)


def test_each_item_of_the_menu_has_its_words(phone):
    phone.page.locator("app-menu summary").click()
    assert phone.page.get_by_text("Make a copy").bounding_box()["width"] > 40


@pytest.mark.parametrize("options", [PHONE, WIDE], ids=["phone", "wide"])
def test_the_name_of_the_author_is_not_cut(phone, visitor, options):
    guest = visitor(**options)
    guest.page.goto(phone.address())
    byline = guest.page.locator(".toolbar-by")
    assert byline.inner_text().startswith("by phone-")
    assert byline.evaluate(IS_WHOLE)
    guest.page.goto("/")
    assert guest.page.locator(".app-card-by").first.evaluate(IS_WHOLE)


def test_the_smallest_phone_does_not_scroll_sideways(visitor):
    page = visitor(viewport={"width": 320, "height": 640}, has_touch=True).page
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_hint_of_the_search_is_not_cut(visitor):
    page = visitor(**PHONE).page
    page.goto("/")
    box = page.get_by_role("searchbox")
    box.fill(box.get_attribute("placeholder"))
    assert box.evaluate(IS_WHOLE)
