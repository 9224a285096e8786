"""From what somebody gives (CSV, JSON Lines, a JSON list, pasted lines) to examples. Knows no files and no models."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

PROMPTS = ("prompt", "question", "instruction", "input", "source", "text", "user")  # names of columns, best first
ANSWERS = ("answer", "response", "completion", "output", "target", "label", "class", "category", "assistant")
SEPARATORS = ",;\t|"
SAMPLE = 20_000  # characters in which the separator is looked for
MOST = 50_000  # examples


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
    columns: tuple[str, str] = ("", "")  # what the prompt and the answer were called


class Unreadable(Exception):
    """What was given has no examples. The sentence says what to change."""


Row = tuple[int, dict[str, Any] | None]  # its number and its cells by name; None where it cannot be read


def read(text: str) -> Given:
    """Raises Unreadable."""
    text = text.removeprefix("\ufeff")
    rows = list(_json(text) if text.lstrip()[:1] in {"{", "["} else _csv(text))
    if len(rows) > MOST:
        raise Unreadable(f"These are {len(rows):,} rows. Give {MOST:,} at most.")
    named = {name.strip().lower(): name for _, cells in rows for name in cells or ()}
    prompt, answer = _column(PROMPTS, named), _column(ANSWERS, named)
    given = Given(columns=(prompt, answer))
    for number, cells in rows:
        if cells is None or not isinstance(cells.get(prompt), str | int | float):
            given.unread.append(number)
        else:
            given.examples.append(Example(_plain(cells[prompt]), _plain(cells.get(answer)), number))
    return given


def _column(known: Iterable[str], named: dict[str, str]) -> str:
    for name in known:
        if name in named:
            return named[name]
    there = ", ".join(f"“{name}”" for name in named.values()) or "none"
    first, *others = known
    wanted = f"No column is called “{first}” (or {', '.join(others)})"
    raise Unreadable(f"{wanted}; there are: {there}. Name the columns in the first row.")


def _plain(cell: object) -> str:
    return str(cell).strip() if isinstance(cell, str | int | float) else ""


def _json(text: str) -> Iterator[Row]:
    """A list, or an object a line. Turns of a chat become what was asked and what was answered."""
    if text.lstrip().startswith("["):
        try:
            found = json.loads(text)
        except ValueError as error:
            raise Unreadable(f"This is no JSON: {error}. Correct it, or write one object a line.") from error
        yield from ((number, _cells(row)) for number, row in enumerate(found, 1))
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, _cells(_object(line))


def _object(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None


def _cells(row: Any) -> dict[str, Any] | None:
    if not isinstance(row, dict):
        return None
    turns = row.get("messages")
    if not isinstance(turns, list):
        return row
    said = {turn.get("role"): turn.get("content") for turn in turns if isinstance(turn, dict)}
    return {"prompt": said.get("user"), "answer": said.get("assistant")}


def _csv(text: str) -> Iterator[Row]:
    """The first row names the columns. Where it does not, and there are two, they are the prompt and the answer."""
    try:
        dialect: Any = csv.Sniffer().sniff(text[:SAMPLE], SEPARATORS)
    except csv.Error:
        dialect = "excel"
    try:
        lines = list(csv.reader(text.splitlines(keepends=True), dialect, strict=True))
    except csv.Error as error:
        raise Unreadable(f"This is no table: {error}. Put quotes around cells with line breaks.") from error
    rows = [(number, cells) for number, cells in enumerate(lines, 1) if any(map(str.strip, cells))]
    if not rows:
        raise Unreadable("There is nothing in it. Give a table of prompts and answers.")
    names = [name.strip() for name in rows[0][1]]
    if len(names) == 2 and not {name.lower() for name in names} & {*PROMPTS, *ANSWERS}:
        names = ["prompt", "answer"]
    else:
        rows = rows[1:]
    for number, cells in rows:
        yield number, dict(zip(names, cells, strict=True)) if len(cells) == len(names) else None
