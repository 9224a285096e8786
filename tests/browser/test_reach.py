"""What one has in hand stays there: a card that is dragged while other things happen, and the focus of the keyboard."""

import uuid

import pytest

SAY = "document.querySelector('app-page').app.dispatchEvent(new Event('change'))"


@pytest.fixture
def maker(visitor):
    """Somebody with an app of two texts, in edit mode."""
    maker = visitor()
    maker.sign_up(f"maker-{uuid.uuid4().hex[:12]}")
    maker.start_app("Draft")
    maker.add("AI text", "Story", "/slow one two three four five six seven eight")
    maker.page.get_by_label("Model", exact=True).select_option("echo")
    maker.add("AI text", "Tale", "Hello")
    maker.page.get_by_label("Model", exact=True).select_option("echo")
    maker.is_saved()
    return maker


def focus_is(maker, title: str) -> None:
    card = maker.page.locator(f'.grid-stack-item:has([data-widget="{title}"])')
    maker.page.wait_for_function("card => card.contains(document.activeElement)", arg=card.element_handle())


def test_a_card_that_is_dragged_while_something_else_changes_lands_where_it_is_dropped(maker):
    box = maker.card("Story").bounding_box()
    mouse = maker.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + 16)
    mouse.down()
    mouse.move(box["x"] + box["width"] / 2, box["y"] + 700, steps=8)
    maker.page.evaluate(SAY)
    maker.page.wait_for_timeout(50)
    mouse.up()
    layout = "document.querySelector('app-page').app.graph.widgets.find(one => one.title === 'Story').layout.y"
    maker.page.wait_for_function(f"() => {layout} > 5")


def test_after_removing_a_widget_the_next_card_has_the_focus(maker):
    maker.choose("Story")
    maker.page.locator(".panel").get_by_role("button", name="Remove").focus()
    maker.page.keyboard.press("Enter")
    focus_is(maker, "Tale")
    maker.page.locator(".toast").get_by_role("button", name="Undo").focus()
    maker.page.keyboard.press("Enter")
    focus_is(maker, "Story")


def test_the_map_leads_the_focus_to_a_card_also_while_one_plays(maker):
    maker.mode("Play")
    maker.page.get_by_role("button", name="Map").click()
    maker.page.locator(".map-node").filter(has_text="Tale").focus()
    maker.page.keyboard.press("Enter")
    focus_is(maker, "Tale")


def test_who_stops_a_card_by_keyboard_is_still_on_it(maker):
    maker.mode("Play")
    maker.play()
    maker.wait_for_words("Story")
    maker.card("Story").get_by_role("button", name="Stop").focus()
    maker.page.keyboard.press("Enter")
    maker.reaches("Story", "cancelled")
    focus_is(maker, "Story")


TARGETS = "button, summary, select, .check, input:not([type=checkbox], [type=radio]), .segments > button"
SMALL = """targets => targets.filter(one => one.checkVisibility() && !one.closest('.menu:not([open]) .menu-sheet'))
    .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
    .filter(([_, box]) => box.width && Math.min(box.width, box.height) < 39.5)
    .map(([html, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${html}`)"""


def test_what_a_finger_presses_is_at_least_40_pixels_in_both_directions(visitor):
    phone = visitor(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone.sign_up("phone")
    phone.start_app("Draft")
    phone.add("Input", "Topic")
    assert not phone.page.locator(TARGETS).evaluate_all(SMALL)
    phone.add("AI text", "Story", "A story about @Topic")
    phone.page.locator(".panel details").evaluate_all("folds => folds.forEach(fold => (fold.open = true))")
    assert not phone.page.locator(TARGETS).evaluate_all(SMALL)
    phone.mode("Play")
    assert not phone.page.locator(TARGETS).evaluate_all(SMALL)
