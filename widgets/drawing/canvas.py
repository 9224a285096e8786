"""The canvas of the cards that other sites show beside a link. All lengths are pixels of the card that comes out."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageOps
from PIL.PngImagePlugin import PngInfo

from widgets.drawing.faces import Face, face

WIDTH, HEIGHT = 1200, 630  # as Open Graph has it
FINE = 2  # drawn so many times as large, then made smaller: smooth edges
EDGE = 72
PANEL = (656, 72, 1128, 558)  # what stands beside the words: left, top, right, bottom
BESIDE_PANEL = PANEL[0] - EDGE - 48  # how wide words are there
ALONE = WIDTH - 2 * EDGE

# The light half of static/css/tokens.css.
PAPER, SUNKEN, LINE = "#faf8f4", "#f3f0ea", "#e5dfd5"
INK, THIRD, ACCENT = "#26211c", "#736a5e", "#b5451b"
TITLE, TEXT, SMALL = (64, 650), (32, 400), (28, 450)  # size and weight

Box = tuple[float, float, float, float]  # left, top, right, bottom


class Canvas:
    """Paper with the site's mark on it."""

    def __init__(self) -> None:
        self.picture = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), PAPER)
        self._draw = ImageDraw.Draw(self.picture)
        self.box((EDGE, EDGE, EDGE + 44, EDGE + 44), 12, ACCENT)
        self._draw.polygon([((EDGE + x) * FINE, (EDGE + y) * FINE) for x, y in ((16, 12), (34, 22), (16, 32))], PAPER)

    def box(self, place: Box, radius: float, fill: str, outline: str | None = None) -> None:
        self._draw.rounded_rectangle(_finely(place), radius * FINE, fill, outline, FINE)

    def write(self, lines: list[str], y: float, how: tuple[int, int], colour: str, leading: float = 0) -> None:
        """From the left edge; `y` is where the first line stands."""
        for number, line in enumerate(lines):
            _face(how).draw(self._draw, (EDGE * FINE, (y + leading * number) * FINE), line, colour)

    def show(self, picture: Image.Image) -> None:
        """In the panel: the middle of it, as much as fits."""
        left, top, right, bottom = map(round, _finely(PANEL))
        size = (right - left, bottom - top)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, *size), 24 * FINE, 255)
        self.picture.paste(ImageOps.fit(picture.convert("RGB"), size), (left, top), mask)

    def png(self, carried: PngInfo | None = None) -> bytes:
        data = BytesIO()
        self.picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(data, "PNG", pnginfo=carried)
        return data.getvalue()


def lines(text: str, how: tuple[int, int], width: float, most: int) -> list[str]:
    """As they fit into that width; without what the typeface cannot write, so there may be none."""
    return _face(how).lines(text, width * FINE, most)


def _face(how: tuple[int, int]) -> Face:
    size, weight = how
    return face(size * FINE, weight)


def _finely(place: Box) -> Box:
    left, top, right, bottom = place
    return left * FINE, top * FINE, right * FINE, bottom * FINE
