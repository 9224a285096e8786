"""Every parameter is honoured to the letter, in a batch as alone, or refused by name."""

import json
from pathlib import Path

import pytest
import torch

from inference.engines import sampling
from inference.engines.answers import Answer
from inference.engines.base import ParameterUnsupported
from inference.engines.text import TextEngine
from inference.protocol import CodeBody, TextParameters, TranslateBody
from tests.inference.asking import ask, ask_all, ask_for, request

CASES = json.loads((Path(__file__).parents[1] / "cases" / "sampling.json").read_text())  # JavaScript has them too
WILD = {"temperature": 1.5, "top_p": 1.0, "max_tokens": 30}


@pytest.fixture(params=["tiny", "sequential"])
def engine(request: pytest.FixtureRequest) -> TextEngine:
    return request.getfixturevalue(f"{request.param}_engine")


def ranks(engine: TextEngine, **parameters: object) -> list[int]:
    """Of each token that was written: how many the weights found more likely."""
    asked = request(**parameters).body
    tokens = engine._tokens(asked.messages)
    written = list(engine.batch.stream(tokens, asked.parameters, lambda: False))
    with torch.no_grad():
        scores = engine.sequential.model(torch.tensor([tokens + written])).logits[0, len(tokens) - 1 : -1]
    return [int((row > row[token]).sum()) for row, token in zip(scores, written, strict=True)]


def test_all_that_may_be_asked_for_is_tried_somewhere():
    """Whoever adds a parameter adds here where it is tried."""
    here = {"top_k", "beams", "top_p", "min_p", "stop"}
    contract = {"temperature", "max_tokens", "seed", "repetition_penalty"}  # and test_text
    assert set(TextParameters.model_fields) == here | contract | {"json_schema"}  # test_grammar


@pytest.mark.parametrize("case", CASES)
def test_a_temperature_and_a_top_p_leave_the_shares_that_the_page_shows(case: dict):
    scores = sampling.temper(torch.tensor([case["logs"]]), torch.tensor([case["temperature"]], dtype=torch.float32))
    left = sampling.keep_nucleus(scores, torch.tensor([case["top_p"]])).softmax(dim=-1)
    assert left[0].tolist() == pytest.approx(case["shares"], abs=1e-3)


def test_top_k_keeps_the_best_of_each_row_and_all_as_good_as_the_last():
    scores = torch.tensor([[0.1, 0.4, 0.2, 0.3]]).repeat(4, 1)
    scores[3] = 0.5
    kept = sampling.keep_best(scores, torch.tensor([1, 3, 0, 2])).isfinite()
    assert kept.sum(dim=-1).tolist() == [1, 3, 4, 4]
    assert kept[0].tolist() == [False, True, False, False]


def test_more_than_there_are_tokens_is_all_of_them():
    scores = torch.tensor([[0.1, 0.4]])
    assert sampling.keep_best(scores, torch.tensor([1000])).equal(scores)


def test_only_the_top_k_are_ever_written(engine: TextEngine):
    among_three = [rank for _ in range(4) for rank in ranks(engine, **WILD, top_k=3)]
    assert set(among_three) == {0, 1, 2}
    assert max(ranks(engine, **WILD)) > 2


def test_a_top_k_of_one_is_greedy_whatever_the_temperature(engine: TextEngine):
    assert ask(engine, top_k=1, **WILD).text == ask(engine, max_tokens=30).text


def test_a_top_k_is_that_of_its_own_request(tiny_engine: TextEngine):
    greedy = ask(tiny_engine, max_tokens=30).text
    answers = ask_all(tiny_engine, [WILD | {"top_k": 1}, WILD, WILD | {"top_k": 1}, WILD | {"top_k": 40}])
    assert answers[0].text == answers[2].text == greedy
    assert greedy not in (answers[1].text, answers[3].text)


def test_with_a_seed_and_a_top_k_it_is_the_same_in_both_paths(tiny_engine: TextEngine, sequential_engine: TextEngine):
    asked = WILD | {"seed": 11, "top_k": 5}
    assert ask(tiny_engine, **asked).text == ask(sequential_engine, **asked).text


def test_a_tiny_top_p_is_greedy_whatever_the_temperature(engine: TextEngine):
    assert ask(engine, **WILD | {"top_p": 1e-6}).text == ask(engine, max_tokens=30).text


def test_min_p_keeps_what_is_a_share_as_likely_as_the_likeliest():
    scores = torch.tensor([[0.1, 0.4, 0.2, 0.3]]).log().repeat(3, 1)
    kept = sampling.keep_likely(scores, torch.tensor([0.0, 0.49, 0.76])).isfinite()
    assert kept.tolist() == [[True] * 4, [False, True, True, True], [False, True, False, False]]


@pytest.mark.parametrize("candidates", [2, 256])
def test_only_what_is_likely_enough_is_ever_written(
    engine: TextEngine, monkeypatch: pytest.MonkeyPatch, candidates: int
):
    monkeypatch.setattr(sampling, "CANDIDATES", candidates)
    assert ask(engine, **WILD, min_p=0.999).text == ask(engine, max_tokens=30).text
    asked = WILD | {"seed": 4}
    assert ask(engine, **asked, min_p=1e-6).text == ask(engine, **asked).text != ask(engine, **asked, min_p=0.9).text


def test_a_min_p_among_more_tokens_than_are_looked_at_first_is_the_same(monkeypatch: pytest.MonkeyPatch):
    """A nucleus of the top_k is a larger one than that of the few that are looked at first."""

    def drawn(candidates: int) -> list[int]:
        monkeypatch.setattr(sampling, "CANDIDATES", candidates)
        scores = torch.linspace(0, 1, 40).repeat(200, 1)
        asked = [TextParameters(temperature=1, top_p=0.5, top_k=30, min_p=0.84, seed=seed) for seed in range(200)]
        return sampling.pick(scores, [Answer(each) for each in asked])

    assert drawn(8) == drawn(256)


def test_a_min_p_is_that_of_its_own_request(tiny_engine: TextEngine):
    greedy = ask(tiny_engine, max_tokens=30).text
    answers = ask_all(tiny_engine, [WILD | {"min_p": 0.999}, WILD, WILD | {"min_p": 0.999}])
    assert answers[0].text == answers[2].text == greedy != answers[1].text


def test_stop_strings_cut_at_the_same_letter_in_both_paths(tiny_engine: TextEngine, sequential_engine: TextEngine):
    whole = ask(tiny_engine, max_tokens=40).text
    for length in range(1, 6):
        stop = whole[len(whole) // 2 :][:length]
        both = {ask(engine, stop=[stop], max_tokens=40).text for engine in (tiny_engine, sequential_engine)}
        assert both == {whole[: whole.index(stop)]}


@pytest.mark.parametrize(
    "body", [TranslateBody(text="Hi", target="fr"), CodeBody(prefix="def f("), request().body], ids=lambda one: one.work
)
def test_beams_are_refused_by_name_whatever_the_work(engine: TextEngine, body: object):
    asked = body.model_copy(update={"parameters": TextParameters(beams=4)})
    with pytest.raises(ParameterUnsupported, match=r"“card” cannot do beam search. Ask for one beam") as refused:
        ask_for(engine, asked)
    assert refused.value.failure().code == "parameter_unsupported"
