"""How much of a prompt a pipeline reads. Its encoders cut what is too long without a word, so it is counted first."""

from typing import Any

from transformers import PreTrainedTokenizerBase


def read(pipeline: Any, text: str, most: int | None) -> tuple[int, int]:
    """Tokens of `text` that are read, and how many it has, by the tokenizer that reads furthest.

    `most` is what the pipeline is called with, for those whose encoders read more than their tokenizer says. Tokenizers
    change their own settings while they work: not while the pipeline draws.
    """
    counts = [_count(part, text, most) for part in _tokenizers(pipeline)]
    return max(counts, key=lambda count: (count[0] - count[1], count[0]), default=(0, 0))


def _tokenizers(pipeline: Any) -> list[PreTrainedTokenizerBase]:
    parts = [part for name, part in pipeline.components.items() if name.startswith("tokenizer")]
    own = [getattr(part, "tokenizer", part) for part in parts]  # a processor has one within
    return [part for part in own if isinstance(part, PreTrainedTokenizerBase)]


def _count(tokenizer: PreTrainedTokenizerBase, text: str, most: int | None) -> tuple[int, int]:
    whole = len(tokenizer(text, verbose=False)["input_ids"])
    return min(whole, tokenizer.model_max_length, most or whole), whole
