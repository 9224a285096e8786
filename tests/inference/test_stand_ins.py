"""What a tokenizer does not know goes through a translation as it is."""

import time

import pytest

from inference.engines.seq2seq import Seq2SeqEngine
from inference.protocol import TextParameters, TranslateBody
from inference.stand_ins import kept
from tests.inference.asking import ask_for

UNKNOWN = set("@/#*_😀☺❤\ufe0fПриветмÖö")


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("Write to ana.b@example.org.", "Write to X1."),
        ("See https://example.org/a?b=c or (ana@example.org).", "See X1 or (X2)."),
        ("Özil left Malmö.", "X1 left X2."),
        ("Great job!😀", "Great job! X1"),
        ("😀 I ❤️ Paris", "X1 I X2 Paris"),
        ("“Привет, м!” is Russian", "“X1!” is Russian"),
        ("The X1 is at a@b.fr", "The X1 is at X2"),
        ("*This* is #1", "*This* is #1"),
        ("_Very_ good and/or bad", "_Very_ good and X1 or bad"),
        ("我今天😀很高兴，因为我的朋友来了。", "我今天 X1 很高兴，因为我的朋友来了。"),
    ],
)
def test_what_is_unknown_has_a_stand_in_and_comes_back(sentence: str, read: str):
    found = kept(sentence, UNKNOWN)
    assert found.text == read
    assert found.put_back(found.text.lower()).replace(" ", "").casefold() == sentence.replace(" ", "").casefold()


@pytest.mark.parametrize("text", ["a" * 50_000 + "@" * 50_000, "@ " + "a" * 100_000, "a@" * 50_000, "@ . " * 25_000])
def test_whatever_is_pasted_is_read_in_one_pass(text: str):
    begun = time.process_time()
    kept(text, UNKNOWN)
    assert time.process_time() - begun < 5  # of a second a tenth, where it does not grow with the square


def test_what_a_translation_left_out_stands_at_its_end():
    assert kept("Write to ana@example.org now 😀", UNKNOWN).put_back("Écris") == "Écris ana@example.org 😀"
    assert kept("Hi 😀", UNKNOWN).put_back("") == "😀"


def test_what_was_not_said_to_its_end_ends_there():
    assert (
        kept("Write to ana@example.org now 😀", UNKNOWN).put_back("Écris à X1", whole=False)
        == "Écris à ana@example.org"
    )


def test_invisible_signs_hide_no_word():
    assert kept("A dis\u00adtant ☺", {"\u00ad", "☺"}).text == "A distant X1"


def test_a_sentence_of_unknown_signs_alone_is_empty():
    assert kept("ana@example.org, 😀!", UNKNOWN).empty
    assert not kept("Hi 😀", UNKNOWN).empty
    assert not kept("Hi", set()).empty


def test_an_address_and_an_emoji_are_not_lost(shipped_translator: Seq2SeqEngine):
    text = "Write to ana.b@example.org! 😀\n\nhttps://example.org/a-very-long-way/that-is-longer/than-sixty-four-tokens/at-most?x=y"
    body = TranslateBody(text=text, source="English", target="French", parameters=TextParameters(temperature=0))
    answer = ask_for(shipped_translator, body).text
    assert "ana.b@example.org" in answer
    assert answer.endswith(text[text.index("😀") :])
