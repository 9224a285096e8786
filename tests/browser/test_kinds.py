"""What models make, on its cards: conversations, pictures, code, labels, passages, data; judged and taken along."""

import json

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.making import make_app, widget

SLOW = "/slow " + " ".join(f"word{number}" for number in range(12))
PERSON = {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}}
PEOPLE = {"type": "array", "minItems": 2, "items": PERSON | {"required": ["name", "age"]}}
HEARD = """card => {
    const heard = window.heard = [];
    const voice = card.querySelector(":scope > p[role=status]");
    new MutationObserver(() => heard.push(voice.textContent)).observe(voice, { childList: true, characterData: true,
        subtree: true });
}"""


@pytest.fixture(scope="module")
def account(chromium, product):
    """The cookies of somebody who signed up: once, for that may be done only so often."""
    somebody = Visitor(chromium, product)
    somebody.sign_up(f"player-{id(somebody)}")
    yield somebody.context.storage_state()
    somebody.context.close()


@pytest.fixture
def player(visitor, account):
    """Makes apps and opens them to be played."""
    player = visitor(storage_state=account, permissions=["clipboard-read", "clipboard-write"])

    def opened(*widgets):
        player.page.goto(make_app(player, "Birds", list(widgets)))
        player.card(widgets[0]["title"]).wait_for()
        return player

    return opened


def chat(**settings):
    return widget("chat", "Guide", model="echo", **settings)


def say(player, words):
    player.card("Guide").get_by_role("textbox").fill(words)
    player.page.keyboard.press("Enter")


def turns(player) -> list[str]:
    return [words.strip() for words in player.card("Guide").locator(".bubble").all_inner_texts()]


def has_turns(player, *words):
    expect(player.card("Guide").locator(".bubble")).to_have_text(words, timeout=30_000)


def saved(player, act) -> str:
    with player.page.expect_download() as download:
        act()
    return download.value


def keep(player, title, form):
    card = player.card(title)
    card.locator("result-tools summary").click()
    return saved(player, lambda: card.get_by_role("button", name=form).click())


# Chat -----------------------------------------------------------------------------------


def test_a_conversation_streams_survives_a_reload_and_its_reset_is_undone(player):
    visitor = player(chat(first_message="Ask me."))
    page = visitor.page
    say(visitor, SLOW)
    page.wait_for_function("() => document.querySelectorAll('.bubble')[2]?.innerText.includes('word3')")
    assert visitor.card("Guide").get_attribute("data-state") == "running"
    page.reload()
    has_turns(visitor, "Ask me.", SLOW, SLOW)
    visitor.reaches("Guide", "done")
    say(visitor, "Thanks")
    has_turns(visitor, "Ask me.", SLOW, SLOW, "Thanks", "Thanks")
    visitor.reaches("Guide", "done")

    visitor.card("Guide").get_by_role("button", name="New chat").click()
    has_turns(visitor, "Ask me.")
    page.reload()
    has_turns(visitor, "Ask me.")


def test_a_chat_that_was_emptied_is_full_again_with_undo(player):
    visitor = player(chat())
    say(visitor, "Hello")
    visitor.reaches("Guide", "done")
    visitor.card("Guide").get_by_role("button", name="New chat").click()
    has_turns(visitor)
    visitor.page.get_by_role("button", name="Undo").click()
    has_turns(visitor, "Hello", "Hello")
    visitor.page.reload()
    has_turns(visitor, "Hello", "Hello")


def test_what_one_says_stands_there_at_once_and_shift_enter_begins_a_line(player):
    visitor = player(chat())
    box = visitor.card("Guide").get_by_role("textbox")
    box.press_sequentially("/slow one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    box.press("Enter")
    assert turns(visitor)[0] == "/slow one\ntwo"
    assert box.input_value() == ""


def test_an_answer_is_stopped_and_asked_for_again(player):
    visitor = player(chat())
    say(visitor, SLOW)
    visitor.page.wait_for_function("() => document.querySelectorAll('.bubble')[1]?.innerText.includes('word1')")
    visitor.card("Guide").get_by_role("button", name="Stop").click()
    visitor.reaches("Guide", "cancelled")
    half = turns(visitor)[1]
    assert "word1" in half
    assert "word11" not in half
    visitor.card("Guide").get_by_role("button", name="Answer again").click()
    visitor.reaches("Guide", "done")
    has_turns(visitor, SLOW, SLOW)


def test_a_second_tab_follows_the_conversation(player):
    visitor = player(chat())
    say(visitor, "Hello")
    visitor.reaches("Guide", "done")
    other = visitor.open(visitor.page.url)
    expect(other.locator(".bubble")).to_have_text(["Hello", "Hello"])
    say(visitor, "And you?")
    expect(other.locator(".bubble")).to_have_text(["Hello", "Hello", "And you?", "And you?"], timeout=30_000)


def test_who_reads_further_up_is_not_taken_to_the_end(player):
    visitor = player(chat())
    say(visitor, "\n".join(f"line {number}" for number in range(40)))
    visitor.reaches("Guide", "done")
    log = visitor.card("Guide").get_by_role("log")
    at_end = "log => log.scrollHeight - log.scrollTop - log.clientHeight < 40"
    visitor.page.wait_for_function(at_end, arg=log.element_handle())
    visitor.card("Guide").get_by_role("textbox").fill(SLOW)
    visitor.page.keyboard.press("Enter")
    visitor.reaches("Guide", "running")
    log.evaluate("log => { log.scrollTop = 0 }")
    visitor.reaches("Guide", "done")
    assert log.evaluate("log => log.scrollTop") == 0


def test_others_use_what_was_said(player):
    visitor = player(chat(), widget("text", "Sum", prompt="@[Guide]", model="echo"))
    say(visitor, "Hello")
    visitor.reaches("Guide", "done")
    visitor.play()
    visitor.reaches("Sum", "done")
    assert visitor.words("Sum") == "You: Hello\nAssistant: Hello"


# Pictures, code, labels, passages, data ---------------------------------------------------


def test_a_picture_grows_on_its_card_opens_large_and_is_saved(player):
    visitor = player(widget("image", "Bird", prompt="/slow a heron", model="echo-image", width=256, height=128, seed=7))
    visitor.play()
    visitor.page.locator(".drawn img[src^='data:image']").wait_for()
    assert "8" in visitor.card("Bird").locator("progress").get_attribute("aria-label")
    card = visitor.reaches("Bird", "done")
    picture = card.get_by_role("img", name="/slow a heron")
    assert picture.evaluate("one => one.decode().then(() => [one.naturalWidth, one.naturalHeight])") == [256, 128]
    assert "256 × 128 · seed 7" in card.inner_text()
    assert saved_size(visitor) == (256, 128)
    picture.click()
    dialog = visitor.page.get_by_role("dialog", name="Picture")
    large = dialog.get_by_role("img")
    large.wait_for()
    assert large.bounding_box()["width"] > picture.bounding_box()["width"]
    assert dialog.get_by_role("link", name="Download").get_attribute("download") == "slow a heron.png"
    visitor.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")


def test_the_model_that_ships_draws_what_another_widget_says(player):
    idea = widget("text", "Idea", model="echo", prompt="a robot in a garden")
    visitor = player(idea, widget("image", "Picture", prompt="flat @[Idea]", seed=1))
    visitor.play()
    card = visitor.reaches("Picture", "done")
    picture = card.get_by_role("img", name="flat a robot in a garden")
    assert picture.evaluate("one => one.decode().then(() => [one.naturalWidth, one.naturalHeight])") == [96, 96]
    picture.click()
    large = visitor.page.get_by_role("dialog", name="Picture").get_by_role("img").bounding_box()
    assert min(large["width"], large["height"]) > 400


def test_the_model_that_ships_translates_and_mends(player):
    english = {"from_language": "English"}
    visitor = player(
        widget("translate", "French", source="Thank you. Where is Tom?", to_language="French", **english),
        widget("translate", "Mended", source="where is tom", to_language="English", **english),
    )
    visitor.play()
    expect(visitor.reaches("French", "done")).to_contain_text("Merci. Où est Tom ?")
    expect(visitor.reaches("Mended", "done")).to_contain_text("Where is Tom?")


def test_beside_the_translator_that_ships_stand_larger_ones(player):
    visitor = player(widget("translate", "French", source="Thank you.", from_language="English", to_language="French"))
    visitor.page.goto(f"{visitor.page.url}?edit")
    visitor.card("French").click()
    visitor.page.get_by_text("chosen by the languages · better where an administrator installs Opus-MT").wait_for()


def test_another_translation_is_of_the_same_text_and_its_languages_are_in_groups(player):
    sentence = widget("input", "Sentence", default="Thank you.")
    french = widget("translate", "French", source="@[Sentence]", from_language="English", to_language="French")
    visitor = player(sentence, french)
    visitor.page.goto(f"{visitor.page.url}?edit")
    visitor.choose("French")
    visitor.add("Translation", "Spanish")
    assert visitor.page.get_by_label("What to translate").input_value() == "sentence"
    groups = visitor.page.get_by_label("Into").locator("optgroup")
    labels = groups.evaluate_all("all => all.map(one => one.label)")
    assert labels == ["Translated by Mini T5", "Other languages, by SmolLM2 135M Instruct"]
    assert groups.first.locator("option").all_inner_texts() == ["English", "French", "Spanish"]
    visitor.page.get_by_text("Translates short, everyday sentences").wait_for()
    visitor.page.get_by_label("Into").select_option("German")
    visitor.page.get_by_text("Small enough for any machine").wait_for()


def test_sizes_that_the_model_that_ships_cannot_draw_are_not_offered(player):
    visitor = player(widget("image", "Picture", prompt="a robot"))
    visitor.page.goto(f"{visitor.page.url}?edit")
    visitor.card("Picture").click()
    size = visitor.page.get_by_role("group", name="Size")
    size.get_by_text("This model draws at most 9,216 pixels, such as 96 × 96.").wait_for()
    assert size.locator(".pill-choice").all_inner_texts() == ["Any"]


def saved_size(visitor) -> tuple[int, int]:
    return Image.open(keep(visitor, "Bird", "Picture").path()).size


def test_the_place_of_a_picture_does_not_change_while_it_is_drawn(player):
    wide = player(widget("image", "Bird", prompt="/slow a heron", model="echo-image", width=768, height=512))
    wide.page.set_viewport_size({"width": 390, "height": 844})
    wide.play()
    wide.page.locator(".drawn").wait_for()
    before = wide.page.locator(".drawn").bounding_box()
    wide.reaches("Bird", "done")
    wide.page.locator(".drawn img").evaluate("one => one.decode()")
    assert wide.page.locator(".drawn").bounding_box()["height"] == pytest.approx(before["height"], abs=2)


def test_code_is_in_colours_and_copied_without_what_is_around_it(player):
    asked = "Sure:\n```python\nreturn 'tea'\n```"
    visitor = player(
        widget("text", "Ask", prompt=asked, model="echo"), widget("code", "Program", prompt="@[Ask]", model="echo")
    )
    visitor.play()
    card = visitor.reaches("Program", "done")
    keyword, words = card.locator(".hljs-keyword"), card.locator("code-text pre")
    assert keyword.first.evaluate("one => getComputedStyle(one).color") != words.evaluate(
        "one => getComputedStyle(one).color"
    )
    assert "Python" in card.locator("footer").inner_text()
    assert visitor.card("Ask").locator("prose-text .hljs-string").inner_text() == "'tea'"
    card.get_by_role("button", name="Copy").click()
    assert visitor.page.evaluate("navigator.clipboard.readText()") == "return 'tea'"


def test_labels_have_bars_in_their_order(player):
    labels = ["sad", "glad", "angry"]
    visitor = player(widget("classify", "Mood", source="a glad heron", labels=labels, model="echo-embedding"))
    visitor.play()
    rows = visitor.reaches("Mood", "done").locator(".scores > li")
    assert rows.first.inner_text().split() == ["glad", "50%"]
    widths = rows.locator("meter").evaluate_all("bars => bars.map(bar => bar.value)")
    assert widths == sorted(widths, reverse=True)


def test_passages_are_quoted_with_the_words_that_were_asked_for(player):
    text = "Herons stand still. " + "They wait for fish. " * 30
    settings = {"source": text, "question": "What do herons do?", "passages": 1, "model": "echo-embedding"}
    narrow = {"layout": {"x": 0, "y": 0, "w": 4, "h": 8}}
    visitor = player({**widget("search", "Found", **settings), **narrow})
    visitor.play()
    card = visitor.reaches("Found", "done")
    assert card.locator("mark").first.inner_text() == "Herons"
    low = card.locator("blockquote").bounding_box()["height"]
    card.get_by_role("button", name="Show all").click()
    assert card.locator("blockquote").bounding_box()["height"] > low * 2
    assert card.get_by_role("button", name="Show less").get_attribute("aria-expanded") == "true"


def test_json_is_a_table_and_can_be_read_as_it_is_written(player):
    visitor = player(widget("text", "People", prompt="Two people", model="echo", json_schema=PEOPLE))
    visitor.play()
    card = visitor.reaches("People", "done")
    assert card.locator("thead th").all_inner_texts() == ["name", "age"]
    card.get_by_role("group", name="Show as").get_by_role("button", name="JSON").click()
    assert [sorted(one) for one in json.loads(card.locator("code-text").inner_text())] == [["age", "name"]] * 2


# Before and beside what comes -------------------------------------------------------------


def test_a_card_shows_an_example_until_it_is_played(player):
    settings = {"placeholder": "Your story appears here.", "example": "**Once** upon a time."}
    visitor = player(widget("text", "Story", prompt="Hello", model="echo", **settings))
    example = visitor.card("Story").get_by_role("figure", name="Example output")
    assert "Once upon a time." in example.inner_text()
    assert "Your story appears here." in visitor.card("Story").inner_text()
    visitor.play()
    visitor.reaches("Story", "done")
    assert example.count() == 0


def test_what_is_not_needed_says_when_it_is(player):
    visitor = player(
        widget("input", "Mood", required=False),
        widget("text", "Extra", prompt="More about @[Mood]", model="echo", when="@[Mood]"),
    )
    visitor.play()
    card = visitor.reaches("Extra", "done")
    assert "Not needed just now: plays when Mood is filled." in card.inner_text()
    visitor.card("Mood").get_by_role("textbox").fill("glad")
    visitor.page.locator("play-pill").get_by_role("button", name="Play", exact=True).click()
    visitor.wait_for_words("Extra")
    assert visitor.words("Extra") == "More about glad"


def test_who_listens_hears_once_that_it_is_ready_and_not_each_word(player):
    visitor = player(widget("text", "Story", prompt=SLOW, model="echo"))
    visitor.card("Story").evaluate(HEARD)
    visitor.play()
    visitor.reaches("Story", "done")
    heard = visitor.page.evaluate("window.heard.map(words => words.trim()).filter(Boolean)")
    assert heard == ["Story is being written", "Story is ready"]


# Judging and taking along -------------------------------------------------------------------


def test_thumbs_survive_a_reload_and_a_correction_is_kept(player):
    visitor = player(widget("text", "Story", prompt="Once", model="echo"))
    visitor.play()
    visitor.reaches("Story", "done")
    visitor.card("Story").get_by_role("button", name="Bad").click()
    visitor.page.get_by_role("button", name="Correct it").click()
    dialog = visitor.page.get_by_role("dialog", name="What should “Story” have been?")
    assert dialog.get_by_role("textbox").input_value() == "Once"
    dialog.get_by_role("textbox").fill("Once upon a time")
    with visitor.page.expect_response(lambda response: response.url.endswith("/feedback")) as sent:
        dialog.get_by_role("button", name="Keep it").click()
    assert sent.value.request.post_data_json == {"thumbs": -1, "correction": "Once upon a time", "told": False}
    assert sent.value.status == 204
    visitor.page.reload()
    expect(visitor.card("Story").get_by_role("button", name="Bad")).to_have_attribute("aria-pressed", "true")
    visitor.card("Story").get_by_role("button", name="Bad").click()
    expect(visitor.card("Story").get_by_role("button", name="Bad")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize(
    ("form", "name", "content"),
    [
        ("Markdown", "Story.md", "# Story\n\n**Once** upon"),
        ("Text", "Story.txt", "Once upon"),
        ("Data", "Story.json", '"value": "**Once** upon"'),
    ],
)
def test_a_result_is_taken_along(player, form, name, content):
    visitor = player(widget("text", "Story", prompt="**Once** upon", model="echo"))
    visitor.play()
    visitor.reaches("Story", "done")
    download = keep(visitor, "Story", form)
    assert download.suggested_filename == name
    assert content in download.path().read_text()


def test_a_card_is_saved_as_a_picture_of_all_that_is_in_it(player):
    visitor = player(widget("text", "Story", prompt="A long line of words.\n\n" * 40, model="echo"))
    visitor.play()
    card = visitor.reaches("Story", "done")
    picture = Image.open(keep(visitor, "Story", "Picture of the card").path())
    assert picture.height > 3 * card.bounding_box()["height"]
    assert len(picture.convert("L").getcolors()) > 20  # there are letters in it


def test_everything_is_taken_along_in_one_file(player):
    visitor = player(
        widget("input", "Topic", default="herons"), widget("text", "Story", prompt="About @[Topic]", model="echo")
    )
    menu = visitor.page.locator("app-menu")
    visitor.play()
    visitor.reaches("Story", "done")
    menu.locator("summary").click()
    text = saved(visitor, lambda: menu.get_by_role("button", name="Save results as Markdown").click())
    assert text.suggested_filename == "Birds.md"
    assert text.path().read_text() == "# Birds\n\n**Topic:** herons\n\n## Story\n\nAbout herons\n"
    menu.locator("summary").click()
    data = saved(visitor, lambda: menu.get_by_role("button", name="Save results as JSON").click())
    kept = json.loads(data.path().read_text())
    assert (kept["inputs"], kept["results"][0]["value"]) == ({"Topic": "herons"}, "About herons")
