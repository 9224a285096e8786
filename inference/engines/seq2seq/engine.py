"""What is asked of an encoder–decoder becomes tokens: a text to go on from, to sum up, or to translate."""

import copy
import threading
import warnings
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from transformers import AutoModelForSeq2SeqLM

from inference.engines import grammar, parts, weights
from inference.engines.base import Cancelled, Engine, WorkUnfit
from inference.engines.grammar import Grammar
from inference.engines.inspecting import Inspector
from inference.engines.seq2seq import directions, reading, translating
from inference.engines.seq2seq.batching import Batch, Row
from inference.engines.seq2seq.beams import Beams
from inference.engines.seq2seq.directions import Direction
from inference.engines.seq2seq.translating import Answers
from inference.engines.seq2seq.writing import Writing
from inference.models import ModelCard
from inference.protocol import (
    Chunk,
    EngineError,
    InspectBody,
    Message,
    Parts,
    PromptTooLong,
    Request,
    TextBody,
    TextParameters,
    TranslateBody,
)

AHEAD = 32  # sentences of one text in the batch at once; the other places are for others

warnings.filterwarnings("ignore", "Recommended: pip install sacremoses")  # which would do the same


class TextTooLong(PromptTooLong):
    def __init__(self, tokens: int, limit: int) -> None:
        EngineError.__init__(
            self,
            f"The prompt has {tokens:,} tokens and the model reads at most {limit:,}. "
            "Shorten the prompt or what it refers to, or choose a model with a longer context.",
        )


class BeamsUnfit(EngineError):
    code = "beams_unfit"

    def __init__(self) -> None:
        super().__init__("A beam search cannot follow a JSON schema. Ask for one beam, or for plain text.")


class Seq2SeqEngine(Engine):
    def load(self, card: ModelCard) -> None:
        self.hold(*weights.load(card, AutoModelForSeq2SeqLM), card)

    def hold(self, model: Any, tokenizer: Any, card: ModelCard) -> None:
        """Take weights that are in memory already."""
        self.card, self.tokenizer, self.kind = card, tokenizer, model.config.model_type
        self.tokenizing = threading.Lock()  # the tokenizer changes its own settings while it works
        self.limit = min(card.context, getattr(model.config, "max_position_embeddings", card.context))
        self.config = model.generation_config
        self.longest = min(self.limit, (self.config.max_length or self.limit + 1) - 1)  # with the token it starts from
        self.ends = weights.ends(model, tokenizer)
        self.grammars = grammar.Grammars(tokenizer, self.ends)
        # Its own tokenizer: it reads what a model says, and for that Marian's is switched over for a moment.
        self.inspector = Inspector(model, copy.deepcopy(tokenizer))
        self.beams, self.batch = Beams(model, self.ends), Batch(model, self.ends)

    def stream(self, request: Request, cancelled: Cancelled) -> Iterator[Chunk]:
        match request.body:
            case TextBody() as body if body.parts:
                yield from parts.read(self._readable(body), self, cancelled)
            case TextBody() as body:
                yield from self.write(body, cancelled)
            case TranslateBody() as body:
                yield from translating.translate(body, self._direction(body), self, cancelled)
            case InspectBody() as body:
                yield from self.inspector.stream(self._told(body), cancelled)
            case _:
                raise WorkUnfit(request)

    def write(self, body: TextBody, cancelled: Cancelled) -> Iterator[Chunk]:
        """The answer to messages that fit as they are."""
        writing = self.writing(body.parameters.stop)
        kept_to = self._grammar(body.parameters)
        row = self.row(
            self.tokens(reading.prompt(self.card, self.kind, body.messages)), body.parameters, grammar=kept_to
        )
        if len(row.tokens) > self.limit:
            raise TextTooLong(len(row.tokens), self.limit)
        chunks = self._written(row, writing, cancelled)
        yield from grammar.complete(chunks) if kept_to else chunks

    def close(self) -> None:
        self.beams.close()
        self.batch.close()

    def size(self, text: str) -> int:
        with self.tokenizing:
            return len(self.tokenizer(reading.plain(self.kind, text), add_special_tokens=False)["input_ids"])

    def unknown(self, text: str) -> set[str]:
        """The signs in it that the tokenizer does not know."""

        def strange(part: str) -> bool:
            plain = reading.plain(self.kind, part)
            return self.tokenizer.unk_token_id in self.tokenizer(plain, add_special_tokens=False)["input_ids"]

        with self.tokenizing:
            runs = set(text.split()) if strange(text) else ()
            return {sign for run in runs if strange(run) for sign in set(run) if strange(sign)}

    def prompt_size(self, messages: list[Message]) -> int:
        return len(self.tokens(reading.prompt(self.card, self.kind, messages)))

    def tokens(self, text: str, reads: str | None = None) -> list[int]:
        """What is read; `reads` is what the tokenizer calls the language of it."""
        with self.tokenizing:
            if reads is not None:
                self.tokenizer.src_lang = reads
            return list(self.tokenizer(reading.plain(self.kind, text))["input_ids"])

    def decode(self, tokens: list[int]) -> str:
        return str(self.tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False))

    def writing(self, stops: list[str]) -> Writing:
        return Writing(self.decode, self.ends, stops)

    def row(
        self, tokens: list[int], parameters: TextParameters, first: int | None = None, grammar: Grammar | None = None
    ) -> Row:
        """As asked; where that says nothing, as the model's own generation config does."""
        penalty = parameters.repetition_penalty
        if penalty == 1:
            penalty = self.config.repetition_penalty or 1.0
        fitting = {"max_tokens": min(parameters.max_tokens, self.longest), "repetition_penalty": penalty}
        return Row(parameters.model_copy(update=fitting), grammar, tokens=tokens, first=first)

    def answers(self, rows: list[Row], cancelled: Cancelled) -> Answers:
        """The tokens of each row, in their order; some rows ahead of the one that is looked at are computed too."""
        if rows and rows[0].parameters.beams > 1:
            yield from self.beams.answers(rows, cancelled)
            return
        begun = 0
        try:
            for at, row in enumerate(rows):
                for later in rows[begun : at + AHEAD]:
                    self.batch.begin(later)
                begun = max(begun, at + AHEAD)
                yield row.stream(cancelled)
        finally:  # also where it is cancelled, fails, or is closed
            for row in rows:
                row.over = True

    def _written(self, row: Row, writing: Writing, cancelled: Cancelled) -> Iterator[Chunk]:
        writing.usage.input_tokens = len(row.tokens)
        spoken = False
        with closing(self.answers([row], cancelled)) as answers:
            for tokens in answers:
                yield from writing.speak(tokens)
                spoken = True
        yield writing.last(cancelled, whole=spoken)

    def _direction(self, body: TranslateBody) -> Direction:
        return directions.direction(self.card, self.tokenizer, body, prefixed="t5" in self.kind)

    def _told(self, body: InspectBody) -> InspectBody:
        """A translator that is looked into translates as its first pair says."""
        if not self.card.languages:
            return body
        source, target = self.card.languages[0]
        prefix = self._direction(TranslateBody(text="", source=source, target=target)).prefix
        return body.model_copy(update={"text": prefix + body.text})

    def _grammar(self, parameters: TextParameters) -> Grammar | None:
        if parameters.json_schema is None:
            return None
        if parameters.beams > 1:
            raise BeamsUnfit
        return self.grammars.begin(parameters.json_schema)

    def _readable(self, body: TextBody) -> TextBody:
        """A model that follows no instructions gets the text alone."""
        if self.card.instructed or not body.parts:
            return body
        text = Parts(text=body.parts.text, instruction="")
        return body.model_copy(update={"messages": [Message(role="user", content="")], "parts": text})
