"""Whether an answer can be held to a JSON schema, asked of what will hold it. Light: no model is needed for that."""

import json
from functools import lru_cache
from typing import Any

from llguidance import LLMatcher

LONGEST = 20_000  # characters


def fault(schema: dict[str, Any]) -> str:
    """What is wrong with a schema, as what follows its name; "" where nothing is."""
    written = json.dumps(schema)
    if len(written) > LONGEST:
        return f"is longer than {LONGEST:,} characters"
    if not schema:
        return "says nothing"
    return _fault(written)


@lru_cache(maxsize=256)
def _fault(written: str) -> str:
    try:
        grammar = LLMatcher.grammar_from_json_schema(written)
        wrong, faults = LLMatcher.validate_grammar_with_warnings(grammar)
    except ValueError as error:
        return f"cannot be used: {error}"
    return f"cannot be used: {faults[0].strip().splitlines()[0].rstrip('.: ')[:200]}" if wrong else ""
