"""What keeps widgets from being played, in words that people understand."""

from dataclasses import dataclass

import pytest

from widgets.graph.schema import Graph, Widget
from widgets.kinds import KINDS, blocked, parse_settings, problems


@dataclass
class Card:
    name: str
    task: str
    installed: bool = True
    replaces: str = ""

    @property
    def title(self):
        return self.name.capitalize()

    def goes_by(self, name):
        return name in (self.name, self.replaces)


CARDS = [Card("small", "text"), Card("painter", "image")]


def found(kind="text", cards=CARDS, **settings):
    widget = Widget(id="a", kind=kind, title="Story", settings=settings)
    return [(p.widget, p.field, p.code) for p in problems(Graph(widgets=[widget]), cards)]


def message(kind="text", cards=CARDS, **settings):
    widget = Widget(id="a", kind=kind, title="Story", settings=settings)
    return [problem.message for problem in problems(Graph(widgets=[widget]), cards)]


def test_nothing_is_wrong_with_a_prompt_and_defaults():
    assert found(prompt="Go") == []
    assert found(prompt="Go", model="small") == []


def test_a_widget_of_an_unknown_kind_cannot_be_played():
    assert found(kind="video") == [("a", "kind", "unknown_kind")]


@pytest.mark.parametrize("prompt", ["", " \n"])
def test_an_ai_widget_needs_a_prompt(prompt):
    assert found(prompt=prompt) == [("a", "prompt", "empty_prompt")]


@pytest.mark.parametrize("model", ["huge", "painter", " small"])
def test_a_model_has_to_be_there_and_of_the_task(model):
    assert found(prompt="Go", model=model) == [("a", "model", "unknown_model")]


@pytest.mark.parametrize("cards", [[Card("painter", "image")], [Card("small", "text", installed=False)]])
def test_without_any_model_of_the_task_there_is_no_default_either(cards):
    assert found(prompt="Go", cards=cards) == [("a", "model", "no_model")]


def test_what_needs_a_model_names_one_that_would_do_and_how_to_get_it():
    (said,) = message(kind="search", source="@[Story", question="?", cards=[Card("mini", "embedding", installed=False)])
    assert said == (
        "“Story” needs a model that compares texts, and none is installed here. "
        "Mini would do: an administrator can install it with `manage.py models install mini`."
    )


def test_where_no_model_of_the_task_is_known_the_sentence_says_what_kind_it_would_be():
    (said,) = message(kind="image", prompt="A parrot", cards=[])
    assert said.startswith("“Story” needs a text-to-image model, and none is installed here. Ask an administrator")


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"temperature": 3}, "the setting “temperature” must be at most 2"),
        ({"temperature": -0.1}, "the setting “temperature” must be at least 0"),
        ({"temperature": "0.7"}, "the setting “temperature” must be a number"),
        ({"top_p": 0}, "the setting “top_p” must be more than 0"),
        ({"max_tokens": 0}, "the setting “max_tokens” must be at least 1"),
        ({"max_tokens": 4097}, "the setting “max_tokens” must be at most 4,096"),
        ({"max_tokens": 1.5}, "the setting “max_tokens” must be a whole number"),
        ({"max_tokens": True}, "the setting “max_tokens” must be a whole number"),
        ({"seed": 2**32}, "the setting “seed” must be less than 4,294,967,296"),
        ({"prompt": ["x"]}, "the setting “prompt” must be a text"),
        ({"stop": "END"}, "the setting “stop” must be a list"),
        ({"stop": [""]}, "an entry of the setting “stop” is too short"),
        ({"stop": ["x"] * 9}, "the setting “stop” has more than 8 entries"),
        ({"colour": "red"}, "there is no setting “colour”. Remove it."),
    ],
)
def test_a_bad_setting_is_named_in_plain_words(settings, sentence):
    (said,) = message(**({"prompt": "Go"} | settings))
    assert said.startswith(f"In “Story”, {sentence}")
    assert found(**({"prompt": "Go"} | settings)) == [("a", next(iter(settings)), "bad_setting")]


def test_a_default_longer_than_the_input_takes_is_a_problem():
    assert found(kind="input", default="robots", max_length=5) == [("a", "default", "bad_setting")]
    assert "longer than" in message(kind="input", default="robots", max_length=5)[0]


def test_every_bad_setting_is_named_at_once():
    assert len(found(prompt="Go", temperature=9, seed=-1, colour=1)) == 3


def test_problems_of_the_graph_come_with_those_of_the_settings():
    assert found(prompt="@[Story]", temperature=9) == [("a", "prompt", "cycle"), ("a", "temperature", "bad_setting")]


def test_blocked_is_whoever_has_a_problem_and_nobody_else():
    widgets = [
        Widget(id="a", kind="text", title="A", settings={"prompt": "@[Nobody]"}),
        Widget(id="b", kind="text", title="B", settings={"prompt": "@[A]"}),
        Widget(id="c", kind="note", title="C"),
    ]
    assert blocked(problems(Graph(widgets=widgets), CARDS)) == {"a"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_kind_has_words_and_settings_that_default(kind):
    assert kind.title
    assert kind.summary.endswith(".")
    parsed = parse_settings(Widget(id="a", kind=kind.name, title="T"))
    assert kind.Settings.model_validate(parsed.model_dump()) == parsed
