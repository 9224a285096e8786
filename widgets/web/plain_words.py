"""What pydantic found wrong with a request, in words for people. Knows nothing of Django."""

from collections.abc import Mapping, Sequence
from typing import Any

WHAT = {
    "missing": "is missing",
    "extra_forbidden": "is not a field that is known here",
    "string_type": "must be a text",
    "string_unicode": "must be a text of whole characters",
    "string_too_long": "has more than {max_length} characters",
    "string_too_short": "has fewer than {min_length} characters",
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
    "too_short": "has fewer than {min_length} entries",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
}


def first_fault(faults: Sequence[Mapping[str, Any]]) -> tuple[str | None, str]:
    """The path of the first field that is wrong (`graph.widgets.3.title`), and a sentence about it."""
    fault = faults[0]
    path = _path(fault["loc"])
    what = WHAT.get(fault["type"])
    if what:
        said = f"{_named(path)} {what.format(**fault.get('ctx', {}))}."
    else:
        said = f"{_named(path)}: {fault['msg'].removeprefix('Value error, ')}."
    return ".".join(map(str, path)) or None, said


def _path(location: Sequence[str | int]) -> list[str | int]:
    """Without where it was found ("body") and our own parameter's name; and no longer than one can read."""
    parts = location[2:] if location[0] == "body" else location[1:]
    return [part if isinstance(part, int) else part[:80] for part in parts if part != "[key]"]


def _named(path: Sequence[str | int]) -> str:
    """`graph.widgets.3.title` as people say it: “graph, widget 4, title”."""
    if not path:
        return "The body"
    words: list[str] = []
    for part in path:
        if isinstance(part, int) and words:
            words[-1] = f"{words[-1].removesuffix('s')} {part + 1}"
        else:
            words.append(str(part))
    return f"“{', '.join(words)}”"
