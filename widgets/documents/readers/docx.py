"""Word: paragraphs and tables in their order; each heading begins a part."""

import re
from collections.abc import Iterable

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from widgets.documents.readers import office
from widgets.documents.text import Text

HEADING = re.compile(r"(?:Heading (\d)|Title)$")


def read(path: str) -> Text:
    office.check(path)
    text = Text()
    _add(text, docx.Document(path).iter_inner_content())
    return text


def _add(text: Text, blocks: Iterable[Paragraph | Table]) -> None:
    for block in blocks:
        if isinstance(block, Table):
            text.add(rows(block))
            continue
        heading = HEADING.match(block.style.name or "") if block.style else None
        if heading and block.text.strip():
            text.add(f"{'#' * int(heading[1] or 1)} {block.text.strip()}", where=block.text.strip())
        else:
            text.add(block.text)


def rows(table: Table) -> str:
    """A line a row. A cell that spans several is said once."""
    return "\n".join(" | ".join(_cells(row.cells)) for row in table.rows)


def _cells(cells: Iterable[object]) -> list[str]:
    distinct = {id(cell._tc): cell for cell in cells}  # type: ignore[attr-defined]
    return [" ".join(cell.text.split()) for cell in distinct.values()]  # type: ignore[attr-defined]
