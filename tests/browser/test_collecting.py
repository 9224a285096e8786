"""What is rated in an app becomes examples: told to who rates, collected by its owner, collected again."""

from playwright.sync_api import expect

from tests.browser.making import make_app, widget
from tests.browser.test_accessibility import serious

TOLD = "If you rate a result, it may teach models"


def rate(player, words, correction=""):
    player.card("Words").get_by_role("textbox").fill(words)
    player.play()
    player.reaches("Answer", "done")
    expect(player.card("Answer")).to_contain_text(words)
    with player.page.expect_response(lambda response: response.url.endswith("/feedback") and response.ok):
        player.card("Answer").get_by_role("button", name="Bad" if correction else "Good").click()
    if correction:
        player.page.get_by_role("button", name="Correct it").click()
        dialog = player.page.get_by_role("dialog", name="What should “Answer” have been?")
        dialog.get_by_role("textbox").fill(correction)
        with player.page.expect_response(lambda response: response.url.endswith("/feedback") and response.ok):
            dialog.get_by_role("button", name="Keep it").click()


def test_thumbs_and_corrections_become_examples(visitor):
    ada = visitor()
    ada.sign_up("ada-collects")
    answer = widget("text", "Answer", prompt="Say @[Words]", model="echo")
    ada.page.goto(make_app(ada, "Echoes", [widget("input", "Words"), answer], visibility="link"))
    rate(ada, "cats")
    share = ada.page.locator("share-dialog")
    share.get_by_role("button", name="Share").click()
    share.get_by_role("switch", name="What they rate may teach models").check()
    share.get_by_role("link", name="Teach a model with what was rated").wait_for()

    bob = visitor()
    bob.page.goto(ada.page.url)
    bob.page.get_by_text(TOLD).first.wait_for()
    expect(bob.card("Answer").get_by_text("Ratings may teach models")).to_have_count(0)  # nothing to rate yet
    rate(bob, "dogs", "Woof")
    expect(bob.card("Answer").get_by_text("Ratings may teach models")).to_be_visible()
    assert serious(bob.page) == []

    share.get_by_role("link", name="Teach a model with what was rated").click()
    form = ada.page.locator("collect-form")
    expect(form.get_by_label("Widget")).to_contain_text("Answer")
    expect(form.get_by_role("checkbox")).to_have_count(2)
    expect(form.get_by_text("2 examples at most")).to_be_visible()
    assert serious(ada.page) == []
    form.get_by_role("button", name="Collect them").click()
    text = ada.page.get_by_role("textbox", name="Examples")
    expect(text).to_have_value('{"prompt": "Say cats", "answer": "Say cats"}\n{"prompt": "Say dogs", "answer": "Woof"}')
    rate(bob, "birds", "Chirp")
    ada.page.get_by_role("button", name="Collect again").click()
    ada.page.get_by_text("Collected again as version 2.").wait_for()
    assert "Chirp" in text.input_value()


def test_where_it_is_off_nobody_is_told_and_nothing_is_collected(visitor):
    ada = visitor()
    ada.sign_up("ada-does-not-collect")
    answer = widget("text", "Answer", prompt="Say @[Words]", model="echo")
    address = make_app(ada, "Quiet", [widget("input", "Words"), answer], visibility="link")
    bob = visitor()
    bob.page.goto(address)
    rate(bob, "dogs", "Woof")
    assert bob.page.get_by_text("teach models").count() == 0
    ada.page.goto("/models/teach/")
    ada.page.get_by_role("button", name="From an app").click()
    ada.page.get_by_label("App", exact=True).select_option("Quiet")
    ada.page.get_by_text("Nothing of this app was rated yet.").wait_for()
    assert ada.page.get_by_role("button", name="Collect them").is_disabled()
