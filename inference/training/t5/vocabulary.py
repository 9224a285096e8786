"""The pieces of words that texts are read and written in (Kudo, "Subword Regularization", 2018), as T5's tokenizer."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import sentencepiece
from tokenizers import normalizers
from transformers import AddedToken, PreTrainedTokenizerFast, T5Tokenizer

from inference.training.t5.pairs import PLAIN

SPECIAL = {"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
MULTIPLE = 64  # of the embeddings: matrices of such sizes are faster


def learned(texts: Iterable[str], size: int, prefixes: Sequence[str]) -> Any:
    """A tokenizer of at most `size` pieces, each prefix one more. It sees curly quotation marks as plain ones."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_writer=model, model_type="unigram", vocab_size=size,
        hard_vocab_limit=False, character_coverage=1.0, split_digits=True, normalization_rule_name="identity",
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, input_sentence_size=200_000, minloglevel=2,
    )  # fmt: skip
    pieces = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    known = [(pieces.id_to_piece(at), pieces.get_score(at)) for at in range(len(pieces))]
    backend = T5Tokenizer(vocab=known, extra_ids=0).backend_tokenizer
    plain = [normalizers.Replace(chr(curly), straight) for curly, straight in PLAIN.items()]
    backend.normalizer = normalizers.Sequence([normalizers.NFKC(), *plain])  # which a T5Tokenizer does not keep
    tokenizer: Any = PreTrainedTokenizerFast(tokenizer_object=backend, **SPECIAL)  # type: ignore[no-untyped-call]
    tokenizer.add_tokens([AddedToken(prefix, normalized=False) for prefix in prefixes])
    return tokenizer


def room(tokenizer: Any) -> int:
    """How many embeddings a model needs for it."""
    return -(-len(tokenizer) // MULTIPLE) * MULTIPLE
