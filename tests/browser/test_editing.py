"""Edit mode: renames, removals, undo and the keyboard."""

import uuid

import pytest

from tests.browser.making import make_app, widget


@pytest.fixture
def maker(visitor):
    """Somebody with an app of an input and a text that refers to it, in edit mode."""
    maker = visitor()
    maker.sign_up(f"maker-{uuid.uuid4().hex[:12]}")
    maker.start_app("Draft")
    maker.add("Input", "Topic")
    maker.add("AI text", "Story", "A story about @Topic")
    maker.is_saved()
    return maker


def prompt_of(maker, title: str = "Story") -> str:
    return next(widget for widget in graph_of(maker) if widget["title"] == title)["settings"]["prompt"]


def graph_of(maker) -> list[dict]:
    maker.is_saved()
    app_id = maker.address().split("/")[-2]
    return maker.context.request.get(f"/api/apps/{app_id}").json()["graph"]["widgets"]


def test_a_rename_keeps_references_and_can_be_undone(maker):
    maker.choose("Topic")
    maker.page.get_by_label("Title", exact=True).fill("Subject")
    maker.page.keyboard.press("Enter")
    maker.saves(lambda: prompt_of(maker) == "A story about @[Subject]")
    maker.page.get_by_role("button", name="Undo").click()
    maker.saves(lambda: prompt_of(maker) == "A story about @[Topic]")


def test_a_title_is_saved_while_one_is_still_in_its_box(maker):
    maker.choose("Topic")
    maker.page.get_by_label("Title", exact=True).press("End")
    maker.page.keyboard.type("s")
    maker.page.locator("save-state .is-saving").wait_for(state="attached")
    maker.is_saved()
    maker.page.reload()
    maker.card("Topics").wait_for()
    assert prompt_of(maker) == "A story about @[Topics]"


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 1280, "height": 640}], ids=str)
def test_duplicate_and_remove_are_in_view_without_scrolling(maker, size):
    maker.page.set_viewport_size(size)
    maker.choose("Story")
    for name in ("Duplicate", "Remove"):
        box = maker.page.locator(".panel").get_by_role("button", name=name).bounding_box()
        assert box["y"] + box["height"] <= size["height"]


def test_removing_what_others_refer_to_asks_and_names_them(maker):
    maker.choose("Topic")
    maker.page.locator(".panel").get_by_role("button", name="Remove").click()
    dialog = maker.page.get_by_role("dialog")
    assert "Story" in dialog.inner_text()
    dialog.get_by_role("button", name="Cancel").click()
    assert maker.card("Topic").count() == 1


def test_a_dangling_reference_is_marked_and_names_its_remedy(maker):
    maker.choose("Topic")
    maker.page.locator(".panel").get_by_role("button", name="Remove").click()
    maker.page.get_by_role("dialog").get_by_role("button", name="leave the references").click()
    maker.choose("Story")
    maker.page.locator(".panel .error").get_by_text("no widget is called “Topic”").wait_for()


def test_the_keyboard_moves_resizes_duplicates_and_removes(maker):
    before = next(widget for widget in graph_of(maker) if widget["title"] == "Story")["layout"]
    maker.page.locator(".grid-stack-item[aria-label='Story']").focus()
    for key in ("ArrowDown", "Shift+ArrowDown"):
        maker.page.keyboard.press(key)
    expected = before | {"y": before["y"] + 1, "h": before["h"] + 1}
    maker.saves(lambda: any(widget["layout"] == expected for widget in graph_of(maker)))
    maker.page.keyboard.press("Control+d")
    maker.saves(lambda: len(graph_of(maker)) == 3)
    maker.page.keyboard.press("Delete")
    maker.saves(lambda: len(graph_of(maker)) == 2)


def test_a_card_is_dragged_with_the_mouse(maker):
    card = maker.card("Story")
    box = card.bounding_box()
    maker.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 16)
    maker.page.mouse.down()
    maker.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 200, steps=12)
    maker.page.mouse.up()
    maker.saves(lambda: next(one for one in graph_of(maker) if one["title"] == "Story")["layout"]["y"] > 1)


def test_who_logged_out_in_another_tab_logs_in_again_and_keeps_what_they_changed(maker):
    name = maker.page.evaluate("JSON.parse(document.getElementById('page').textContent).user.username")
    other = maker.open("/account/logout/")
    other.locator("main form button[type=submit]").click()
    other.wait_for_url("**/")
    maker.page.locator(".panel .cm-content").first.click()
    maker.page.keyboard.press("End")
    maker.page.keyboard.type(" at sea")
    notice = maker.page.get_by_role("alert")
    notice.get_by_text("Log in, then reload; your changes are kept.").wait_for()
    notice.get_by_role("link", name="Log in").click()
    maker.page.fill("input[name=login]", name)
    maker.page.fill("input[name=password]", "correct horse battery")
    maker.page.locator("main form button[type=submit]").click()
    maker.page.wait_for_url("**/apps/*/**")
    maker.saves(lambda: prompt_of(maker) == "A story about @[Topic] at sea")


def test_who_comes_back_to_the_page_finds_the_newest_run(visitor):
    ada = visitor()
    ada.sign_up(f"ada-{uuid.uuid4().hex[:12]}")
    ada.page.goto(
        make_app(ada, "Echoes", [widget("input", "Topic"), widget("text", "Echo", prompt="@[Topic]", model="echo")])
    )
    say(ada, "lighthouse", "Echo")
    ada.mode("Edit")  # what is played after an edit is another run
    ada.choose("Echo")
    ada.page.get_by_label("Title", exact=True).fill("Voice")
    ada.page.keyboard.press("Enter")
    ada.is_saved()
    ada.mode("Play")
    say(ada, "bread", "Voice")
    newest = ada.words("Voice")
    ada.page.get_by_role("link", name="Gallery").first.click()
    ada.page.wait_for_url("**/")
    ada.page.go_back()
    ada.reaches("Voice", "done")
    assert ada.words("Voice") == newest


def say(ada, words: str, title: str) -> None:
    """Plays with these words until the text has them."""
    ada.card("Topic").get_by_role("textbox").fill(words)
    ada.play()
    ada.card(title).get_by_text(words).wait_for()
    ada.reaches(title, "done")
