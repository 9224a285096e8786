"""Texts are cut where people would cut them, and nothing of them is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import cutting
from inference.protocol import Source

SENTENCE = "The quick brown fox jumps over the lazy dog again. "  # 10 words


@given(st.text(alphabet="ab .!\n漢”", max_size=300), st.integers(1, 20))
def test_pieces_join_to_the_text_and_none_is_too_large(text: str, most: int):
    pieces = cutting.cut(text, cutting.words, most)
    assert "".join(pieces) == text
    assert all(cutting.words(piece) <= most for piece in pieces)


@pytest.mark.parametrize(
    ("text", "most", "pieces"),
    [
        ("One two.\n\nThree four.\n\nFive six.", 4, ["One two.\n\nThree four.\n\n", "Five six."]),
        ("One two. “Three four.” Five six!", 2, ["One two. ", "“Three four.” ", "Five six!"]),
        ("one two three four", 2, ["one two ", "three four"]),
        ("一二三四。五六七八。", 5, ["一二三四。", "五六七八。"]),
        ("", 5, [""]),
    ],
)
def test_a_text_is_cut_at_the_largest_border_that_will_do(text: str, most: int, pieces: list[str]):
    assert cutting.cut(text, cutting.words, most) == pieces


def test_pieces_are_about_equal():
    sizes = [cutting.words(piece) for piece in cutting.cut(SENTENCE * 21, cutting.words, 100)]
    assert sizes == [70, 70, 70]


def test_what_cannot_be_measured_smaller_ends_with_single_characters():
    assert cutting.cut("abc", lambda text: 9, 5) == ["a", "b", "c"]


def cut(text: str, parts: list[tuple[str, int]] | None = None) -> list[tuple[str, str]]:
    passages = cutting.passages(Source(name="a.pdf", text=text, parts=parts or []))
    return [(passage.where, passage.text) for passage in passages]


def test_passages_are_whole_sentences_that_overlap():
    text = "".join(SENTENCE.replace("quick", f"quick{number}") for number in range(30))
    passages = [passage for _, passage in cut(text)]
    assert [cutting.words(passage) for passage in passages] == [120, 120, 120]
    assert all(passage.startswith("The quick") and passage.endswith("again.") for passage in passages)
    assert [passage.split()[1] for passage in passages] == ["quick0", "quick9", "quick18"]


@given(st.lists(st.sampled_from(["a", "ab.", "漢。", "\n\n", " ", "!"]), max_size=900).map("".join))
def test_every_word_is_in_a_passage_and_none_is_too_long(text: str):
    passages = [passage for _, passage in cut(text)]
    assert all(passage in text and 0 < cutting.words(passage) <= cutting.PASSAGE for passage in passages)
    once = iter("".join(passages))  # overlaps come twice, but everything comes in its order
    assert all(letter in once for letter in text if not letter.isspace())


def test_a_passage_is_of_the_part_that_it_begins_in_and_of_no_other():
    first, second = "It begins here. It goes on ", "there. Then comes more. "
    passages = cut(first + second + SENTENCE, [("page 1", 0), ("page 2", len(first)), ("page 3", len(first + second))])
    assert passages == [
        ("page 1", "It begins here. It goes on there."),
        ("page 2", "Then comes more."),
        ("page 3", SENTENCE.strip()),
    ]


def test_what_stands_before_the_first_part_stands_nowhere():
    assert cut("A title. Then it begins.", [("page 1", 9)]) == [("", "A title."), ("page 1", "Then it begins.")]
