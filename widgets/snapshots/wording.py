"""Results that models give as data, as words: for titles and pictures. Knows nothing of where they are kept."""

import json
from collections.abc import Iterator
from typing import Any


def data(value: str) -> Any:
    """The list or the object that a value is in JSON; None of every other text."""
    if not value.lstrip().startswith(("[", "{")):
        return None
    try:
        return json.loads(value)
    except ValueError:
        return None


def words(kind: str, value: str) -> str:
    """Of labels the one that fits best, of passages their texts, of other data what stands in it."""
    match kind, data(value):
        case "classify", [{"label": str(label)}, *_]:
            return label
        case "search", list(passages):
            return "\n".join(str(passage.get("text", "")) for passage in passages if isinstance(passage, dict))
        case "text", (list() | dict()) as found:
            return ", ".join(_values(found))
    return value


def _values(found: Any) -> Iterator[str]:
    """All texts and numbers, however deep."""
    if isinstance(found, dict | list):
        for one in found.values() if isinstance(found, dict) else found:
            yield from _values(one)
    elif found is not None and not isinstance(found, bool) and str(found).strip():
        yield str(found).strip()
