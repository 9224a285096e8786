"""Python as `black` leaves it: literals, and calls with an argument a line.

A line here may hold a string with line breaks of its own; only where it begins is it indented.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

VALUE = re.compile("\x00([^\x00]+)\x00")  # in a text that goes into a program: the value of the widget with that id

Names = Mapping[str, str]  # by widget id: the variable that holds how its value reads
Lines = list[str]


def marked(id: str) -> str:
    """No text of a graph holds a NUL."""
    return f"\x00{id}\x00"


def text(value: str, names: Names | None = None) -> str:
    """A string, an f-string where the text holds values of widgets, or a variable where it is nothing else."""
    names = names or {}
    if alone := VALUE.fullmatch(value):
        return names[alone[1]]
    is_formatted = VALUE.search(value) is not None
    is_long = "\n" in value.strip("\n")
    quote = '"""' if is_long else "'" if value.count('"') > value.count("'") else '"'
    pieces = VALUE.split(value)  # literal, id, literal, id, …, literal
    body = "".join(
        f"{{{names[piece]}}}" if number % 2 else _literal(piece, quote, is_formatted)
        for number, piece in enumerate(pieces)
    )
    if is_long and body.endswith('"'):
        body = f'{body[:-1]}\\"'
    return f"{'f' if is_formatted else ''}{quote}{body}{quote}"


def _literal(piece: str, quote: str, is_formatted: bool) -> str:
    escaped = "".join(_sign(sign, quote) for sign in piece)
    if quote == '"""':
        escaped = escaped.replace('"""', '\\"\\"\\"')
    return escaped.replace("{", "{{").replace("}", "}}") if is_formatted else escaped


def _sign(sign: str, quote: str) -> str:
    """What cannot be seen is written as an escape, so that a program shows all that it holds."""
    if sign in ("\\", quote):
        return f"\\{sign}"
    if sign == "\n":
        return "\n" if quote == '"""' else "\\n"
    return sign if sign.isprintable() else repr(sign)[1:-1]


def plain(words: str) -> str:
    """One line of what can be seen, as comments and help have it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def argument(name: str, value: object, names: Names | None = None) -> Lines:
    """`name=value`; a list stands with an entry a line."""
    start = f"{name}=" if name else ""
    if isinstance(value, list):
        return [f"{start}[", *(f"    {text(entry, names)}," for entry in value), "]"] if value else [f"{start}[]"]
    return [f"{start}{text(value, names) if isinstance(value, str) else repr(value)}"]


def call(start: str, arguments: Iterable[Lines]) -> Lines:
    """`start(…)`: the last comma keeps an argument a line."""
    lines = [f"{start}("]
    for argument in arguments:
        lines += indented([*argument[:-1], f"{argument[-1]},"])
    return [*lines, ")"]


def indented(lines: Sequence[str]) -> Lines:
    return [f"    {line}" if line else "" for line in lines]
