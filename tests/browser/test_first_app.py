"""The whole path, as somebody new walks it: sign up, build, play, reload in the middle."""

import re


def test_a_newcomer_builds_an_app_plays_it_and_reloads_in_the_middle(visitor):
    alice = visitor()
    alice.sign_up("alice")
    alice.start_app("Stories")
    alice.add("Input", "Topic")
    alice.add("AI text", "Outline", "Write an outline of three lines for a story about @Topic")
    alice.set("Longest answer", "60")
    alice.add("AI text", "Story", "Write a story that follows this outline: @Outline")
    alice.set("Longest answer", "160")
    alice.set("Creativity", "0")  # a model that is free to choose may also choose to say very little
    alice.mode("Play")
    assert "Fill in Topic" in alice.card("Outline").inner_text()

    alice.card("Topic").get_by_role("textbox").fill("a robot who paints")
    alice.play()
    before = alice.wait_for_words("Story", more_than=60)
    alice.page.reload()
    after = alice.wait_for_words("Story", more_than=len(before))
    assert plain(after).startswith(plain(before)[:40])

    alice.reaches("Story", "done")
    shown = plain(alice.words("Story"))
    kept = plain(result_of(alice, "Story")["value"])
    assert shown == kept  # nothing is lost and nothing is there twice
    assert len(kept) > 200


def test_a_changed_input_makes_stale_only_what_depends_on_it(visitor):
    bob = visitor()
    bob.sign_up("bob")
    bob.start_app("Two branches")
    bob.add("Input", "Animal")
    bob.add("Input", "City")
    bob.add("AI text", "Fable", "Write one sentence about @Animal")
    bob.set("Longest answer", "24")
    bob.add("AI text", "Guide", "Write one sentence about @City")
    bob.set("Longest answer", "24")
    bob.mode("Play")
    bob.card("Animal").get_by_role("textbox").fill("a heron")
    bob.card("City").get_by_role("textbox").fill("Lyon")
    bob.play()
    bob.reaches("Fable", "done")
    bob.reaches("Guide", "done")
    guide = result_of(bob, "Guide")["id"]

    bob.card("Animal").get_by_role("textbox").fill("an otter")
    bob.page.locator('.card.is-stale[data-widget="Fable"]').wait_for()
    assert bob.page.locator('.card.is-stale[data-widget="Guide"]').count() == 0
    fable = result_of(bob, "Fable")["id"]
    bob.play()
    bob.page.locator('.card.is-done[data-widget="Fable"]').wait_for(timeout=120_000)
    assert result_of(bob, "Fable")["id"] != fable
    assert result_of(bob, "Guide")["id"] == guide


def test_stop_ends_a_text_and_keeps_what_is_there(visitor):
    carol = visitor()
    carol.page.goto("/apps/story/")
    carol.page.get_by_role("textbox").first.fill("a lighthouse")
    carol.play()
    carol.wait_for_words("Story", more_than=20)
    carol.page.locator("play-pill").get_by_role("button", name="Stop").click()
    carol.reaches("Story", "cancelled")
    assert len(result_of(carol, "Story")["value"]) > 20


def plain(text: str) -> str:
    """Words alone: what Markdown shows and what it is written with differ in marks and blanks."""
    return re.sub(r"[^\w]+", " ", text).strip()


def result_of(visitor, title: str) -> dict:
    """The result as the API gives it, of the newest run of the page's app."""
    app_id = re.search(r"/apps/([^/]+)/", visitor.page.url)[1]
    page = visitor.context.request.get(f"/apps/{app_id}/").text()
    run_id = re.search(r'"run": \{"id": "([^"]+)"', page)[1]
    return visitor.context.request.get(f"/api/runs/{run_id}").json()["results"][title]
