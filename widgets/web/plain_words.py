"""What is wrong with a request, in words for people. Knows nothing of Django."""

from collections.abc import Mapping, Sequence
from typing import Any

from widgets.kinds.faults import in_words


def first_fault(faults: Sequence[Mapping[str, Any]]) -> tuple[str | None, str]:
    """The path of the first field that is wrong (`graph.widgets.3.title`), and a sentence about it."""
    fault = faults[0]
    path = _path(fault["loc"])
    words = in_words(fault)
    what = f" {words}" if words else f": {fault['msg'].removeprefix('Value error, ')}"
    return ".".join(map(str, path)) or None, f"{_named(path)}{what}."


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
