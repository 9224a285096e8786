"""Chat, text and code from a GPT-style decoder: prompt to tokens, tokens to text. Computing tokens is the batch's
part."""

import threading
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from transformers import AutoModelForCausalLM

from inference.engines import batching, completing, grammar, parts, weights
from inference.engines.base import Batch, Cancelled, Engine, ParameterUnsupported, WorkUnfit
from inference.engines.inspecting import Inspector
from inference.engines.sequential import SequentialBatch
from inference.engines.writing import Writing
from inference.models import ModelCard
from inference.prompting import spoken
from inference.protocol import (
    Chunk,
    CodeBody,
    InspectBody,
    Message,
    PromptTooLong,
    Request,
    TextBody,
    TextParameters,
    TranslateBody,
    Usage,
)


class TextEngine(Engine):
    def load(self, card: ModelCard) -> None:
        self.hold(*weights.load(card, AutoModelForCausalLM), card.context, instructed=card.instructed)

    def hold(self, model: Any, tokenizer: Any, context: int, *, instructed: bool = True) -> None:
        """Take weights that are in memory already."""
        self.tokenizer = tokenizer
        self.tokenizing = threading.Lock()  # the tokenizer changes its own settings while it works
        self.instructed = instructed and bool(tokenizer.chat_template)
        self.marks = completing.marks(self._is_token)
        self.limit = min(context, getattr(model.config, "max_position_embeddings", context))
        self.ends = weights.ends(model, tokenizer)
        self.grammars = grammar.Grammars(tokenizer, self.ends)
        self.inspector = Inspector(model, tokenizer)
        self.sequential = SequentialBatch(model, self.ends)
        self.batch: Batch = batching.best(model, self.ends, self.limit, self.sequential)

    def stream(self, request: Request, cancelled: Cancelled) -> Iterator[Chunk]:
        asked = request.body
        if isinstance(asked, InspectBody):
            yield from self.inspector.stream(asked, cancelled)
            return
        if not isinstance(asked, TextBody | TranslateBody | CodeBody):
            raise WorkUnfit(request)
        if asked.parameters.beams > 1:
            raise ParameterUnsupported(request, "beam search", "Ask for one beam")
        if isinstance(asked, CodeBody) and (code := self._completion(asked)):
            yield from self._complete(code, asked.parameters, cancelled)
            return
        body = spoken(asked)
        yield from parts.read(body, self, cancelled) if body.parts else self.write(body, cancelled)

    def write(self, body: TextBody, cancelled: Cancelled) -> Iterator[Chunk]:
        """The answer to messages that fit as they are."""
        tokens, asked = self._tokens(body.messages), body.parameters
        return self._write(tokens, asked, cancelled, before=[] if self.instructed else self._encode("a"))

    def _completion(self, body: CodeBody) -> completing.Completion | None:
        around = {"prefix": self._harmless(body.prefix), "suffix": self._harmless(body.suffix)}
        return completing.completion(body.model_copy(update=around), self.marks, self.instructed)

    def _complete(self, code: completing.Completion, asked: TextParameters, cancelled: Cancelled) -> Iterator[Chunk]:
        """What follows code, or stands in its gap."""
        asked = asked.model_copy(update={"stop": asked.stop + code.stops})
        marks = self.marks.all if self.marks else ()
        ends = {self.tokenizer.convert_tokens_to_ids(mark) for mark in marks if self._is_token(mark)}
        return self._write(self._begin(code.text), asked, cancelled, ends=ends, before=self._encode("a"))

    def _write(
        self,
        tokens: list[int],
        asked: TextParameters,
        cancelled: Cancelled,
        *,
        ends: Collection[int] = (),
        before: list[int],
    ) -> Iterator[Chunk]:
        """What follows `tokens` up to one of `ends`, or the end of a text; see Writing for `before`."""
        room = self.limit - len(tokens)
        if room < 1:
            raise PromptTooLong(len(tokens), self.limit)
        parameters = asked.model_copy(update={"max_tokens": min(asked.max_tokens, room)})
        kept_to = self.grammars.begin(asked.json_schema) if asked.json_schema is not None else None
        batch = self.batch if parameters.seed is None or self.batch.keeps_seeds else self.sequential
        usage = Usage(input_tokens=len(tokens))
        writing = Writing(self.decode, self.ends.union(ends), parameters.stop, usage, before)
        chunks = writing.chunks(batch.stream(tokens, parameters, cancelled, kept_to), cancelled)
        yield from grammar.complete(chunks) if kept_to else chunks

    def close(self) -> None:
        self.batch.close()

    def size(self, text: str) -> int:
        return len(self._encode(self._harmless(text)))

    def prompt_size(self, messages: list[Message]) -> int:
        return len(self._tokens(messages))

    def decode(self, tokens: list[int]) -> str:
        return str(self.tokenizer.decode(tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False))

    def _tokens(self, messages: list[Message]) -> list[int]:
        turns = [{"role": message.role, "content": self._harmless(message.content)} for message in messages]
        if not self.instructed:
            return self._begin("\n\n".join(turn["content"] for turn in turns))
        with self.tokenizing:
            text = self.tokenizer.apply_chat_template(turns, add_generation_prompt=True, tokenize=False)
        return self._encode(text)

    def _begin(self, text: str) -> list[int]:
        """The tokens of a text from its very beginning, at least one."""
        return self._encode(text, add_special_tokens=True) or self._encode("\n")

    def _encode(self, text: str, *, add_special_tokens: bool = False) -> list[int]:
        with self.tokenizing:
            return list(self.tokenizer(text, add_special_tokens=add_special_tokens)["input_ids"])

    def _is_token(self, text: str) -> bool:
        return self._encode(text) == [self.tokenizer.convert_tokens_to_ids(text)]

    def _harmless(self, text: str) -> str:
        """`text` in which a control token such as <|im_start|> is only letters: nobody speaks in another's role."""
        return harmless(text, (*self.tokenizer.all_special_tokens, *(self.marks.all if self.marks else ())))


def harmless(text: str, controls: Iterable[str]) -> str:
    for token in controls:
        text = text.replace(token, f"{token[0]}\u200b{token[1:]}")
    return text
