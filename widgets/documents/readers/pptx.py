"""PowerPoint: slide by slide, with tables and the speaker's notes."""

from collections.abc import Iterable, Iterator
from typing import Any

from pptx import Presentation
from pptx.shapes.group import GroupShape

from widgets.documents.readers import office
from widgets.documents.text import Text


def read(path: str) -> Text:
    office.check(path)
    text = Text()
    for number, slide in enumerate(Presentation(path).slides, 1):
        blocks = list(_blocks(slide.shapes))
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame:
            notes = slide.notes_slide.notes_text_frame.text.strip()
            blocks += [f"Notes: {notes}"] if notes else []
        text.add("\n".join(blocks), where=f"slide {number}")
    return text


def _blocks(shapes: Iterable[Any]) -> Iterator[str]:
    for shape in shapes:
        if isinstance(shape, GroupShape):
            yield from _blocks(shape.shapes)
        elif shape.has_text_frame and shape.text_frame.text.strip():
            yield shape.text_frame.text.strip()
        elif shape.has_table:
            yield from (" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in shape.table.rows)
