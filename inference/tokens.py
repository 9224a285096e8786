"""How many tokens a text has for one model. Light: it needs no weights."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sentencepiece import SentencePieceProcessor
from tokenizers import Tokenizer

VOCABULARIES = ("tokenizer.json", "spiece.model", "sentencepiece.bpe.model", "source.spm")  # the last is Marian's

AT_ONCE = 50_000  # characters: a whole document at once would take a gigabyte


def vocabulary(folder: Path) -> Path | None:
    """What says how the model in a folder cuts texts; None where nothing does."""
    return next((folder / name for name in VOCABULARIES if (folder / name).is_file()), None)


def counter(vocabulary: Path) -> Callable[[str], int]:
    """A word that is cut between two pieces counts for one more."""
    encode = _pieces(vocabulary) if vocabulary.suffix != ".json" else _tokens(vocabulary)

    def count(text: str) -> int:
        return sum(len(encode(text[start : start + AT_ONCE])) for start in range(0, len(text), AT_ONCE))

    return count


Encode = Callable[[str], list[Any]]


def _tokens(file: Path) -> Encode:
    model = Tokenizer.from_file(str(file))
    model.no_truncation()
    model.no_padding()
    return lambda text: model.encode(text, add_special_tokens=False).ids


def _pieces(file: Path) -> Encode:
    return SentencePieceProcessor(model_file=str(file)).encode
