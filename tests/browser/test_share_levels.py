"""Each level of sharing, through the doors that visitors have: the page, its source, the gallery, open pages."""

import pytest

from tests.browser.making import make_app, widget
from tests.browser.test_accessibility import serious
from tests.browser.test_reach import SMALL, TARGETS

SECRET = "xyzzy-plugh"


@pytest.fixture
def alice(visitor):
    """Alice, and an app of hers that echoes what is typed, with a secret in its instructions."""
    alice = visitor()
    alice.sign_up(f"alice-{id(alice)}")
    answer = widget("text", "Answer", prompt="/slow @[Words]", instructions=f"Keep {SECRET}", model="echo")
    path = make_app(alice, "Echo chamber", [widget("input", "Words"), answer])
    alice.page.goto(f"{path}?edit")
    alice.card("Answer").wait_for()
    return alice


def sharing(alice):
    alice.page.locator("share-dialog").get_by_role("button", name="Share").click()
    return alice.page.get_by_role("dialog", name="Share")


def lock(alice, password):
    dialog = sharing(alice)
    dialog.get_by_role("radio", name="Anyone with the password").check()
    if dialog.get_by_role("button", name="Change it").is_visible():
        dialog.get_by_role("button", name="Change it").click()
    dialog.get_by_label("Password", exact=True).fill(password)
    dialog.get_by_role("button", name="Set").click()
    dialog.get_by_text("The password is set.").wait_for()
    dialog.get_by_role("button", name="Done").click()


def plays(guest, words):
    guest.card("Words").get_by_role("textbox").fill(words)
    guest.play()
    guest.reaches("Answer", "done")
    return words in guest.words("Answer")


def test_only_you_is_nobody_else(visitor, alice):
    assert visitor().page.goto(alice.address()).status == 404


def test_anyone_with_the_link_plays_and_finds_it_in_no_list(visitor, alice):
    alice.share("Anyone with the link")
    bob = visitor()
    bob.page.goto("/?q=Echo+chamber")
    assert bob.page.locator(f'a[href*="{alice.address().split("/")[2]}"]').count() == 0
    bob.page.goto(alice.address())
    assert plays(bob, "hello there")


def test_everyone_finds_it_in_the_gallery(visitor, alice):
    alice.share("Everyone")
    bob = visitor()
    bob.page.goto("/?q=Echo+chamber&order=new")
    bob.page.get_by_role("link", name="Echo chamber").first.click()
    bob.card("Words").wait_for()


def test_the_link_that_is_copied_has_the_words_of_the_title(visitor, alice):
    alice.share("Anyone with the link")
    link = sharing(alice).get_by_label("Link", exact=True).input_value()
    assert link.endswith("/echo-chamber/")
    bob = visitor()
    bob.page.goto(link)
    bob.card("Words").wait_for()


def test_a_password_is_asked_and_nothing_else_is_told_before_it_is_given(visitor, alice):
    lock(alice, "open sesame")
    bob = visitor()
    answer = bob.page.goto(alice.address())
    assert answer.status == 403
    assert "Echo" not in answer.text()
    assert "alice" not in answer.text()
    assert serious(bob.page) == []
    for password in ("a wrong one", "open sesame"):
        bob.page.get_by_label("Password").fill(password)
        bob.page.keyboard.press("Enter")
        if password != "open sesame":
            bob.page.get_by_role("alert").get_by_text("That is not the password").wait_for()
    assert plays(bob, "let me in")


def test_a_password_is_set_by_done_too_and_escape_says_that_none_is(visitor, alice):
    alice.share("Anyone with the link")
    dialog = sharing(alice)
    dialog.get_by_role("radio", name="Anyone with the password").check()
    dialog.get_by_label("Password", exact=True).fill("open sesame")
    alice.page.keyboard.press("Escape")
    dialog.get_by_text("No password was set. It is still open to: anyone with the link.").wait_for()
    dialog.get_by_role("radio", name="Anyone with the password").check()
    dialog.get_by_label("Password", exact=True).fill("open sesame")
    dialog.get_by_role("button", name="Done").click()
    dialog.wait_for(state="hidden")
    assert visitor().page.goto(alice.address()).status == 403


def test_a_new_password_shuts_out_who_is_inside(visitor, alice):
    lock(alice, "open sesame")
    bob = visitor()
    bob.page.goto(alice.address())
    bob.page.get_by_label("Password").fill("open sesame")
    bob.page.get_by_role("button", name="Open").click()
    assert plays(bob, "let me in")
    lock(alice, "another one")
    bob.page.get_by_text("This run is no longer open to you").wait_for()
    bob.page.reload()
    bob.page.get_by_role("heading", name="Password needed").wait_for()


def test_who_may_see_the_prompts_reads_them_at_the_card_by_hand_and_by_keyboard(visitor, alice):
    alice.share("Anyone with the link")
    bob = visitor()
    bob.page.goto(alice.address())
    button = bob.page.get_by_role("button", name="Show prompt")
    assert button.count() == 1  # what visitors fill in has none
    button.click()
    dialog = bob.page.get_by_role("dialog", name="Behind “Answer”")
    assert SECRET in dialog.inner_text()
    assert dialog.locator(".chip").inner_text() == "Words"
    assert dialog.locator("input, textarea, select").count() == 0
    assert serious(bob.page) == []
    bob.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert button.evaluate("button => button === document.activeElement")
    bob.page.keyboard.press("Enter")
    dialog.wait_for()
    alice.mode("Edit")
    assert alice.page.get_by_role("button", name="Show prompt").count() == 0


def test_who_may_play_but_not_see_the_prompts_plays_and_gets_none(visitor, alice):
    alice.share("Anyone with the link")
    dialog = sharing(alice)
    with alice.page.expect_response(lambda response: response.request.method == "PATCH" and response.ok):
        dialog.get_by_role("switch", name="They may see the prompts").uncheck()
    dialog.get_by_role("button", name="Done").click()
    bob = visitor()
    heard = []
    listen(bob.page, heard)
    bob.page.goto(alice.address())
    assert "Fill in Words" in bob.card("Answer").inner_text()
    assert bob.page.get_by_role("button", name="Show prompt").count() == 0
    assert plays(bob, "hello there")
    bob.page.get_by_role("group", name="View").get_by_role("button", name="Map").click()
    assert bob.page.locator(".map-edge").count() == 1
    texts = [one if isinstance(one, str) else one.text() for one in heard if isinstance(one, str) or is_ours(one)]
    assert len(texts) > 5
    assert not [text for text in texts if SECRET in text]


def listen(page, heard) -> None:
    def hear(what) -> None:  # the page wants a function of ours
        heard.append(what)

    page.on("response", hear)
    page.on("websocket", lambda socket: socket.on("framereceived", hear))


def is_ours(response) -> bool:
    return response.ok and any(path in response.url for path in ("/api/", "/apps/"))


def test_visitors_play_what_is_published_while_its_owner_goes_on(visitor, alice):
    alice.share("Anyone with the link")
    sharing(alice).get_by_role("button", name="Publish the draft").click()
    alice.page.get_by_role("dialog").get_by_text("the newest.").wait_for()
    alice.page.get_by_role("button", name="Done").click()
    alice.choose("Words")
    alice.page.get_by_label("Title", exact=True).fill("Sounds")
    alice.page.keyboard.press("Enter")
    state = alice.page.locator("publish-state")
    state.get_by_text("Visitors see revision").wait_for()
    bob = visitor()
    bob.page.goto(alice.address())
    assert plays(bob, "hello there")
    state.get_by_role("button", name="Publish the draft").click()
    alice.page.locator(".toast").get_by_text("Visitors see revision").wait_for()
    bob.card("Words").get_by_role("textbox").fill("and again")
    bob.play()  # their page was of the older revision
    bob.card("Sounds").wait_for()
    bob.page.locator('.card[data-widget="Answer"] prose-text').get_by_text("and again").wait_for()


def test_the_dialog_is_used_by_keyboard(alice):
    button = alice.page.locator("share-dialog").get_by_role("button", name="Share")
    button.focus()
    alice.page.keyboard.press("Enter")
    dialog = alice.page.get_by_role("dialog", name="Share")
    assert serious(alice.page) == []
    dialog.get_by_role("radio", name="Only you").focus()
    with alice.page.expect_response(lambda response: response.request.method == "PATCH" and response.ok):
        alice.page.keyboard.press("ArrowDown")
    assert dialog.get_by_role("radio", name="Anyone with the link").is_checked()
    alice.page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert button.evaluate("button => button === document.activeElement")


def test_on_a_phone_the_dialog_and_the_history_fit_a_finger(visitor):
    phone = visitor(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone.sign_up(f"phone-{id(phone)}")
    phone.page.goto(make_app(phone, "Pocket", [widget("input", "Words")], visibility="link") + "?edit")
    phone.page.locator("app-menu summary").click()
    phone.page.get_by_role("button", name="History of the app").click()
    phone.page.locator(".revision").first.click()
    phone.page.get_by_role("button", name="Name it").wait_for()
    assert not phone.page.locator("revision-history").locator(TARGETS).evaluate_all(SMALL)
    dialog = sharing(phone)
    dialog.get_by_role("radio", name="Anyone with the password").check()
    assert not dialog.locator(TARGETS).evaluate_all(SMALL)
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
