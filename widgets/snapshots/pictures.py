"""The picture that other sites show beside a link to a snapshot: its title, and the beginning of what came out."""

import re

from django.core.files.storage import default_storage
from PIL import Image

from widgets.drawing import canvas
from widgets.drawing.canvas import ALONE, BESIDE_PANEL, EDGE, SMALL, TEXT, TITLE, Canvas
from widgets.snapshots.freezing import Frozen, answers

FIRST = EDGE + 44 + 92  # pixels: where the title stands, beneath the mark
LEADING, TEXT_LEADING = 74, 46
LAST = 500  # where the text ends at the latest


def snapshot_card(title: str, content: Frozen) -> bytes:
    """A PNG."""
    card, picture = Canvas(), _picture(content)
    width = BESIDE_PANEL if picture else ALONE
    if picture:
        card.show(picture)
    head = canvas.lines(title, TITLE, width, 2) or ["A result"]
    card.write(head, FIRST, TITLE, canvas.INK, LEADING)
    under = FIRST + LEADING * len(head)
    text = canvas.lines(_words(content), TEXT, width, (LAST - under) // TEXT_LEADING + 1)
    card.write(text, under, TEXT, canvas.THIRD, TEXT_LEADING)
    card.write(canvas.lines(f"made with {content.app}", SMALL, width, 1), 556, SMALL, canvas.ACCENT)
    return card.png()


def _words(content: Frozen) -> str:
    """The beginning of what models said, without the marks of Markdown."""
    return " ".join(re.sub(r"[*_#`>]+", "", " ".join(answers(content))).split())[:600]


def _picture(content: Frozen) -> Image.Image | None:
    """The first that is in it and still there."""
    for file in (file for widget in content.widgets for file in widget.files):
        try:
            with default_storage.open(file.path) as source:
                return Image.open(source).convert("RGB")
        except FileNotFoundError:
            continue
    return None
