"""CSV: a line a row, each cell after the name of its column where the first row names them."""

import csv

from widgets.documents.failures import NotText
from widgets.documents.readers.encoding import decode
from widgets.documents.text import MOST, Text

EVERY = 10  # rows a part
SAMPLE = 20_000  # characters in which the separator is looked for
SEPARATORS = ",;\t|"


def read(path: str) -> Text:
    csv.field_size_limit(MOST)
    whole = decode(path)
    try:
        rows = [row for row in csv.reader(whole.splitlines(keepends=True), _dialect(whole)) if any(map(str.strip, row))]
    except csv.Error:
        raise NotText from None
    names = rows.pop(0) if len(rows) > 1 and _names_columns(rows[0]) else []
    text = Text()
    for start in range(0, len(rows), EVERY):
        lines = [_line(names, row) for row in rows[start : start + EVERY]]
        text.add("\n".join(lines), where=f"row {start + 1}", end="\n")
    return text


def _dialect(whole: str) -> type[csv.Dialect] | str:
    try:
        return csv.Sniffer().sniff(whole[:SAMPLE], SEPARATORS)
    except csv.Error:
        return "excel"


def _names_columns(row: list[str]) -> bool:
    """Names are words, each different; numbers are values already."""
    names = [cell.strip() for cell in row]
    return all(names) and len(set(names)) == len(names) and not any(map(_is_number, names))


def _is_number(cell: str) -> bool:
    return cell.replace(".", "").replace(",", "").lstrip("+-").isdigit()


def _line(names: list[str], row: list[str]) -> str:
    cells = [" ".join(cell.split()) for cell in row]
    named = [f"{name.strip()}: {cell}" for name, cell in zip(names, cells, strict=False) if cell]
    return "; ".join([*named, *(cell for cell in cells[len(names) :] if cell)])
