"""From what somebody gives (CSV, JSON Lines, a JSON list, pasted lines) to examples. Knows no files and no models."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

PROMPTS = ("prompt", "question", "instruction", "input", "source", "text", "user")  # names of columns, best first
ANSWERS = ("answer", "response", "completion", "output", "target", "label", "class", "category", "assistant")
SEPARATORS = "\t;|,"  # the first one of those that cut the first rows into equally many cells
LOOKED_AT = 20  # rows
MOST = 50_000  # examples
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

csv.field_size_limit(sys.maxsize)  # of the whole process, so it is set once; what is uploaded is bounded at the edge


@dataclass(frozen=True)
class Example:
    """What a model is asked, and what it should answer: a text, or one of a few labels."""

    prompt: str
    answer: str
    row: int = field(default=0, compare=False)  # where it stood in what was given, from 1


@dataclass
class Given:
    examples: list[Example] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)  # rows that are no example, whatever they are
    columns: tuple[str, str] | None = None  # what the prompt and the answer were called; None where nothing names them


class Unreadable(Exception):
    """What was given has no examples. The sentence says what to change."""


Cells = dict[str, Any]  # of a row, by the name of their column


@dataclass
class _Table:
    rows: list[tuple[int, Cells | None]]  # with their numbers; None where one cannot be read
    names: list[str]  # of its columns; [] where nothing names them: then there are two, the prompt first


def storable(text: str) -> str:
    """Without what no database keeps as text."""
    return UNSTORABLE.sub("\ufffd", text)


def read(text: str) -> Given:
    """Raises Unreadable."""
    text = text.removeprefix("\ufeff")
    table = _json(text) if text.lstrip()[:1] in {"{", "["} else _csv(text)
    if len(table.rows) > MOST:
        raise Unreadable(f"These are {len(table.rows):,} rows. Give {MOST:,} at most.")
    columns = (_column(PROMPTS, table.names), _column(ANSWERS, table.names)) if table.names else None
    prompt, answer = columns or ("prompt", "answer")
    if not table.rows:
        raise Unreadable("There is nothing beneath the names of the columns. Give a row for each example.")
    given = Given(columns=columns)
    for number, cells in table.rows:
        asked = _plain((cells or {}).get(prompt))
        if asked is None or cells is None:
            given.unread.append(number)
        else:
            given.examples.append(Example(asked, _plain(cells.get(answer)) or "", number))
    return given


def _column(known: Sequence[str], names: list[str]) -> str:
    named = {name.lower(): name for name in names}
    for name in known:
        if name in named:
            return named[name]
    there = ", ".join(f"“{name}”" for name in names)
    wanted = f"No column is called “{known[0]}” (or {', '.join(known[1:])})"
    raise Unreadable(f"{wanted}; there are: {there}. Name the columns in the first row.")


def _plain(cell: object) -> str | None:
    """A text or a number; None where it is nothing of the kind."""
    is_plain = isinstance(cell, str | int | float) and not isinstance(cell, bool)
    return storable(str(cell)).strip() if is_plain else None


def _json(text: str) -> _Table:
    """A list, or an object a line."""
    whole = _parsed(text)
    if isinstance(whole, list):
        found = list(enumerate(whole, 1))
    else:
        found = [(number, _parsed(line)) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    rows = [(number, _cells(row)) for number, row in found]
    names = list(dict.fromkeys(name.strip() for _, cells in rows for name in cells or ()))
    if not names:
        raise Unreadable("No row of this JSON can be read. Write one object a line, or a list of them.")
    return _Table(rows, names)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _cells(row: Any) -> Cells | None:
    if not isinstance(row, dict):
        return None
    turns = row.get("messages")
    return _asked_and_answered(turns) if isinstance(turns, list) else row


def _asked_and_answered(turns: list[Any]) -> Cells | None:
    """Of a chat its last answer, and what was said right before it."""
    said = [(str(turn.get("role")), turn.get("content")) for turn in turns if isinstance(turn, dict)]
    for (_, asked), (role, answered) in reversed([pair for pair in pairwise(said) if pair[0][0] == "user"]):
        if role == "assistant":
            return {"prompt": asked, "answer": answered}
    return None


def _csv(text: str) -> _Table:
    """The first row names the columns. Where it does not, and there are two, they are the prompt and the answer."""
    try:
        lines = list(_lines(text, _separator(text)))
    except csv.Error as error:
        raise Unreadable(f"This is no table: {error}. Put quotes around cells with line breaks.") from error
    rows = [(number, cells) for number, cells in enumerate(lines, 1) if any(map(str.strip, cells))]
    if not rows:
        raise Unreadable("There is nothing in it. Give a table of prompts and answers.")
    names = [name.strip() for name in rows[0][1]]
    if len(names) == 2 and not {name.lower() for name in names} & {*PROMPTS, *ANSWERS}:
        return _Table([(number, _named(["prompt", "answer"], cells)) for number, cells in rows], [])
    return _Table([(number, _named(names, cells)) for number, cells in rows[1:]], names)


def _named(names: list[str], cells: list[str]) -> Cells | None:
    return dict(zip(names, cells, strict=True)) if len(cells) == len(names) else None


def _separator(text: str) -> str:
    for separator in SEPARATORS:
        try:
            sizes = {len(cells) for cells, _ in zip(_lines(text, separator), range(LOOKED_AT), strict=False) if cells}
        except csv.Error:
            continue
        if len(sizes) == 1 and sizes != {1}:
            return separator
    return SEPARATORS[-1]


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
