"""A text is translated sentence by sentence, many at once; they come in their order, with the breaks of the text."""

from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Protocol

from inference import sentences
from inference.engines.base import Cancelled
from inference.engines.seq2seq.batching import Row
from inference.engines.seq2seq.directions import Direction
from inference.engines.seq2seq.writing import Writing
from inference.protocol import Chunk, Progress, TextParameters, TranslateBody, Usage
from inference.sentences import Piece
from inference.stand_ins import NOTHING, Kept, kept

Answers = Generator[Iterator[int], None, None]  # of each row its tokens, in their order

GLUED = ("zh", "ja")  # written without a space between sentences


class Translator(Protocol):
    """What is asked of an engine: to measure, and to answer many."""

    limit: int  # tokens that it reads at once, and that it writes at once

    def size(self, text: str) -> int: ...

    def unknown(self, text: str) -> set[str]: ...

    def tokens(self, text: str, reads: str | None = None) -> list[int]: ...

    def row(self, tokens: list[int], parameters: TextParameters, first: int | None = None) -> Row: ...

    def answers(self, rows: list[Row], cancelled: Cancelled) -> Answers: ...

    def writing(self, stops: list[str]) -> Writing: ...


def translate(body: TranslateBody, direction: Direction, engine: Translator, cancelled: Cancelled) -> Iterator[Chunk]:
    """`max_tokens` and `seed` are those of each sentence."""
    writing = engine.writing(body.parameters.stop)
    room = engine.limit - len(engine.tokens(direction.prefix, direction.reads))
    most = min(room, engine.limit // 2)  # a translation may well be longer than its text
    unknown = engine.unknown(body.text)
    pieces = list(sentences.pieces(body.text, lambda part: engine.size(kept(part, unknown).text), most))
    found = [kept(piece.text, unknown) if piece.spoken else NOTHING for piece in pieces]
    pieces = [Piece(piece.text, spoken=not each.empty) for piece, each in zip(pieces, found, strict=True)]
    spoken = [each for each in found if not each.empty]
    asked = [engine.tokens(direction.prefix + sentences.unshouted(each.text), direction.reads) for each in spoken]
    rows = [engine.row(tokens, body.parameters, direction.first) for tokens in asked]
    with closing(engine.answers(rows, cancelled)) as answers:
        told = zip(spoken, rows, strict=True)
        whole = yield from _chunks(list(_spaced(pieces, direction.target)), list(told), answers, writing, cancelled)
    yield writing.last(cancelled, whole=whole)


def _chunks(
    pieces: list[Piece],
    told: list[tuple[Kept, Row]],
    answers: Iterator[Iterator[int]],
    writing: Writing,
    cancelled: Cancelled,
) -> Generator[Chunk, None, bool]:
    """True when nothing was left out."""
    done = 0
    for piece in pieces:
        if cancelled() or writing.stops.met:
            return False
        if not piece.spoken:
            yield from writing.put(piece.text)
            continue
        if len(told) > 1:
            yield _progress(done, len(told), writing.usage)
        sentence, row = told[done]
        writing.usage.input_tokens += len(row.tokens)
        yield from writing.speak(next(answers, iter(())), sentence)
        done += 1
    return True


def _spaced(pieces: list[Piece], target: str | None) -> Iterator[Piece]:
    """The pieces, with spaces between sentences as the language has them that they are translated into."""
    space, after_sentence = "" if target in GLUED else " ", False
    for piece in pieces:
        if piece.spoken and after_sentence:
            yield Piece(space, spoken=False)
        yield piece if piece.text != " " else Piece(space, spoken=False)
        after_sentence = piece.spoken


def _progress(done: int, of: int, usage: Usage) -> Chunk:
    words = f"Translating sentence {done + 1:,} of {of:,}"
    return Chunk(progress=Progress(done=done, of=of, words=words), usage=usage)
