"""Options, numbers and switches: set up by an editor, filled in by keyboard, read by a model and a note."""

from playwright.sync_api import expect

from tests.browser.making import make_app, widget


def test_an_editor_searches_the_menu_and_writes_options_by_keyboard(visitor):
    ann = visitor()
    ann.sign_up("options-ann")
    ann.start_app("Tones")
    ann.page.locator("add-widget summary").click()
    expect(ann.page.locator("add-widget input")).to_be_focused()
    ann.page.keyboard.type("option")
    ann.page.keyboard.press("Enter")
    ann.page.get_by_label("Settings of Select 1").wait_for()
    box = ann.page.get_by_label("New option")
    for option in ("Formal", "Funny"):
        box.fill(option)
        box.press("Enter")
    first = ann.page.get_by_label("Option 1")
    first.fill("Friendly")
    first.press("Alt+ArrowDown")
    ann.is_saved()
    assert settings_of(ann)["options"] == ["Second option", "Friendly", "Formal", "Funny"]
    ann.page.get_by_role("button", name="Remove: Second option").click()
    ann.saves(lambda: settings_of(ann)["options"] == ["Friendly", "Formal", "Funny"])


def test_what_visitors_choose_switch_and_count_reaches_the_note_and_the_model(visitor):
    bob = visitor()
    bob.sign_up("filling-bob")
    path = make_app(
        bob,
        "Trip",
        [
            widget("select", "Tone", options=["Formal", "Funny"]),
            widget("number", "Days", min=1, max=30, unit="days"),
            widget("number", "Budget", min=0, max=500, step=50, slider=True, unit="euros"),
            widget("toggle", "Rhyme", on="in rhyme", off="in prose"),
            widget("note", "Plan", text="@[Tone], @[Days], @[Budget], @[Rhyme]"),
            widget("text", "Story", prompt="@[Tone] @[Days] @[Rhyme]", model="echo"),
        ],
    )
    bob.page.goto(path)
    assert "Fill in Tone and Days" in bob.page.locator("play-pill").inner_text()
    bob.card("Tone").get_by_role("radio", name="Funny").press("Space")
    bob.card("Days").get_by_role("spinbutton").fill("99")
    bob.card("Budget").get_by_role("slider").press("ArrowRight")
    bob.card("Rhyme").get_by_role("switch").press("Space")
    assert bob.words("Plan") == "Funny, 30 days, 50 euros, in rhyme"

    bob.page.reload()  # what was not sent yet outlives the page
    assert bob.words("Plan") == "Funny, 30 days, 50 euros, in rhyme"
    bob.play()
    bob.reaches("Story", "done")
    assert "Funny 30 days in rhyme" in bob.words("Story")


def test_an_emptied_input_says_which_text_is_played_and_plays_it(visitor):
    eve = visitor()
    eve.sign_up("emptying-eve")
    topic = widget("input", "Topic", default="a robot", placeholder="A subject")
    eve.page.goto(make_app(eve, "Stories", [topic, widget("text", "Story", prompt="About @[Topic]", model="echo")]))
    box, said = eve.card("Topic").get_by_role("textbox"), eve.card("Topic").get_by_text("will be played")
    expect(said).to_have_count(0)
    box.fill("")
    expect(box).to_have_accessible_description("Empty: “a robot” will be played.")
    eve.play()
    eve.reaches("Story", "done")
    assert eve.words("Story") == "About a robot"
    box.fill("a cat")
    expect(said).to_have_count(0)


def settings_of(maker) -> dict:
    maker.is_saved()
    app_id = maker.address().split("/")[-2]
    [only] = maker.context.request.get(f"/api/apps/{app_id}").json()["graph"]["widgets"]
    return only["settings"]
