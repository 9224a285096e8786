"""Sentences are found where people would find them, and what stands between them is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import cutting, sentences


def spoken(text: str, most: int = 100) -> list[str]:
    return [piece.text for piece in sentences.pieces(text, cutting.words, most) if piece.spoken]


@given(st.text(alphabet="aB1 .!\n-漢。”", max_size=300), st.integers(1, 20))
def test_pieces_join_to_the_text_and_no_sentence_is_too_large(text: str, most: int):
    pieces = list(sentences.pieces(text, cutting.words, most))
    assert "".join(piece.text for piece in pieces) == text
    assert all(cutting.words(piece.text) <= most for piece in pieces if piece.spoken)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("“One.” He said: “Two.”", ["“One.”", "He said: “Two.”"]),
        ("Dr. Smith and J. Doe met Mrs. Lee, e.g. at 5 p.m. on 1. May.", None),
        ("It cost 3.50. Then came I. You left.", ["It cost 3.50.", "Then came I.", "You left."]),
        ("He waited … and left.", None),
        ("Er kommt am 3. Mai. Gut.", ["Er kommt am 3. Mai.", "Gut."]),
        ("一二三。四五。", ["一二三。", "四五。"]),
        ("- One\n2) Two\n\n# Three\n\n***\n\n42", ["One", "Two", "Three"]),
        ("Roses are red\nviolets are blue", ["Roses are red", "violets are blue"]),
    ],
)
def test_a_text_falls_into_sentences(text: str, found: list[str] | None):
    assert spoken(text) == (found or [text])


def test_a_line_that_only_goes_on_in_the_next_one_is_no_end():
    wrapped = "This is a sentence that somebody wrote in an editor that breaks\nlines by itself. And this is another."
    assert spoken(wrapped) == [wrapped[: wrapped.index(" And")], "And this is another."]


def test_a_sentence_that_is_too_large_is_cut_at_words():
    assert spoken("one two three four", 2) == ["one two", "three four"]
