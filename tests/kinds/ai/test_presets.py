"""What the kinds beside text and chat ask of their models, and how the answers read."""

import json
from itertools import product
from typing import get_args

import pytest

from inference.protocol import Source
from widgets.graph.schema import Widget
from widgets.kinds import KINDS, parse_settings
from widgets.kinds.ai.code import fenced
from widgets.kinds.ai.summarise import SummariseSettings
from widgets.running.values.rendering import Rendering, TextTooLong

REPORT = Source(name="report.pdf", text="The moon is made of cheese.", parts=[("page 1", 0)])
render = Rendering("Widget", {"topic": "parrots", "report": REPORT.text}, {"report": [REPORT]})


def body(kind, **settings):
    return KINDS[kind].body(parse_settings(Widget(id="a", kind=kind, title="Widget", settings=settings)), render)


def asked(kind, **settings):
    [message] = body(kind, **settings).messages
    return message.content


def reads(kind, value):
    return KINDS[kind].reads(parse_settings(Widget(id="a", kind=kind, title="Widget")), value)


def test_an_image_is_asked_for_with_all_that_was_set():
    found = body("image", prompt="@[Topic] in a tree", negative_prompt="no @[Topic]", width=512, steps=4, seed=7)
    assert (found.prompt, found.negative_prompt) == ("parrots in a tree", "no parrots")
    assert (found.width, found.height, found.steps, found.guidance, found.seed) == (512, None, 4, None, 7)


def test_an_image_reads_as_what_it_was_to_show():
    assert reads("image", "parrots in a tree") == "[image: parrots in a tree]"
    assert reads("image", "") == ""


def test_a_summary_hands_over_the_whole_source_and_how_to_read_a_part():
    found = body("summarise", source="@[Report]", focus="the moon")
    assert found.parts.text == REPORT.text
    assert "the moon" in found.messages[-1].content
    assert "the moon" in found.parts.instruction


def test_every_length_and_style_of_summary_asks_something_else():
    fields = SummariseSettings.model_fields
    ways = list(product(*(get_args(fields[name].annotation) for name in ("length", "style"))))
    assert len({asked("summarise", source="x", length=length, style=style) for length, style in ways}) == len(ways)


def test_a_summary_takes_sources_longer_than_any_prompt():
    long = Rendering("Widget", {"report": "x" * 300_000})
    settings = parse_settings(Widget(id="a", kind="summarise", title="Widget", settings={"source": "@[Report]"}))
    assert len(KINDS["summarise"].body(settings, long).parts.text) == 300_000
    with pytest.raises(TextTooLong):
        long("@[Report]")


def test_a_translation_names_the_languages_and_the_text():
    found = body("translate", source="About @[Topic]", from_language=" German ", to_language="Greek")
    assert (found.text, found.source, found.target) == ("About parrots", "German", "Greek")


def test_code_is_asked_for_with_its_language_and_what_it_fits_between():
    found = body("code", prompt="Count @[Topic] ", language=" ", prefix="fn main() {", suffix="}")
    assert (found.prompt, found.language, found.prefix, found.suffix) == ("Count parrots", "python", "fn main() {", "}")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("print(1)", "print(1)"),
        ("Here:\n```python\nprint(1)\n```\nDone.", "print(1)"),
        ("```\na\n\nb\n```", "a\n\nb"),
        ("```python\nprint(1)", "print(1)"),
        ("```", ""),
        ("", ""),
    ],
)
def test_code_reads_without_the_words_around_it(answer, code):
    assert fenced(answer) == reads("code", answer) == code


def test_a_classification_asks_for_its_labels_and_reads_as_the_best():
    found = body("classify", source="I love @[Topic]", labels=["good", "bad"])
    assert (found.text, found.labels) == ("I love parrots", ["good", "bad"])
    scores = [{"label": "good", "score": 0.9}, {"label": "bad", "score": 0.1}]
    assert reads("classify", json.dumps(scores)) == "good"
    assert reads("classify", "") == ""


def test_a_search_gets_documents_with_their_parts_and_texts_by_their_titles():
    found = body("search", source="@[Report], @[Topic] and more", question="What about @[Topic]?", passages=5)
    assert (found.question, found.most) == ("What about parrots?", 5)
    assert [(source.name, source.text) for source in found.sources] == [
        ("report.pdf", REPORT.text),
        ("Topic", "parrots"),
        ("", "and more"),
    ]
    assert found.sources[0].parts == [("page 1", 0)]


def test_passages_read_with_where_they_stand():
    passages = [
        {"text": "Cheese.", "source": "report.pdf", "where": "page 1", "score": 0.9},
        {"text": "Parrots.", "source": "Topic", "where": "", "score": 0.5},
        {"text": "More.", "source": "", "where": "", "score": 0.1},
    ]
    assert reads("search", json.dumps(passages)) == "[report.pdf, page 1]\nCheese.\n\n[Topic]\nParrots.\n\nMore."
    assert reads("search", "") == ""
