"""Definitions from PartyRock, in all the shapes that they come in."""

import json
import re
from itertools import combinations
from pathlib import Path

import pytest

from tests.building.importing.reading import CASES, case, messages, prompts, read, widgets
from tests.building.test_examples import overlap
from widgets.building import importing
from widgets.graph.order import dependencies
from widgets.graph.problems import problems
from widgets.graph.schema import COLUMNS


def one(**fields):
    """The only widget of an import, and the report."""
    imported = read({"widgets": [{"title": "It", **fields}]})
    return imported.graph.widgets[0], imported


def test_a_bare_list_of_widgets_is_an_app():
    imported = case("bare")
    assert imported.title == "Imported app"
    assert [(w.kind, w.title) for w in imported.graph.widgets] == [
        ("note", "How it works"), ("input", "Destination"), ("text", "Plan"),
    ]  # fmt: skip
    plan = widgets(imported)["Plan"]
    assert plan.settings["prompt"] == "Plan three days in @[Destination]."
    assert (plan.settings["temperature"], plan.settings["top_p"]) == (0.5, 0.9)
    assert plan.layout.model_dump() == {"x": 4, "y": 3, "w": 8, "h": 9}


def test_a_definition_brings_the_title_beside_it():
    imported = case("definition")
    assert (imported.title, imported.description) == ("Recipe helper", "What to cook with what is there")
    assert prompts(imported)["Recipe"] == "Cook with @[Ingredients]."


def test_the_envelope_of_the_site_brings_title_and_lineage():
    imported = case("envelope")
    assert imported.title == "Bedtime stories"
    assert imported.origin == {"title": "Fables", "author": "ada", "from": "partyrock"}
    assert prompts(imported)["Story"] == "Tell of @[Hero]"


def test_an_app_that_is_no_remix_is_its_own_origin():
    assert case("definition").origin == {"title": "Recipe helper", "from": "partyrock"}
    assert read({"title": "T", "widgets": [], "sourceApp": "abc"}).origin == {"title": "abc", "from": "partyrock"}


def test_every_type_of_widget_has_a_kind_here():
    found = {w.title: (w.kind, w.settings) for w in case("every-kind").graph.widgets}
    assert found == {
        "Welcome": ("note", {"text": "Hello @[Name]"}),
        "Name": ("input", {"placeholder": "your name"}),
        "Tone": ("select", {"options": ["warm", "dry"], "default": ["dry"]}),
        "Length": ("select", {"options": ["short", "long"]}),
        "Distance": ("number", {"min": 1, "max": 42.5, "step": 0.5, "unit": "km"}),
        "Paper": ("document", {}),
        "Letter": (
            "text",
            {
                "prompt": "Write to @[Name], @[Tone], @[Length], after @[Distance], about @[Paper]",
                "placeholder": "The letter", "temperature": 0, "top_p": 1,
            },
        ),
        "Stamp": ("image", {"prompt": "A stamp for @[Name]"}),
        "Ask": (
            "chat",
            {
                "instructions": "You know this letter: @[Letter]",
                "first_message": "What would you like to know?", "temperature": 0.2,
            },
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("title", "prompt"),
    {
        "Plain": "On @[Story Topic] and @[Story Topic]",
        "Hashtag": "#@[Story Topic]2024 #@[Story Topic]",
        "Punctuation": '@[Story Topic], (@[Story Topic]); "@[Story Topic]"? @[Story Topic]\'s.',
        "Slips": "@[Story Topic] @[Story Topic] @[Story Topic]",
        "Brackets in a title": "@[Draft (v2)] and @[Draft (v2)]",
        "Literal": '[1] [x] [ ] ["a"] [a link](b) {"a": [1]} \\[Story Topic] \\@[nobody here] {{}}',
        "Dangling": "[Story Topc], [Your Name] and {{missing}}",
        "At": "cc @@[Story Topic]",
    }.items(),
)
def test_references_are_found_however_they_are_written(title, prompt):
    assert prompts(case("references"))[title] == prompt


def test_only_what_looks_like_a_reference_is_marked_and_the_title_that_is_near_is_named():
    warned = {entry.message for entry in case("references").report if entry.level == "warning"}
    assert {message[: message.index("”") + 1] for message in warned} == {
        "“[Story Topc]”", "“[Your Name]”", "“{{missing}}”",
    }  # fmt: skip
    assert any("If “Story Topic” is meant" in message for message in warned)


def test_titles_that_clash_are_told_apart_and_references_follow():
    imported = case("clashes")
    assert list(widgets(imported)) == ["Story", "story 3", "Story 2", "Text", "Two lines"]
    assert prompts(imported)["Story"] == "Go on after @[story 3]"  # never itself, as long as it may be the other
    assert prompts(imported)["Story 2"] == "@[Story] @[Story 2]"
    assert "This one is called “story 3” now" in messages(imported, "warning")
    assert "had no title and is called “Text”" in messages(imported, "info")


def test_what_is_not_known_is_reported_and_nothing_is_lost_silently():
    imported = case("unknown")
    said = messages(imported)
    for words in (
        "“theme” of the app", "is a “hologram”", "“beam”", "does not say what it is", "Number 3 in the list",
        "“options” is not a list", "“blue” is not one of its options", "“max” is not a number", "“colour”",
        "“temperature” was 9 and is 2 now", "“topP” was 0 and is 0.01 now", "“maxTokens”", "The model “m” is not here",
    ):  # fmt: skip
        assert words in said
    assert prompts(imported)["Answer"] == "See @[Show]"
    assert widgets(imported)["Show"].kind == "note"
    assert widgets(imported)["Age"].settings == {"min": 18}


def test_a_model_that_is_here_is_kept():
    widget, _ = one(type="inferred-text", prompt="Go", parameters={"model": "small"})
    assert widget.settings["model"] == "small"


def test_layouts_that_overlap_stick_out_or_are_missing_are_repaired():
    imported = case("layouts")
    places = {title: widget.layout for title, widget in widgets(imported).items()}
    assert not any(overlap(a, b) for a, b in combinations(places.values(), 2))
    assert all(place.x + place.w <= COLUMNS for place in places.values())
    assert places["A"].model_dump() == {"x": 0, "y": 0, "w": 6, "h": 4}
    said = messages(imported)
    assert "Given a place on the board: “D” and “F”." in said
    assert "Moved to a free place on the board: “B”, “C” and “E”." in said


ADDED = (Path(__file__).parents[3] / "static" / "js" / "state" / "blank.js").read_text()


@pytest.mark.parametrize(
    "type", ["static-text", "text-input", "select", "number-input", "document", "inferred-text", "image", "chatbot"]
)
def test_a_widget_of_which_nobody_said_how_large_it_is_is_as_large_as_one_that_is_added(type):
    widget, _ = one(type=type)
    w, h = re.search(rf"\b{widget.kind}: {{ w: (\d+), h: (\d+) }}", ADDED).groups()
    assert (widget.layout.w, widget.layout.h) == (int(w), int(h))


def test_a_hundred_widgets_at_the_last_row_find_room():
    place = {"x": 0, "y": 1000, "width": 12, "height": 100}
    imported = read({"widgets": [{"type": "text-input", **place} for _ in range(100)]})
    assert not any(overlap(a.layout, b.layout) for a, b in combinations(imported.graph.widgets, 2))


def test_a_first_message_that_mentions_a_widget_is_told_to_be_plain_text():
    imported = read(
        {
            "widgets": [
                {"type": "text-input", "title": "Name"},
                {"type": "chatbot", "title": "Chat", "initialAssistantMessage": "Hi [Name]"},
            ]
        }
    )
    assert widgets(imported)["Chat"].settings["first_message"] == "Hi [Name]"
    assert "Its first message mentions “Name”" in messages(imported, "warning")


def test_a_long_default_makes_a_box_of_many_lines_that_takes_it():
    widget, _ = one(type="text-input", defaultValue="word " * 2000)
    assert widget.settings["multiline"] is True
    assert widget.settings["max_length"] == 10_000


def test_that_a_model_is_missing_here_is_said_once_for_all_widgets():
    texts = [{"type": "inferred-text", "title": title, "prompt": "Go"} for title in "ABC"]
    report = importing.read(json.dumps({"widgets": texts}).encode(), []).report
    assert [entry.widget for entry in report if "needs a model" in entry.message] == ["A"]


def test_a_circle_is_reported_with_its_remedy():
    texts = [{"type": "inferred-text", "title": a, "prompt": f"[{b}]"} for a, b in ("AB", "BA")]
    assert "wait for each other in a circle" in messages(read({"widgets": texts}), "warning")


@pytest.mark.parametrize("path", sorted(CASES.glob("*.json")), ids=lambda path: path.stem)
def test_nothing_that_is_imported_has_a_title_twice_or_a_reference_that_hangs(path):
    graph = case(path.stem).graph
    assert {problem.code for problem in problems(graph)} <= {"cycle"}
    assert any(dependencies(graph).values()) or path.stem == "layouts"
