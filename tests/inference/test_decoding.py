"""From tokens to text: whole characters, nothing of a stop string."""

import pytest
from tokenizers import SentencePieceBPETokenizer

from inference.engines.decoding import Detokeniser, StopStrings
from tests.inference import tiny

TEXTS = ["plain words", "añ→🙂 漢字", "👩‍👩‍👧🇫🇷", "שלום עולם", "  spaces\n\n and\ttabs ", "�"]


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_join_to_the_text_and_no_character_is_broken(text: str):
    words = tiny.tokenizer()
    detokeniser = Detokeniser(words.decode)
    pieces = [detokeniser.add(token) for token in words(text)["input_ids"]]
    assert "".join(pieces) + detokeniser.rest() == text
    assert all("\ufffd" not in piece for piece in pieces)


def test_half_a_character_at_the_end_is_not_lost():
    words = tiny.tokenizer()
    tokens = words("ok 🙂")["input_ids"][:-1]
    detokeniser = Detokeniser(words.decode)
    pieces = [detokeniser.add(token) for token in tokens]
    assert "".join(pieces) + detokeniser.rest() == words.decode(tokens)


def test_what_goes_on_keeps_the_blank_that_some_tokenizers_leave_out_at_a_beginning():
    trained = SentencePieceBPETokenizer()
    trained.train_from_iterator(["the cat sat", "the dog ran"], vocab_size=60)
    before, ok = trained.encode("a").ids, trained.encode("the cat").ids
    assert Detokeniser(trained.decode).add(ok[0]) + Detokeniser(trained.decode).rest() == "the"
    going_on = Detokeniser(trained.decode, before)
    assert "".join(going_on.add(token) for token in ok) == " the cat"


def test_random_tokens_give_what_decoding_them_at_once_gives():
    words = tiny.tokenizer()
    tokens = [(7 * number * number + 3) % len(words) for number in range(400)]
    detokeniser = Detokeniser(words.decode)
    assert "".join(map(detokeniser.add, tokens)) + detokeniser.rest() == words.decode(tokens)


@pytest.mark.parametrize(
    ("stops", "pieces", "expected"),
    [
        (["END"], ["one E", "N", "D two"], "one "),
        (["END"], ["one EN", "OUGH"], "one ENOUGH"),
        (["b", "abc"], ["xa", "bc"], "x"),
        (["aab"], ["aa", "aab"], "aa"),
        ([], ["as", " it ", "is"], "as it is"),
        (["\n\n"], ["a\n", "b\n", "\nc"], "a\nb"),
    ],
)
def test_text_goes_through_up_to_the_first_stop_string(stops: list[str], pieces: list[str], expected: str):
    strings, through = StopStrings(stops), ""
    for piece in pieces:
        through += strings.let_through(piece)
        assert expected.startswith(through)
        if strings.met:
            break
    assert through + ("" if strings.met else strings.rest()) == expected
