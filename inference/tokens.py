"""How many tokens a text has for one model. Light: it needs no weights."""

from collections.abc import Callable

from tokenizers import Tokenizer

AT_ONCE = 50_000  # characters: a whole document at once would take a gigabyte


def counter(tokenizer: str) -> Callable[[str], int]:
    """`tokenizer` is the path of a tokenizer.json. A word that is cut between two pieces counts for one more."""
    model = Tokenizer.from_file(tokenizer)
    model.no_truncation()
    model.no_padding()

    def count(text: str) -> int:
        pieces = (text[start : start + AT_ONCE] for start in range(0, len(text), AT_ONCE))
        return sum(len(model.encode(piece, add_special_tokens=False).ids) for piece in pieces)

    return count
