"""What pydantic finds wrong with a value, in words for people rather than in its own."""

from collections.abc import Mapping
from typing import Any

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field that is known here",
    "string_type": "must be a text",
    "string_unicode": "must be a text of whole characters",
    "string_too_long": "has more than {max_length} characters",
    "string_too_short": "is too short",
    "string_pattern_mismatch": "has characters that are not allowed here",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "is too large a number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "too_long": "has more than {max_length} entries",
    "too_short": "has too few entries",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "multiple_of": "must be a multiple of {multiple_of}",
}


def in_words(fault: Mapping[str, Any]) -> str | None:
    """One of ValidationError.errors(), as what follows the name of the field; None where there are no words."""
    words = _WORDS.get(fault["type"])
    return words and words.format(**{name: _limit(limit) for name, limit in fault.get("ctx", {}).items()})


def _limit(limit: Any) -> str:
    return f"{limit:,.0f}" if isinstance(limit, int | float) and limit == int(limit) else str(limit)
