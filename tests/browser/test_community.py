"""Doors between people: the gallery's search, likes, playlists, reports, snapshots and one's history."""

import re

import pytest

from tests.browser.making import make_app, widget

ECHO = [widget("input", "Topic"), widget("text", "Story", prompt="All about @[Topic]", model="echo")]


def published(visitor, name: str, title: str, **more) -> str:
    builder = visitor()
    builder.sign_up(name)
    return make_app(builder, title, ECHO, visibility="public", **more)


def played(somebody, path: str) -> None:
    somebody.page.goto(path)
    somebody.page.get_by_role("textbox", name="Topic").fill("whales")
    somebody.play()
    somebody.reaches("Story", "done")


def choose(somebody, name: str) -> None:
    somebody.page.locator("app-menu summary").click()
    somebody.page.locator("app-menu").get_by_role("button", name=name).click()
    somebody.page.locator("dialog[open]").wait_for()


def test_an_app_is_found_by_its_words_and_by_its_tag_without_a_script(visitor):
    published(visitor, "ada", "Sea shanties", tags=["songs", "sea"])
    guest = visitor(java_script_enabled=False)
    guest.page.goto("/")
    guest.page.get_by_role("searchbox").fill("shanties")
    guest.page.keyboard.press("Enter")
    guest.page.wait_for_url("**q=shanties*")
    assert guest.page.locator(".app-card").count() == 1
    guest.page.goto("/")
    guest.page.get_by_label("Tags").get_by_role("link", name="songs").click()
    guest.page.wait_for_url("**tag=songs*")
    assert guest.page.locator(".app-card h3").all_inner_texts() == ["Sea shanties"]


def test_a_like_stays_and_shows_in_the_gallery(visitor):
    path = published(visitor, "ben", "Likeable")
    fan = visitor()
    fan.sign_up("fan")
    fan.page.goto(path)
    with fan.page.expect_response(lambda response: "/like" in response.url):
        fan.page.get_by_role("button", name="Like this app").click()
    fan.page.reload()
    fan.page.get_by_role("button", name="Take the like back, 1 person likes it").wait_for()
    fan.page.goto("/?q=Likeable")
    assert "1" in fan.page.locator(".app-card-counts").inner_text()


def test_a_playlist_is_made_from_an_app_put_in_order_and_shown_to_others(visitor):
    paths = [published(visitor, f"maker{number}", f"Song {number}") for number in (1, 2)]
    dj = visitor()
    dj.sign_up("dj")
    for path in paths:
        dj.page.goto(path)
        choose(dj, "Save to a playlist")
        if path == paths[0]:
            dj.page.get_by_label("Title of a new playlist").fill("Evening")
            dj.page.get_by_role("button", name="Add").click()
            dj.page.get_by_role("checkbox", name="Evening").wait_for()
        else:
            with dj.page.expect_response(lambda response: "/apps" in response.url and response.ok):
                dj.page.get_by_role("checkbox", name="Evening").check()
        dj.page.get_by_role("button", name="Done").click()
    dj.page.goto("/people/dj/")
    dj.page.get_by_role("link", name="Evening").click()
    with dj.page.expect_response(lambda response: response.request.method == "PUT" and response.ok):
        dj.page.get_by_role("button", name="Move Song 2 earlier").click()
    with dj.page.expect_response(lambda response: response.request.method == "DELETE" and response.ok):
        dj.page.get_by_role("button", name="Take Song 2 out").click()
    with dj.page.expect_response(lambda response: response.url.endswith("/apps") and response.ok):
        dj.page.get_by_role("button", name="Undo").click()
    with dj.page.expect_response(lambda response: response.request.method == "PATCH" and response.ok):
        dj.page.get_by_role("checkbox", name="Everyone").check()
    guest = visitor()
    guest.page.goto("/people/dj/")
    guest.page.get_by_role("link", name="Evening").click()
    assert guest.page.locator(".app-card h3").all_inner_texts() == ["Song 2", "Song 1"]


def test_a_guest_reports_an_app(visitor):
    path = published(visitor, "cat", "Odd")
    guest = visitor()
    guest.page.goto(path)
    choose(guest, "Report")
    guest.page.get_by_role("radio", name="Spam").check()
    guest.page.get_by_role("button", name="Send report").click()
    guest.page.get_by_text("A moderator will look at it").wait_for()


def test_a_result_is_shared_seen_by_a_stranger_and_taken_back(visitor):
    path = published(visitor, "dan", "Tales")
    dora = visitor()
    dora.sign_up("dora")
    played(dora, path)
    asked = []
    dora.page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    choose(dora, "Share the result")
    dora.page.keyboard.press("Escape")
    assert not asked
    choose(dora, "Share the result")
    dora.page.get_by_text("even while the app is private").wait_for()
    dora.page.get_by_role("button", name="Make the link").click()
    dora.page.get_by_label("Title", exact=True).fill("My whales")
    link = dora.page.locator("#snapshot-link").input_value()
    with dora.page.expect_response(lambda response: response.request.method == "PATCH" and response.ok):
        dora.page.get_by_role("button", name="Done").click()
    guest = visitor()
    guest.page.goto(link)
    guest.page.get_by_role("heading", name="My whales").wait_for()
    assert "All about whales" in guest.page.locator("main").inner_text()
    assert guest.page.get_attribute('meta[property="og:title"]', "content") == "My whales"
    assert guest.page.request.get(guest.page.get_attribute('meta[property="og:image"]', "content")).ok
    dora.page.goto("/snapshots/")
    dora.page.get_by_role("button", name="Delete My whales").click()
    dora.page.get_by_text("was deleted").wait_for()
    assert guest.page.goto(link).status == 404
    dora.page.get_by_role("button", name="Undo").click()
    dora.page.get_by_role("link", name="My whales").wait_for()
    assert guest.page.goto(link).status == 200


def test_what_one_did_before_is_opened_again(visitor):
    path = published(visitor, "eve", "Diary")
    guest = visitor()
    played(guest, path)
    guest.page.get_by_role("button", name="Start over").click()
    guest.page.get_by_role("textbox", name="Topic").fill("stars")
    guest.play()
    guest.card("Story").get_by_text("All about stars").wait_for()
    guest.reaches("Story", "done")
    choose(guest, "Your earlier runs")
    guest.page.get_by_role("link", name="whales").wait_for()
    newest, oldest = [row.bounding_box() for row in guest.page.locator("history-dialog li").all()]
    assert oldest["y"] >= newest["y"] + newest["height"]
    assert oldest["x"] == newest["x"]
    guest.page.get_by_role("link", name="whales").click()
    guest.page.wait_for_url(re.compile("run="))
    guest.reaches("Story", "done")
    assert guest.words("Story") == "All about whales"


def test_a_snapshot_shows_data_as_a_table_and_keeps_pictures_within_their_cards(visitor):
    maker = visitor()
    maker.sign_up("fay")
    schema = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    data = widget("text", "Data", prompt="Hello", model="echo", json_schema=schema)
    code = widget("code", "Program", prompt="Hello", model="echo", language="python")
    maker.page.goto(make_app(maker, "Looks", [widget("image", "Drawing", prompt="A whale"), data, code]))
    maker.play()
    for title in ("Drawing", "Data", "Program"):
        maker.reaches(title, "done")
    choose(maker, "Share the result")
    maker.page.get_by_role("button", name="Make the link").click()
    link = maker.page.locator("#snapshot-link").input_value()
    phone = visitor(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    for guest in (visitor(), phone):
        guest.page.goto(link)
        guest.page.get_by_role("rowheader", name="name").wait_for()
        guest.page.locator("code-text code").wait_for()
        picture = guest.page.locator(".snapshot-picture")
        inside, card = picture.bounding_box(), picture.locator("xpath=ancestor::section").bounding_box()
        assert inside["x"] - card["x"] == pytest.approx(
            card["x"] + card["width"] - inside["x"] - inside["width"], abs=1
        )
        assert guest.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
