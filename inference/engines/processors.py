"""Between the scores of a batch and its tokens: what each request asked for, in its row. Fits into transformers'
continuous batching."""

from collections.abc import Callable
from typing import Any

import torch
from transformers.generation.continuous_batching.cb_logits_processors import (
    ContinuousBatchingLogitsProcessor,
    ContinuousBatchingLogitsProcessorList,
)
from transformers.generation.logits_process import LogitsProcessorList

from inference.engines import sampling
from inference.engines.grammar import Grammar

Fail = Callable[[str, Exception], None]  # ends the request with that id


def of_requests(grammars: dict[str, Grammar | None], fail: Fail) -> ContinuousBatchingLogitsProcessorList:
    """Ours instead of the library's: temperature 0 is exactly greedy beside neighbours that sample, and faster."""
    each = [RepetitionPenalty(), KeepGrammar(grammars, fail), Temperature(), TopK(), TopP(), MinP()]
    made = ContinuousBatchingLogitsProcessorList(LogitsProcessorList(each))
    made.tensors_required = len(each)
    return made


class _PerRequest(ContinuousBatchingLogitsProcessor):
    """One float for each request, kept by the library in a tensor of int32."""

    name: str
    default = 1.0
    ignored_kwargs = ()

    def fill_defaults(self, int32_tensor: torch.Tensor) -> None:
        int32_tensor.copy_(torch.full_like(int32_tensor, self.default, dtype=torch.float32).view(torch.int32))

    def prepare_tensor_args(self, requests_with_new_token: list[Any]) -> torch.Tensor:
        wanted = [one.state.logit_processor_kwargs.get(self.name, self.default) for one in requests_with_new_token]
        return torch.tensor(wanted, dtype=torch.float32).view(torch.int32)


class _LooksAtAnswers(_PerRequest):
    """Looks at the requests themselves: a tensor has room for one number of each, and not for its tokens.

    The library prepares a step and then takes it, in one thread: the rows of a step are those prepared last.
    """

    answers: list[tuple[Any, list[int]]]  # of each row the request's state, and what it has answered so far

    def prepare_tensor_args(self, requests_with_new_token: list[Any]) -> torch.Tensor:
        self.answers = [(one.state, _said(one.state)) for one in requests_with_new_token]
        return super().prepare_tensor_args(requests_with_new_token)


def _said(state: Any) -> list[int]:
    """A request that gave way to others for a while comes back with its answer as part of what it starts from."""
    tokens: list[int] = state.initial_tokens + state.generated_tokens
    return tokens[state.logit_processor_kwargs["prompt_length"] :]


class RepetitionPenalty(_LooksAtAnswers):
    name = "repetition_penalty"
    supported_kwargs = {"repetition_penalty": float, "prompt_length": int}  # noqa: RUF012 - as the library declares it

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:  # noqa: ARG002
        for row, (state, said) in zip(scores, self.answers, strict=False):
            sampling.penalise(row, said, state.logit_processor_kwargs[self.name])
        return scores


class KeepGrammar(_LooksAtAnswers):
    name = ""
    supported_kwargs: dict[str, type] = {}  # noqa: RUF012 - as the library declares it

    def __init__(self, grammars: dict[str, Grammar | None], fail: Fail) -> None:
        self.grammars, self.fail = grammars, fail  # by the id of their request

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:  # noqa: ARG002
        for row, (state, said) in zip(scores, self.answers, strict=False):
            if grammar := self.grammars.get(state.request_id):
                try:
                    grammar.mask(row, said)
                except Exception as error:  # of its own request, and of nobody else
                    self.fail(state.request_id, error)
        return scores


class Temperature(_PerRequest):
    name = "temperature"
    supported_kwargs = {"temperature": float}  # noqa: RUF012 - as the library declares it

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:
        return sampling.temper(scores, tensor_arg[: len(scores)].view(torch.float32))


class TopK(_PerRequest):
    name = "top_k"
    default = 0.0  # all of them
    supported_kwargs = {"top_k": float}  # noqa: RUF012 - as the library declares it

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:
        return sampling.keep_best(scores, tensor_arg[: len(scores)].view(torch.float32).long())


class TopP(_PerRequest):
    name = "top_p"
    supported_kwargs = {"top_p": float}  # noqa: RUF012 - as the library declares it

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:
        return sampling.keep_nucleus(scores, tensor_arg[: len(scores)].view(torch.float32))


class MinP(_PerRequest):
    name = "min_p"
    default = 0.0  # all of them
    supported_kwargs = {"min_p": float}  # noqa: RUF012 - as the library declares it

    def __call__(self, scores: torch.Tensor, tensor_arg: torch.Tensor) -> torch.Tensor:
        return sampling.keep_likely(scores, tensor_arg[: len(scores)].view(torch.float32))
