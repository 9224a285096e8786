"""The site's own typeface in pictures: Inter, which comes in several files, each with the letters of some scripts."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from django.conf import settings
from PIL import ImageFont
from PIL.ImageDraw import ImageDraw

FILES = "inter-*-wght-normal-*.woff2"  # as the page's build names them
NOBODY_HAS = "\uffff"

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


class Face:
    """Inter in one size (pixels) and weight, from file to file. Letters that no file has are left out."""

    def __init__(self, size: int, weight: int) -> None:
        self.fonts: Sequence[Font] = [_opened(path, size, weight) for path in _files()]
        if not self.fonts:  # the page was not built
            self.fonts = [ImageFont.load_default(size)]
        self.size = size
        self._found: dict[str, Font | None] = {}

    def fitting(self, text: str) -> str:
        """What of a text can be drawn."""
        return " ".join("".join(sign for sign in text if self._font(sign)).split())

    def width(self, text: str) -> float:
        return sum(font.getlength(run) for font, run in self._runs(text))

    def draw(self, picture: ImageDraw, at: tuple[float, float], text: str, colour: str) -> None:
        x, y = at
        for font, run in self._runs(text):
            picture.text((x, y), run, fill=colour, font=font, anchor="ls")
            x += font.getlength(run)

    def lines(self, text: str, width: float, most: int) -> list[str]:
        """The text in at most so many lines; words are kept whole where that is possible."""
        lines = [""]
        for word in self.fitting(text).split():
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        lines = [line for line in lines if line]
        kept = [self._cut(line, width) for line in lines[:most]]
        if len(lines) > most:
            kept[-1] = self._cut(f"{kept[-1].rstrip('…')}…", width)
        return kept

    def _cut(self, line: str, width: float) -> str:
        if self.width(line) <= width:
            return line
        while line and self.width(f"{line}…") > width:
            line = line[:-1].rstrip("… ")
        return f"{line}…"

    def _runs(self, text: str) -> Iterator[tuple[Font, str]]:
        for font, signs in groupby(text, self._font):
            if font:
                yield font, "".join(signs)

    def _font(self, sign: str) -> Font | None:
        if sign not in self._found:
            self._found[sign] = next((font for font in self.fonts if _has(font, sign)), None)
        return self._found[sign]


@cache
def face(size: int, weight: int) -> Face:
    return Face(size, weight)


def _files() -> list[Path]:
    folder = Path(settings.BASE_DIR) / "static" / "dist" / "fonts"
    return sorted(
        folder.glob(FILES), key=lambda path: ("latin-w" not in path.name, "latin" not in path.name, path.name)
    )


def _opened(path: Path, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size)
    font.set_variation_by_axes([weight])
    return font


def _has(font: Font, sign: str) -> bool:
    """Fonts draw the same box for all that they lack."""
    return sign.isspace() or bytes(font.getmask(sign)) != bytes(font.getmask(NOBODY_HAS))
