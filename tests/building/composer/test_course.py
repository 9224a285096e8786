"""What is asked and what becomes of the answers, whatever they say, as long as the grammar lets them through."""

import json
import re

import pytest

from tests.building.composer.answering import PLAN
from tests.running.making import graph_of
from widgets.building.composer import course, cues, rough, shots, words
from widgets.building.composer.draft import is_ai
from widgets.building.composer.places import placed
from widgets.building.composer.steps import changing, plan
from widgets.graph.problems import problems
from widgets.graph.references import references
from widgets.graph.schema import COLUMNS, Graph, Widget
from widgets.kinds import KINDS, parse_settings

TASKS = ["embedding", "image", "text"]
APP = graph_of(
    Topic={"default": "a robot"},
    Story="Write a story about @[Topic].",
    Summary={"kind": "summarise", "source": "@[Story]"},
)


def plan_of(description: str, tasks: list[str] = TASKS) -> dict:
    return plan.asked(description, tasks).answer["properties"]


def kinds_in(description: str) -> list[str]:
    """The kinds that a plan has to have."""
    slots = plan_of(description)["ai"].get("prefixItems", [])
    return [slot["properties"]["kind"]["enum"][0] for slot in slots]


@pytest.mark.parametrize(
    ("description", "kinds"),
    [
        ("a poem about a tree", []),
        ("a chatbot that plays a pirate", ["chat"]),
        ("a story in French, translated from English", ["text", "translate"]),
        ("translate my letter into Polish", ["translate"]),
        ("translate a text into a language that I choose", []),
        ("sentiment of reviews", ["classify"]),
        ("a hero with a portrait", ["text", "image"]),
        ("ask a PDF", ["search"]),
        ("a python script", ["code"]),
    ],
)
def test_a_kind_that_is_spoken_of_has_its_place(description: str, kinds: list[str]):
    assert kinds_in(description) == kinds


def test_a_kind_without_a_model_is_not_planned():
    assert "prefixItems" not in plan.asked("a hero with a portrait", ["text"]).answer["properties"]["ai"]


def test_the_nearest_examples_come_last_and_the_description_after_them():
    messages = plan.asked("What can I cook from my fridge?", TASKS).messages
    assert messages[-3].content == "What can I cook with the ingredients in my fridge?"
    assert messages[-1].content == "What can I cook from my fridge?"


def test_a_very_long_description_is_shortened_at_a_word():
    asked = plan.asked("word " * 3000, TASKS).messages[-1].content
    assert len(asked) <= 1202
    assert asked.endswith("word …")


def test_what_a_model_names_twice_there_is_once_and_never_without_an_ai_widget():
    same = {"title": "X", "inputs": [{"kind": "input", "title": "Help"}] * 2, "ai": [{"kind": "text", "title": "help"}]}
    assert [widget.title for widget in plan.read(same).graph.widgets] == ["Help", "Result"]


def test_titles_that_no_grammar_held_are_cleaned():
    wild = {"title": "", "inputs": [{"kind": "input", "title": " @[a]\n "}], "ai": [{"kind": "text", "title": "[]"}]}
    draft = plan.read(wild)
    assert (draft.title, [widget.title for widget in draft.graph.widgets]) == ("New app", ["a", "Result"])


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.group != "other" and name != "picture"])
def test_every_kind_that_can_be_planned_can_be_played_as_it_is_planned(kind: str):
    before = [] if KINDS[kind].group == "inputs" else graph_of(Topic={"default": "a"}).widgets
    widget = Widget(id="new", kind=kind, title="New", settings=rough.settings(kind, "New", before))
    parse_settings(widget)
    assert problems(Graph(widgets=[*before, widget])) == []
    assert not is_ai(widget) or references(widget) == ["Topic"]


@pytest.mark.parametrize("outputs", range(1, 5))
@pytest.mark.parametrize("inputs", range(1, 4))
def test_widgets_lie_beside_and_beneath_each_other_in_reading_order(inputs: int, outputs: int):
    titles = [*({"default": "a"} for _ in range(inputs)), *("x" for _ in range(outputs))]
    graph = placed(graph_of(**{f"W{number}": what for number, what in enumerate(titles)}))
    cells = [(x, y) for one in graph.widgets for x in range(one.layout.x, one.layout.x + one.layout.w)
             for y in range(one.layout.y, one.layout.y + one.layout.h)]  # fmt: skip
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < COLUMNS
    order = [(widget.layout.y, widget.layout.x) for widget in graph.widgets]
    assert order == sorted(order)


def test_an_input_that_no_prompt_uses_is_given_to_the_first():
    wish = course.Wish(description="A story", tasks=TASKS)
    inputs = [{"kind": "input", "title": "Topic"}, {"kind": "number", "title": "Pages"}]
    answer = {"title": "Stories", "inputs": inputs, "ai": [{"kind": "text", "title": "Story"}]}
    draft, _ = course.take(wish, course.start(wish)[0], course.PLAN, json.dumps(answer))
    draft, _ = course.take(wish, draft, "fill-w3", '{"prompt": "Write about @[Topic]."}')
    assert course.finished(wish, draft).widget("w3").settings["prompt"] == "Write about @[Topic]. Pages: @[Pages]."


def test_every_example_of_the_library_fits_the_grammar_that_it_is_an_example_for():
    for one in shots.library():
        titles = [piece["title"] for piece in one["inputs"]]
        for piece in one["ai"]:
            if piece["kind"] == "text":
                pattern = words.prompt(titles, words.instruction())
                assert _fits(pattern, piece["prompt"]), piece["prompt"]
            titles.append(piece["title"])
        for piece in one["inputs"]:
            assert _fits(words.phrase(8), piece.get("placeholder", "a")), piece


def _fits(pattern: str, text: str) -> bool:
    """Python knows no classes of letters by these names."""
    ascii = {"Lu": "A-Z", "Ll": "a-z", "L": "A-Za-zé", "Lo": "", "M": "", "N": "0-9"}
    pattern = pattern.replace(r"(\p{Lu}[", r"([\p{Lu}][")
    return re.match(re.sub(r"\\p\{(\w+)\}", lambda name: ascii[name[1]], pattern), text) is not None


def test_titles_with_the_signs_of_regular_expressions_are_only_titles():
    assert _fits(words.prompt(["C++ (new) $5?"], ""), "Write @[C++ (new) $5?].")
    assert not _fits(words.prompt(["C++ (new) $5?"], ""), "Write @[C new 5].")


# Wishes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wish", "action", "about"),
    [
        ("add a French version of the story", "add", ["story"]),
        ("shorten the story", "change", ["story"]),
        ("Translate Story into German", "change", ["story"]),
        ("remove the summary", "remove", ["summary"]),
        ("get rid of Topic and add nothing", "remove", ["topic"]),
        ("rename the summary to Digest", "rename", ["summary"]),
        ("an evil twin", "add", []),
        ("history lesson", "add", []),
    ],
)
def test_what_a_wish_means_is_seen_in_its_words(wish: str, action: str, about: list[str]):
    assert changing.understood(wish, APP).model_dump() == {"action": action, "about": about}


def change(wish: str, answer: str = "") -> Graph:
    asked = course.Wish(description=wish, tasks=TASKS, there=APP)
    draft, steps = course.start(asked)
    while steps:
        draft, steps = course.take(asked, draft, steps[0], answer)
    return course.finished(asked, draft).graph


def settings(graph: Graph, title: str) -> dict:
    return next(widget.settings for widget in graph.widgets if widget.title == title)


def test_adding_refers_to_what_the_wish_speaks_of():
    graph = change("add a French version of the story", '{"source": "Story", "language": "French"}')
    assert settings(graph, "French version")["to_language"] == "French"
    assert settings(graph, "French version")["source"] == "@[Story]"


def test_an_input_that_is_added_is_used():
    graph = change("add an input for the age of the reader", '{"placeholder": "how old", "example": "nine"}')
    assert settings(graph, "Age")["default"] == "nine"
    assert settings(graph, "Story")["prompt"] == "Write a story about @[Topic]. Age: @[Age]."


@pytest.mark.parametrize(
    ("wish", "answer", "prompt"),
    [
        ("make it funny", "Write a funny story about @[Topic].", "Write a funny story about @[Topic]."),
        ("make it funny", "Write a sad tale about @[Topic].", "Write a story about @[Topic]. Make it funny, Story."),
        ("make it funny", "Write a story about @[Topic].", "Write a story about @[Topic]. Make it funny, Story."),
        ("shorten it", "Write words about @[Topic].", "Write a story about @[Topic]. Keep it very short."),
        ("translate it to German", "Tell of @[Topic].", "Write a story about @[Topic]. Write it in German."),
    ],
)
def test_a_prompt_is_rewritten_only_in_the_words_of_the_wish(wish: str, answer: str, prompt: str):
    graph = change(f"{wish}, Story", json.dumps({"prompt": answer}))
    assert settings(graph, "Story")["prompt"] == prompt


def test_a_prompt_that_was_cut_off_changes_nothing():
    assert settings(change("make Story funny", "{"), "Story")["prompt"] == "Write a story about @[Topic]."


def test_a_rewritten_prompt_keeps_its_references():
    pattern = words.rewritten(["Topic", "Mood"])
    assert _fits(pattern, "Write a funny story about @[Topic], with @[Mood].")
    assert not _fits(pattern, "Write a funny story about @[Mood] with @[Topic].")
    assert not _fits(pattern, "Write a funny story about @[Topic].")


def test_what_is_removed_is_replaced_by_what_it_was_made_from():
    assert settings(change("remove the story"), "Summary")["source"] == "@[Topic]"
    assert settings(change("remove Topic"), "Story")["prompt"] == "Write a story about a robot."


def test_renaming_takes_the_references_along():
    graph = change("rename the story to “Tale”")
    assert settings(graph, "Summary")["source"] == "@[Tale]"


@pytest.mark.parametrize("wish", ["rename it", "remove that", "rename Story to Topic", "rename Story"])
def test_a_wish_that_cannot_be_understood_says_what_to_write(wish: str):
    with pytest.raises(changing.NothingToChange, match=r"“"):
        change(wish)


@pytest.mark.parametrize(
    ("wish", "title"),
    [
        ("add a moral of the story", "Moral"),
        ('please add a text box called "Names"', "Names"),
        ("add a dropdown for the genre", "Genre"),
        ("more exciting", ""),
        ("also include hashtags", "Hashtags"),
    ],
)
def test_the_title_of_what_is_added_stands_in_the_wish(wish: str, title: str):
    assert cues.title_of_new(wish) == title


def test_a_plan_is_a_plan():
    assert [widget.kind for widget in plan.read(PLAN).graph.widgets] == ["input", "select", "text", "summarise"]
