"""From scores to the next token: a repetition penalty, a temperature, a top-k and a top-p for each row of a batch."""

import torch
from torch import Tensor

from inference.protocol import TextParameters

CANDIDATES = 256  # the nucleus is nearly always among so many; finding them is ten times faster than sorting all


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


def keep_nucleus(scores: Tensor, top_ps: Tensor) -> Tensor:
    """Scores [B, V] without the tokens outside of the most likely ones that together have the probability top_p [B]."""
    if bool((top_ps >= 1).all()):
        return scores
    total = scores.logsumexp(dim=-1, keepdim=True)
    candidates = scores.topk(min(CANDIDATES, scores.shape[-1]), dim=-1).values
    if bool(((candidates - total).exp().sum(dim=-1) < top_ps).any()):
        candidates = scores.sort(dim=-1, descending=True).values
    shares = (candidates - total).exp()
    inside = shares.cumsum(dim=-1) - shares < top_ps.unsqueeze(-1)  # the one that crosses the line is kept
    last = inside.sum(dim=-1, keepdim=True).clamp(min=1) - 1
    threshold = candidates.gather(-1, last).where(top_ps.unsqueeze(-1) < 1, float("-inf"))
    return scores.masked_fill(scores < threshold, float("-inf"))


def draw(scores: Tensor, said: list[int], parameters: TextParameters, generator: torch.Generator) -> int:
    """The next token after one row of scores [V], which are used up; `said` is the answer so far."""
    temperature, top_k, top_p = parameters.temperature, parameters.top_k or 0, parameters.top_p
    row = scores.float().unsqueeze(0)
    penalise(row[0], said, parameters.repetition_penalty)
    if temperature == 0:
        return int(row.argmax())
    row = temper(row, torch.tensor([temperature], device=row.device))
    row = keep_best(row, torch.tensor([top_k], device=row.device))
    row = keep_nucleus(row, torch.tensor([top_p], device=row.device))
    # One random number on the ladder of probabilities. `multinomial` draws one for each token, in several threads,
    # and the same seed gives other ones where there are other threads.
    ladder = row[0].double().softmax(dim=-1).cumsum(dim=-1)
    number = torch.rand((), dtype=torch.float64, device=row.device, generator=generator) * ladder[-1]
    return int(torch.searchsorted(ladder, number, right=True).clamp(max=len(ladder) - 1))
