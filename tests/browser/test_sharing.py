"""Who sees what: guests, strangers, and what happens when a link is withdrawn."""

import re

import pytest


@pytest.fixture
def shared(visitor):
    """Alice, and an app of hers that echoes what is typed, opened by link."""
    alice = visitor()
    alice.sign_up(f"alice-{id(alice)}")
    alice.start_app("Echo")
    alice.add("Input", "Words")
    alice.add("AI text", "Answer", "/slow @Words")
    alice.page.get_by_label("Model", exact=True).select_option("echo")
    alice.is_saved()
    alice.share("Anyone with the link")
    return alice


def test_two_visitors_at_once_never_see_each_others_words(visitor, shared):
    bob, carol = visitor(), visitor()
    for guest, words in ((bob, "bananas " * 12), (carol, "cherries " * 12)):
        guest.page.goto(shared.address())
        guest.card("Words").get_by_role("textbox").fill(words)
        guest.play()
    for guest, own, other in ((bob, "bananas", "cherries"), (carol, "cherries", "bananas")):
        guest.reaches("Answer", "done")
        assert own in guest.words("Answer")
        assert other not in guest.page.content()


def test_a_stranger_learns_nothing_of_a_private_app(visitor, shared):
    shared.share("Only you")
    dave = visitor()
    of_private = dave.page.goto(shared.address())
    private = dave.page.locator("main").inner_text()
    of_nothing = dave.page.goto("/apps/AAAAAAAAAAAAAAAA/")
    assert of_private.status == of_nothing.status == 404
    assert private == dave.page.locator("main").inner_text()


def test_withdrawing_the_link_ends_what_a_guest_is_following(visitor, shared):
    bob = visitor()
    bob.page.goto(shared.address())
    bob.card("Words").get_by_role("textbox").fill("one two three " * 60)
    bob.play()
    bob.wait_for_words("Answer")
    shared.share("Only you")
    bob.page.get_by_text("This run is no longer open to you").wait_for()
    assert bob.context.request.get(shared.address()).status == 404


def test_what_a_guest_played_is_theirs_after_signing_up(visitor, shared):
    bob = visitor()
    bob.page.goto(shared.address())
    bob.card("Words").get_by_role("textbox").fill("keep me")
    bob.play()
    bob.reaches("Answer", "done")
    bob.sign_up(f"bob-{id(bob)}")
    bob.page.goto(shared.address())
    assert "keep me" in bob.wait_for_words("Answer")
    assert re.search("keep me", bob.card("Words").get_by_role("textbox").input_value())
