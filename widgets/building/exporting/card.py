"""Share cards: a picture with the title, the owner and a small map of the board.

The picture that is exported carries the app's definition too; the one that other sites show does not.
"""

from collections.abc import Sequence

from PIL.PngImagePlugin import PngInfo

from widgets.building.definition import FORMAT
from widgets.drawing import canvas
from widgets.drawing.canvas import BESIDE_PANEL, PANEL, SMALL, TITLE, Canvas
from widgets.graph.schema import COLUMNS
from widgets.kinds import KINDS

ROW = 0.36  # of a column's width, as in lists of apps
GROUPS = {"inputs": "#e4c7b8", "ai": "#ffffff", "other": "#e2dbcf"}

Map = Sequence[tuple[int, int, int, int, str]]  # x, y, w, h and kind of each widget


def share_card(title: str, owner: str, map: Map, definition: str = "") -> bytes:
    """A PNG. `definition` is JSON, written into it beside the picture."""
    card = Canvas()
    _write(card, title, owner)
    _draw_board(card, map)
    carried = PngInfo()
    if definition:
        carried.add_itxt(FORMAT, definition, zip=True)
    return card.png(carried)


def _write(card: Canvas, title: str, owner: str) -> None:
    words = canvas.lines(title, TITLE, BESIDE_PANEL, 4) or ["An app"]
    card.write(words, 330 - 37 * (len(words) - 1), TITLE, canvas.INK, leading=74)
    by = canvas.lines(f"by {owner}" if owner else "an example", SMALL, BESIDE_PANEL, 1)
    card.write(by, 556, SMALL, canvas.THIRD)


def _draw_board(card: Canvas, map: Map) -> None:
    left, top, right, bottom = PANEL
    card.box(PANEL, 24, canvas.SUNKEN, canvas.LINE)
    inner, gap = 24, 3
    column = (right - left - 2 * inner) / COLUMNS
    rows = max((y + h for _, y, _, h, _ in map), default=1)
    row = min(column * ROW * 2, (bottom - top - 2 * inner) / rows)
    for x, y, w, h, kind in map:
        place = (left + inner + x * column + gap, top + inner + y * row + gap)
        end = (left + inner + (x + w) * column - gap, top + inner + (y + h) * row - gap)
        if end[0] > place[0] and end[1] > place[1]:
            card.box((*place, *end), min(10, (end[1] - place[1]) / 2), _colour(kind))


def _colour(kind: str) -> str:
    known = KINDS.get(kind)
    return GROUPS[known.group if known else "other"]
