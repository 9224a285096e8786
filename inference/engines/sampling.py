"""From scores to the next token: a grammar, a repetition penalty, a temperature, a top-k, a top-p and a min-p for each
row of a batch."""

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor

from inference.engines.grammar import Grammar
from inference.protocol import TextParameters

CANDIDATES = 256  # the nucleus is nearly always among so many; finding them is ten times faster than sorting all


class Sampled(Protocol):
    """What is looked at of an answer."""

    said: list[int]  # so far
    parameters: TextParameters
    generator: torch.Generator  # of the CPU
    grammar: Grammar | None


def penalise(row: Tensor, tokens: list[int], penalty: float) -> None:
    """Make every one of `tokens` less likely in the scores [V], in place: only few of them change. 1 is no penalty."""
    if penalty == 1 or not tokens:
        return
    said = torch.tensor(tokens, device=row.device)
    scores = row[said]
    row.scatter_(0, said, torch.where(scores < 0, scores * penalty, scores / penalty))


def temper(scores: Tensor, temperatures: Tensor) -> Tensor:
    """Scores [B, V] over temperatures [B]. At 0 only the best token is left, the first one if several are equal."""
    greedy = temperatures == 0
    tempered = scores / torch.where(greedy, torch.ones_like(temperatures), temperatures).unsqueeze(-1)
    for row in greedy.nonzero().flatten().tolist():
        best = int(scores[row].argmax())
        tempered[row] = float("-inf")
        tempered[row, best] = 0.0
    return tempered


def keep_best(scores: Tensor, top_ks: Tensor) -> Tensor:
    """Scores [B, V] without the tokens that are less likely than the top_k [B] most likely ones. 0 is all of them."""
    most = min(int(top_ks.max()), scores.shape[-1])
    if most == 0:
        return scores
    best = scores.topk(most, dim=-1).values
    last = (top_ks.clamp(1, most) - 1).unsqueeze(-1)
    threshold = best.gather(-1, last).where(top_ks.unsqueeze(-1) > 0, float("-inf"))
    return scores.masked_fill(scores < threshold, float("-inf"))


def keep_nucleus(scores: Tensor, top_ps: Tensor, total: Tensor | None = None) -> Tensor:
    """Scores [B, V] without the tokens outside of the most likely ones that together have the probability top_p [B].

    `total` [B]: the logarithm of what all tokens' exponentials sum up to, where these scores are not all of them.
    """
    if bool((top_ps >= 1).all()):
        return scores
    total = (_sum_of_each(scores) if total is None else total).unsqueeze(-1)
    candidates = scores.topk(min(CANDIDATES, scores.shape[-1]), dim=-1).values
    if bool(((candidates - total).exp().sum(dim=-1) < top_ps).any()):
        candidates = scores.sort(dim=-1, descending=True).values
    shares = (candidates - total).exp()
    inside = shares.cumsum(dim=-1) - shares < top_ps.unsqueeze(-1)  # the one that crosses the line is kept
    last = inside.sum(dim=-1, keepdim=True).clamp(min=1) - 1
    threshold = candidates.gather(-1, last).where(top_ps.unsqueeze(-1) < 1, float("-inf"))
    return scores.masked_fill(scores < threshold, float("-inf"))


def keep_likely(scores: Tensor, min_ps: Tensor) -> Tensor:
    """Scores [B, V] without the tokens that are less than min_p [B] times as likely as the likeliest. 0 is all of
    them. After Nguyen and others, "Turning Up the Heat: Min-p Sampling" (2024).
    """
    if not bool(min_ps.any()):
        return scores
    return scores.masked_fill(scores < _least(scores, min_ps), float("-inf"))


def _least(scores: Tensor, min_ps: Tensor) -> Tensor:
    """[B, 1]"""
    return scores.amax(dim=-1, keepdim=True) + min_ps.log().unsqueeze(-1)


def constrain(row: Tensor, answer: Sampled) -> None:
    """What an answer may go on with and what it should not, in its scores [V], in place."""
    penalise(row, answer.said, answer.parameters.repetition_penalty)
    if answer.grammar:
        answer.grammar.mask(row, answer.said)


def pick(scores: Tensor, answers: Sequence[Sampled]) -> list[int]:
    """The next token of each answer after constrained scores [B, V] in float32, which are used up."""
    chosen: list[int] = scores.argmax(dim=-1).tolist()
    at = [number for number, answer in enumerate(answers) if answer.parameters.temperature]
    if at:
        drawn = _draw(scores if len(at) == len(answers) else scores[at], [answers[number] for number in at])
        for number, token in zip(at, drawn, strict=True):
            chosen[number] = token
    return chosen


def _draw(scores: Tensor, answers: Sequence[Sampled]) -> list[int]:
    """From scores [B, V], by a random number of each answer. Nearly always some of the best tokens are enough to draw
    from; whether they are depends on nothing but the answer's own row."""
    asked = [answer.parameters for answer in answers]
    top_ks = torch.tensor([each.top_k or 0 for each in asked], device=scores.device)
    top_ps = scores.new_tensor([each.top_p for each in asked])
    min_ps = scores.new_tensor([each.min_p for each in asked])
    numbers = torch.stack([torch.rand(1, dtype=torch.float64, generator=answer.generator) for answer in answers])
    numbers = numbers.to(scores.device)
    scores = temper(scores, scores.new_tensor([each.temperature for each in asked]))

    # In the order of the vocabulary: of two that are nearly as good either may be the better one, from time to time.
    tokens = scores.topk(min(CANDIDATES, scores.shape[-1]), dim=-1).indices.sort(dim=-1).values
    found = scores.gather(-1, tokens)
    best = keep_best(found, top_ks)
    total = best.logsumexp(-1).where(top_ks > 0, _sum_of_each(scores))
    is_enough = (top_ks <= CANDIDATES).where(top_ks > 0, (best.logsumexp(-1) - total).exp() >= top_ps)
    is_enough |= (top_ks <= CANDIDATES) & (found.amin(dim=-1) < _least(found, min_ps)[:, 0])
    drawn = tokens.gather(-1, _climbed(keep_likely(keep_nucleus(best, top_ps, total), min_ps), numbers))

    others = (~is_enough).nonzero().flatten()
    if len(others):
        all_of_them = keep_nucleus(keep_best(scores[others], top_ks[others]), top_ps[others])
        drawn[others] = _climbed(keep_likely(all_of_them, min_ps[others]), numbers[others])
    return [int(token) for token in drawn]


def _sum_of_each(scores: Tensor) -> Tensor:
    """The logarithm of the sum of exponentials of scores [B, V], row by row: in what parts a sum is added up, and so
    its last bit, hangs on how many rows there are."""
    return torch.stack([row.logsumexp(-1) for row in scores])


def _climbed(scores: Tensor, numbers: Tensor) -> Tensor:
    """Where random numbers [B, 1] of 0 … 1 fall on the ladder of probabilities of scores [B, C]. `multinomial` draws a
    number for each token, in several threads, and the same seed gives other ones where there are other threads."""
    ladder = scores.softmax(dim=-1, dtype=torch.float64).cumsum(dim=-1)
    return torch.searchsorted(ladder, numbers * ladder[:, -1:], right=True).clamp(max=scores.shape[-1] - 1)
