"""Which card is asked where several could do it."""

import pytest
from django.utils import timezone

from inference import languages
from inference.catalogue.cards import applied, choose
from inference.models import ModelCard
from inference.protocol import CodeBody, ImageBody, Message, ModelMissing, TextBody, TextParameters, TranslateBody


def card(name: str, task: str, **more: object) -> ModelCard:
    return ModelCard(**{"name": name, "task": task, "context": 99, "installed_at": timezone.now(), **more})


WRITER = card("writer", "text", default=True)
CARDS = [
    WRITER,
    card("other", "text"),
    card("en-fr", "translation", languages=[["en", "fr"]], default=True),
    card("fr-en", "translation", languages=[["fr", "en"]]),
    card("completer", "code", instructed=False),
    card("missing", "code", installed_at=None, default=True),
]


def translate(source: str, target: str) -> TranslateBody:
    return TranslateBody(text="Hello", source=source, target=target)


@pytest.mark.parametrize(
    ("source", "target", "chosen"),
    [
        ("English", "French", "en-fr"),
        ("fr", "English", "fr-en"),
        ("", "French", "en-fr"),
        ("English", "Greek", "writer"),
        ("English", "Klingon", "writer"),
        ("Klingon", "French", "writer"),
    ],
)
def test_a_translation_goes_to_a_model_of_these_languages_or_to_one_that_writes(source, target, chosen):
    assert choose(CARDS, translate(source, target)).name == chosen


def test_a_model_that_follows_no_instructions_goes_on_with_code_but_is_told_nothing():
    assert choose(CARDS, CodeBody(prefix="def f(")).name == "completer"
    assert choose(CARDS, CodeBody(prompt="Sort a list", prefix="def f(")).name == "writer"


def test_who_names_a_model_gets_it():
    assert choose(CARDS, translate("English", "Greek"), "fr-en").name == "fr-en"
    assert choose(CARDS, CodeBody(prompt="Sort a list"), "other").name == "other"


@pytest.mark.parametrize("name", ["missing", "nobody", "en-fr"])
def test_what_is_not_installed_or_cannot_do_it_is_not_chosen(name):
    asked = TextBody(messages=[Message(role="user", content="Hi")])
    with pytest.raises(ModelMissing):
        choose(CARDS, asked, name)


ASKED = TextBody(messages=[Message(role="user", content="Hi")], parameters=TextParameters(temperature=0.2, top_p=0.5))


def test_a_card_has_parameters_of_its_own_where_nobody_chose_any():
    own = card("own", "text", defaults={"temperature": 1.0, "top_p": 0.7, "steps": 3})
    parameters = applied(own, ASKED, {"temperature"}).parameters
    assert (parameters.temperature, parameters.top_p) == (0.2, 0.7)


def test_an_answer_is_no_longer_than_the_card_allows():
    assert applied(card("short", "text", most_tokens=9), ASKED, {"max_tokens"}).parameters.max_tokens == 9


def test_a_card_says_how_its_pictures_are_drawn():
    painter = card("painter", "image", defaults={"steps": 4, "width": 256})
    drawn = applied(painter, ImageBody(prompt="a cat", width=64), {"prompt", "width"})
    assert (drawn.steps, drawn.width, drawn.prompt) == (4, 64, "a cat")


def test_every_language_has_a_name_and_a_code_of_two_letters_and_one_of_three():
    assert set(languages.CODES.values()) == set(languages.LONG)
    assert len(set(languages.LONG.values())) == len(languages.CODES)


def test_languages_are_known_by_name_and_by_code():
    assert [languages.code(name) for name in ("French", " french ", "fr", "fr-CA", "FR")] == ["fr"] * 5
    assert [languages.code(name) for name in ("fra", "fra_Latn", "fr_XX")] == ["fr"] * 3
    assert [languages.name(code) for code in ("fr", "xx")] == ["French", "xx"]
    assert languages.code("Klingon") is languages.code("") is None
