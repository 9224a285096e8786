"""Pictures from the letters of a prompt: the same prompt and seed, the same picture. No net, only Pillow."""

import colorsys
import hashlib
import random
import secrets

from PIL import Image, ImageDraw

from inference.engines import pictures
from inference.protocol import File, ImageBody

SIZE = 512  # pixels, where nothing is said
STEPS = 8
SHAPES = 3  # a step


class Drawing:
    """A sky of one colour, and every step a few discs more."""

    def __init__(self, body: ImageBody) -> None:
        seed = secrets.randbits(32) if body.seed is None else body.seed
        digest = hashlib.sha256(f"{seed} {body.prompt}".encode("utf-8", "replace")).digest()
        self.chance = random.Random(digest)  # noqa: S311 - it is meant to be foreseeable
        self.steps = body.steps or STEPS
        self.hue = self.chance.random()
        self.picture = Image.new("RGB", (body.width or SIZE, body.height or SIZE), self._colour(0.25))

    def step(self) -> None:
        draw = ImageDraw.Draw(self.picture)
        for _ in range(SHAPES):
            radius = self.chance.uniform(0.03, 0.2) * min(self.picture.size)
            x, y = (self.chance.uniform(0, length) for length in self.picture.size)
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=self._colour(self.chance.random()))

    def preview(self) -> File:
        return pictures.preview(self.picture)

    def file(self) -> File:
        return pictures.png(self.picture)

    def _colour(self, light: float) -> tuple[int, int, int]:
        near = self.hue + self.chance.uniform(-0.12, 0.12)
        red, green, blue = colorsys.hls_to_rgb(near % 1, 0.2 + 0.6 * light, 0.6)
        return round(255 * red), round(255 * green), round(255 * blue)
