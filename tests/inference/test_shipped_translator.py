"""The T5 that ships: it translates and mends what the recipe taught it to."""

import pytest
from sacrebleu import sentence_chrf

from inference.catalogue.sources.shipped import FOLDERS
from inference.engines.seq2seq import Seq2SeqEngine
from inference.engines.seq2seq.directions import LanguageUnknown
from inference.protocol import TextParameters, TranslateBody
from tests.inference.asking import ask_for
from tests.inference.conftest import SHIPPED_TRANSLATOR

GREEDY = TextParameters(temperature=0, max_tokens=60)
FIVE = [  # from, into, what is read, what may be said
    ("English", "French", "Thank you very much.", ["Merci beaucoup."]),
    ("English", "French", "Where is the train station?", ["Où est la gare ?", "Où se trouve la gare ?"]),
    ("English", "Spanish", "I don't understand.", ["No entiendo.", "No comprendo."]),
    ("French", "English", "Il est très fatigué aujourd'hui.", ["He is very tired today.", "He's very tired today."]),
    ("Spanish", "English", "¿Dónde está mi libro?", ["Where is my book?", "Where's my book?"]),
]


def told(engine: Seq2SeqEngine, source: str, target: str, text: str, **parameters: object) -> str:
    asked = GREEDY.model_copy(update=parameters)
    return ask_for(engine, TranslateBody(text=text, source=source, target=target, parameters=asked)).text


@pytest.mark.parametrize(("source", "target", "text", "right"), FIVE)
def test_it_translates(shipped_translator: Seq2SeqEngine, source: str, target: str, text: str, right: list[str]):
    assert sentence_chrf(told(shipped_translator, source, target, text), right).score > 70


def test_it_sees_by_itself_whether_a_text_is_french_or_spanish(shipped_translator: Seq2SeqEngine):
    for source, target, text, right in FIVE[3:]:
        assert source != target
        assert sentence_chrf(told(shipped_translator, "", target, text), right).score > 70


def test_who_shouts_is_understood(shipped_translator: Seq2SeqEngine):
    assert told(shipped_translator, "English", "French", "WHERE IS MY BOOK?") == told(
        shipped_translator, "English", "French", "Where is my book?"
    )


def test_it_mends_what_was_typed_in_a_hurry(shipped_translator: Seq2SeqEngine):
    assert told(shipped_translator, "English", "English", "where is my book") == "Where is my book?"
    assert told(shipped_translator, "French", "French", "ou est tom") == "Où est Tom ?"


def test_alone_together_and_with_beams_it_says_the_same_of_each_sentence(shipped_translator: Seq2SeqEngine):
    texts = [text for source, _, text, _ in FIVE if source == "English"]
    for parameters in ({}, {"beams": 4}):
        alone = [told(shipped_translator, "English", "French", text, **parameters) for text in texts]
        together = told(shipped_translator, "English", "French", "\n\n".join(texts), **parameters)
        assert together == "\n\n".join(alone)


def test_it_says_which_languages_it_knows(shipped_translator: Seq2SeqEngine):
    with pytest.raises(LanguageUnknown, match=r"from English into German\. It knows English → French"):
        told(shipped_translator, "English", "German", "Hello")


def test_it_is_small_enough_to_come_with_the_product():
    files = (FOLDERS / SHIPPED_TRANSLATOR).iterdir()
    assert sum(file.stat().st_size for file in files) < 25_000_000
