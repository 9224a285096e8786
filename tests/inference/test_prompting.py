"""What is said to a model that follows instructions, where it is asked for more than to write."""

import pytest

from inference.prompting import spoken
from inference.protocol import CodeBody, TextParameters, TranslateBody


def said(body: TranslateBody | CodeBody) -> str:
    [message] = spoken(body).messages
    return message.content


@pytest.mark.parametrize(
    ("origin", "words"),
    [("", "below into Greek"), ("German", "from German into Greek"), ("Klingon", "from Klingon into Greek")],
)
def test_a_translation_says_the_languages_and_then_the_text(origin, words):
    asked = said(TranslateBody(text="About parrots", source=origin, target="Greek"))
    assert words in asked
    assert asked.endswith("About parrots")


@pytest.mark.parametrize("source", ["English", "english", "en", "en-GB"])
def test_a_text_that_stays_in_its_language_is_corrected(source):
    asked = said(TranslateBody(text="i haev a parrot", source=source, target="English"))
    assert "Correct the spelling of the English text below." in asked
    assert asked.endswith("i haev a parrot")


def test_code_is_asked_for_with_its_language_and_what_it_fits_between():
    asked = said(CodeBody(prompt="Count parrots", language="rust", prefix="fn main() {", suffix="}"))
    assert asked.startswith("Count parrots Use rust.")
    assert "begins like this:\n```rust\nfn main() {\n```" in asked
    assert "ends like this:\n```rust\n}\n```" in asked


def test_the_parameters_go_along():
    parameters = TextParameters(temperature=0, max_tokens=7)
    assert spoken(TranslateBody(text="Hi", target="French", parameters=parameters)).parameters == parameters
