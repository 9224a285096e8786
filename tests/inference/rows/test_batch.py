"""Rows of a tiny model: what is written is what its weights say, however requests meet."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from inference.engines.base import EngineCrashed
from inference.engines.rows import RowBatch, batch
from inference.engines.rows.guessing import Guesses
from inference.engines.rows.schedule import Sequence as Asked
from inference.engines.rows.schedule import Size
from inference.engines.sequential import Sequence
from inference.protocol import TextParameters
from tests.inference import tiny
from tests.inference.asking import Refusing
from tests.waiting import until

WORDS = len(tiny.tokenizer())
GREEDY = TextParameters(temperature=0, max_tokens=12)
LONG = TextParameters(temperature=0, max_tokens=600)


@pytest.fixture(scope="module")
def model():
    return tiny.llama(WORDS)


@pytest.fixture
def rows(model, monkeypatch: pytest.MonkeyPatch):
    """Two short rows and a long one, and prompts that are read a few tokens at a time."""
    monkeypatch.setattr(batch, "SIZES", (Size(2, 64),))
    monkeypatch.setattr(batch, "BUDGET", 16)
    made = RowBatch(model, set(), tiny.CONTEXT)
    yield made
    made.close()


def prompt(length: int, first: int = 2) -> list[int]:
    return [2 + (first + 7 * number) % (WORDS - 2) for number in range(length)]


def written(rows: RowBatch, tokens: list[int], asked: TextParameters = GREEDY) -> list[int]:
    return list(rows.stream(tokens, asked, lambda: False))


def is_right(model, tokens: list[int], said: list[int]) -> bool:
    sequence, unread = Sequence(model), tokens
    for token in said:
        scores = sequence.read(unread)
        if scores.max() - scores[token] > 1e-4:
            return False
        unread = [token]
    return True


def at_once(rows: RowBatch, prompts: list[list[int]]) -> list[list[int]]:
    with ThreadPoolExecutor(len(prompts)) as threads:
        return list(threads.map(lambda tokens: written(rows, tokens), prompts))


def test_prompts_of_any_length_are_read_rightly_in_company(rows: RowBatch, model):
    prompts = [prompt(length, length) for length in (1, 2, 15, 16, 17, 40, 300, 700)]
    for tokens, said in zip(prompts, at_once(rows, prompts), strict=True):
        assert len(said) == 12
        assert is_right(model, tokens, said)


def test_more_than_there_are_rows_take_turns(rows: RowBatch, model):
    prompts = [prompt(20, first) for first in range(9)]
    assert all(is_right(model, *pair) for pair in zip(prompts, at_once(rows, prompts), strict=True))


def test_a_common_beginning_gives_the_same_as_reading_it(rows: RowBatch, model):
    for end in (5, 30, 31, 40):
        tokens = [*prompt(40)[:end], 3, 4, 5]
        assert is_right(model, tokens, written(rows, tokens))


def test_what_was_cancelled_leaves_its_row_to_the_next(rows: RowBatch):
    streams = [rows.stream(prompt(10, first), GREEDY, lambda: False) for first in range(3)]
    for stream in streams:
        next(stream)
        stream.close()
    assert written(rows, prompt(600)) != []


def test_a_seed_gives_the_same_beside_others_and_in_another_row(rows: RowBatch):
    asked = TextParameters(temperature=1.2, top_p=0.95, top_k=50, seed=5, max_tokens=20)
    alone = written(rows, prompt(9), asked)
    with ThreadPoolExecutor(6) as threads:
        wild = [TextParameters(temperature=2.0, max_tokens=8 + number) for number in range(5)]
        others = [threads.submit(written, rows, prompt(12, 5 * at), each) for at, each in enumerate(wild)]
        again = threads.submit(written, rows, prompt(9), asked)
    assert again.result() == alone
    assert [len(other.result()) for other in others] == [8, 9, 10, 11, 12]


def test_what_is_masked_may_be_anything_but_a_number_that_is_none(rows: RowBatch, model):
    """Rows of other lengths are looked at together: what lies behind the end of one must not spoil it."""
    written(rows, prompt(600))
    for tables in rows.cache.layers.values():
        for kept in tables:
            assert torch.isfinite(kept.keys).all()
            assert torch.isfinite(kept.values).all()


def test_of_two_that_end_together_the_second_goes_on_from_its_own_words(rows: RowBatch, model):
    """It moves into the first one's row, and then leaves it with nobody to compute for."""
    first, second = prompt(20, 3), prompt(20, 9)
    _, said = at_once(rows, [first, second])
    later = [*second, *said, 5, 6]
    assert is_right(model, later, written(rows, later))


@pytest.mark.parametrize(
    ("limit", "sizes"),
    [
        (768, [(16, 768)]),
        (1024, [(16, 1024)]),
        (2048, [(16, 1024), (2, 2048)]),
        (8192, [(16, 1024), (2, 4096), (1, 8192)]),
    ],
)
def test_there_are_many_rows_however_little_a_model_reads(limit: int, sizes: list[tuple[int, int]]):
    assert batch._sizes(limit) == sizes


def test_a_prompt_of_many_pieces_has_three_tries_too(rows: RowBatch, model):
    failing = iter([True, True, *[False] * 5, True, True])  # in between it has read the prompt and written a token

    def fail(*_: object) -> None:
        if next(failing, False):
            raise RuntimeError("boom")

    hook = rows.model.register_forward_pre_hook(fail)
    said = written(rows, prompt(300))
    hook.remove()
    assert is_right(model, prompt(300), said)


class Foreseeing:
    """Guesses from a list, instead of from what stood before."""

    def __init__(self, foreseen: list[int], start: int) -> None:
        self.foreseen, self.start = foreseen, start
        self.right: list[int] = []

    def next(self, tokens: list[int], most: int) -> tuple[int, ...]:
        return tuple(self.foreseen[len(tokens) - self.start :][:most])

    def were_right(self, count: int) -> None:
        self.right.append(count)


def guessing(rows: RowBatch, tokens: list[int], guesses: object, monkeypatch: pytest.MonkeyPatch) -> tuple[list, int]:
    """What is said, and how many steps were taken, where a text goes on as `guesses` say."""
    steps = []
    hook = rows.model.register_forward_pre_hook(lambda *_: steps.append(1))
    with monkeypatch.context() as patched:
        patched.setattr(Asked, "guessed", lambda self: guesses.next(self.tokens, 4))
        patched.setattr(Guesses, "were_right", lambda self, count: guesses.were_right(count))
        said = written(rows, tokens)
    hook.remove()
    return said, len(steps)


def test_what_is_guessed_right_spares_steps_and_changes_no_word(rows: RowBatch, model, monkeypatch):
    tokens = prompt(30, 4)
    said = written(rows, tokens)
    foreseeing = Foreseeing(said, len(tokens))
    again, steps = guessing(rows, tokens, foreseeing, monkeypatch)
    assert again == said
    assert sum(foreseeing.right) + len(foreseeing.right) >= len(said) - 2
    assert steps <= len(said) / 3


def test_what_is_guessed_wrong_changes_no_word(rows: RowBatch, model, monkeypatch):
    tokens = prompt(30, 5)
    said = written(rows, tokens)
    wrong = [2 + (token - 1) % (WORDS - 2) if at % 3 else token for at, token in enumerate(said)]
    foreseeing = Foreseeing(wrong, len(tokens))
    again, _ = guessing(rows, tokens, foreseeing, monkeypatch)
    assert 0 < sum(foreseeing.right) < len(said)
    assert is_right(model, tokens, again)
    later = [*tokens, *again, 5, 6]
    assert is_right(model, later, written(rows, later))


def test_a_text_that_repeats_itself_is_guessed(rows: RowBatch, model):
    """A tiny model soon goes round in circles."""
    asked = TextParameters(temperature=0, max_tokens=200)
    steps = []
    hook = rows.model.register_forward_pre_hook(lambda *_: steps.append(1))
    said = written(rows, prompt(20, 6), asked)
    hook.remove()
    assert is_right(model, prompt(20, 6), said)
    assert len(steps) < len(said)


def test_a_grammar_that_fails_ends_its_own_answer_only(rows: RowBatch, model):
    prompts, both = [prompt(20, first) for first in range(2)], Refusing(lambda: len(rows.rows) > 1)
    with ThreadPoolExecutor(2) as threads:
        failing = threads.submit(lambda: list(rows.stream(prompts[0], LONG, lambda: False, both)))
        until(lambda: rows.rows)
        said = written(rows, prompts[1])
        with pytest.raises(EngineCrashed):
            failing.result()
    assert is_right(model, prompts[1], said)


def test_scores_that_are_no_numbers_end_their_own_answer_only_and_are_forgotten(rows: RowBatch, model):
    prompts = [prompt(20, first) for first in range(2)]
    spoilt = set(prompts[0]) - set(prompts[1])
    embeddings = rows.model.get_input_embeddings()
    token = spoilt.pop()
    kept = embeddings.weight[token].clone()
    with torch.no_grad():
        embeddings.weight[token] = float("inf")
    try:
        with ThreadPoolExecutor(2) as threads:
            failing = threads.submit(written, rows, prompts[0])
            said = written(rows, prompts[1])
            with pytest.raises(EngineCrashed):
                failing.result()
    finally:
        with torch.no_grad():
            embeddings.weight[token] = kept
    assert is_right(model, prompts[1], said)
    again = written(rows, prompts[0])
    assert is_right(model, prompts[0], again)
