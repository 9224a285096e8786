"""JSON: still JSON, with a line for each entry of the outermost list or object, which is a part of its own."""

import json
from collections.abc import Iterator
from typing import Any

from widgets.documents.failures import NotJson
from widgets.documents.readers.encoding import decode
from widgets.documents.text import Text


def read(path: str) -> Text:
    """A RecursionError says that it is nested too deep."""
    try:
        value = json.loads(decode(path))
    except json.JSONDecodeError as error:
        raise NotJson(error.lineno) from None
    text = Text()
    for where, line in _lines(value):
        text.add(line, where, end="\n")
    return text


def _lines(value: Any) -> Iterator[tuple[str, str]]:
    if value and isinstance(value, list):
        lines = [(f"entry {number}", _spelled(entry)) for number, entry in enumerate(value, 1)]
    elif value and isinstance(value, dict):
        lines = [(name, f"{_spelled(name)}: {_spelled(entry)}") for name, entry in value.items()]
    else:
        yield "", _spelled(value)
        return
    yield "", "[" if isinstance(value, list) else "{"
    for where, line in lines[:-1]:
        yield where, f"{line},"
    yield lines[-1]
    yield "", "]" if isinstance(value, list) else "}"


def _spelled(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
