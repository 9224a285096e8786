"""From SVG to pixels, on a white ground."""

import io

import numpy
import resvg_py
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[numpy.uint8]  # [side, side, 3]


def render(svg: str, side: int) -> Image.Image:
    """RGBA, `side` pixels wide and high."""
    png = resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def grounded(picture: Image.Image) -> Pixels:
    ground = Image.new("RGBA", picture.size, "white")
    return numpy.asarray(Image.alpha_composite(ground, picture).convert("RGB"))


def beside(left: Image.Image, right: Image.Image) -> Image.Image:
    side = left.width
    return _pasted(side, (left, side // 2, 0, side // 4), (right, side // 2, side // 2, side // 4))


def above(upper: Image.Image, lower: Image.Image) -> Image.Image:
    side = upper.width
    return _pasted(side, (upper, side // 2, side // 4, 0), (lower, side // 2, side // 4, side // 2))


def inside(thing: Image.Image, scene: Image.Image) -> Image.Image:
    """A thing before the lower half of a scene."""
    side = scene.width
    return _pasted(side, (scene, side, 0, 0), (thing, side // 2, side // 4, side // 2))


def _pasted(side: int, *pieces: tuple[Image.Image, int, int, int]) -> Image.Image:
    """Pieces with their new side, and where their left and upper edges come."""
    made = Image.new("RGBA", (side, side))
    for piece, size, left, top in pieces:
        made.alpha_composite(piece.resize((size, size), Image.Resampling.LANCZOS), (left, top))
    return made
