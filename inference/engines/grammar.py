"""Answers that are JSON of a schema: which tokens may come next. Knows tokenizers and scores, no batch and no model."""

import json
import threading
from collections.abc import Iterator
from typing import Any

import llguidance.numpy
from llguidance import LLMatcher, LLTokenizer
from llguidance.hf import from_tokenizer
from torch import Tensor

from inference.protocol import Chunk, EngineError

# One way to write it, the way models were trained on: free white space is an invitation to write nothing else.
SPACING: Any = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}


class SchemaRefused(EngineError):
    code = "schema_refused"

    def __init__(self, why: str) -> None:
        super().__init__(f"The JSON schema cannot be followed: {why}. Correct the schema, or ask for plain text.")


class GrammarUnavailable(EngineError):
    code = "grammar_unavailable"

    def __init__(self) -> None:
        super().__init__("This model cannot follow a JSON schema. Choose another model, or ask for plain text.")


class AnswerIncomplete(EngineError):
    code = "answer_incomplete"

    def __init__(self) -> None:
        super().__init__(
            "The answer ended before its JSON was complete. Allow it more tokens, remove the stop strings, "
            "or ask for less in the schema."
        )


class Grammar:
    """Where one answer stands: what it has, and what its schema lets follow."""

    def __init__(self, matcher: LLMatcher, words: int) -> None:
        """`words`: the tokens of the vocabulary."""
        self.matcher = matcher
        self.taken = 0  # tokens
        self.allowed = llguidance.numpy.allocate_token_bitmask(1, words)

    def mask(self, scores: Tensor, said: list[int]) -> None:
        """Scores [V], float32, of what follows the answer `said`: minus infinity for what may not. Once the JSON is
        complete, or is beyond what can be followed, only the end may come."""
        self.matcher.consume_tokens(said[self.taken :])
        self.taken = len(said)
        llguidance.numpy.fill_next_token_bitmask(self.matcher, self.allowed)
        row = scores.cpu()  # where they are on a CPU already, the very same
        llguidance.numpy.apply_token_bitmask_inplace(row.numpy(), self.allowed)
        if row is not scores:
            scores.copy_(row)


class Grammars:
    """Makes grammars for one tokenizer."""

    def __init__(self, tokenizer: Any, ends: set[int]) -> None:
        self.tokenizer, self.ends = tokenizer, ends
        self.making = threading.Lock()
        self.vocabulary: LLTokenizer | None = None  # takes up to a second, so not before it is needed

    def begin(self, schema: dict[str, Any]) -> Grammar:
        """Raises SchemaRefused or GrammarUnavailable."""
        vocabulary = self._vocabulary()
        try:
            grammar = LLMatcher.grammar_from_json_schema(schema, overrides=SPACING)
        except ValueError as error:
            raise SchemaRefused(str(error)) from error
        wrong, faults = LLMatcher.validate_grammar_with_warnings(grammar, vocabulary)
        if wrong:
            raise SchemaRefused(_first_line(faults[0]))
        matcher = LLMatcher(vocabulary, grammar, log_level=0)
        if matcher.is_error():
            raise SchemaRefused(_first_line(matcher.get_error()))
        return Grammar(matcher, vocabulary.vocab_size)

    def _vocabulary(self) -> LLTokenizer:
        with self.making:
            if self.vocabulary is None:
                try:
                    self.vocabulary = from_tokenizer(self.tokenizer, eos_token=sorted(self.ends) or None)
                except ValueError as error:  # of a kind that is written in Python
                    raise GrammarUnavailable from error
            return self.vocabulary


def complete(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """The chunks; AnswerIncomplete after them if together they are no JSON. An answer may be cut off at any token."""
    text, finish = "", None
    for chunk in chunks:
        text, finish = text + chunk.text, chunk.finish
        yield chunk
    try:
        json.loads(text)
    except ValueError as error:
        if finish != "cancelled":
            raise AnswerIncomplete from error


def _first_line(fault: str) -> str:
    return fault.strip().splitlines()[0].rstrip(".: ")[:200]
