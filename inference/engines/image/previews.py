"""What a picture looks like before it is one. Colours are nearly linear in latents, so a small matrix shows more for
less than an autoencoder would; it is fitted to pictures that the pipeline has finished."""

import time
from typing import Any

import numpy
import torch
from PIL import Image
from torch import Tensor

from inference.engines import pictures
from inference.protocol import File

CORNER = 16  # latents of a side, of which the autoencoder shows the colours while no picture is finished
PAUSE = 0.5  # seconds between two previews
SHARE = 0.1  # of the time may go into them
RIDGE = 1e-3  # keeps the fit sane where channels say the same


class Colours:
    """Colours as a matrix times latents. One for a pipeline: it learns from each picture."""

    def __init__(self) -> None:
        self.matrix: Tensor = torch.empty(0)  # [C + 1, 3], once anything is known
        self.squares: Tensor | float = 0.0  # over all pictures, of latents with latents [C + 1, C + 1]
        self.products: Tensor | float = 0.0  # and with colours [C + 1, 3]

    @property
    def known(self) -> bool:
        return len(self.matrix) > 0

    def show(self, grid: Tensor) -> Image.Image:
        """A pixel a latent. What is still noise is scaled to what a picture would be."""
        colours = _with_one(grid / max(1.0, float(grid.std()))) @ self.matrix
        return Image.fromarray((255 * colours.clamp(0, 1)).byte().numpy())

    def learn(self, grid: Tensor, picture: Image.Image) -> None:
        """From latents [H, W, C] of a finished picture."""
        squares, products = _compared(grid, picture)
        if squares.isfinite().all():  # else nothing would ever be known again
            self.squares, self.products = self.squares + squares, self.products + products
            self._fit(self.squares, self.products)

    def guess(self, pipeline: Any, latents: Tensor) -> None:
        """From a corner of what is being drawn: better than nothing, as long as nothing is finished."""
        corner = latents[..., :CORNER, :CORNER]
        corner = corner / max(1.0, float(corner.std()))
        shown = _decoded(pipeline, corner)
        if shown is not None:
            self._fit(*_compared(corner[0].permute(1, 2, 0).float().cpu(), shown))

    def _fit(self, squares: Tensor, products: Tensor) -> None:
        size = len(squares)
        matrix = torch.linalg.solve(squares + RIDGE * squares.trace() / size * torch.eye(size), products)
        if matrix.isfinite().all():
            self.matrix = matrix


class Previews:
    """Those of one picture: never many, and never at much cost."""

    def __init__(self, colours: Colours, pipeline: Any, size: tuple[int, int] | None) -> None:
        self.colours, self.pipeline, self.size = colours, pipeline, size or (1, 1)
        self.started = time.perf_counter()
        self.last = -PAUSE
        self.spent = 0.0

    def of(self, latents: Tensor) -> File | None:
        """None where it is too early for another one, or where nobody knows the colours yet."""
        now = time.perf_counter()
        if now - self.last < PAUSE or self.spent > SHARE * (now - self.started):
            return None
        preview = self._look(latents)
        self.last = time.perf_counter()
        self.spent += self.last - now
        return preview

    def finished(self, latents: Tensor, picture: Image.Image) -> None:
        grid = _grid(latents, picture.size)
        if grid is not None:
            self.colours.learn(grid, picture)

    def _look(self, latents: Tensor) -> File | None:
        grid = _grid(latents, self.size)
        if grid is None:
            return None
        if not self.colours.known:
            self.colours.guess(self.pipeline, latents)
        return pictures.preview(self.colours.show(grid)) if self.colours.known else None


def _compared(grid: Tensor, picture: Image.Image) -> tuple[Tensor, Tensor]:
    """Latents [H, W, C] with themselves and with the colours of `picture`: [C + 1, C + 1], [C + 1, 3]."""
    height, width, _ = grid.shape
    seen = numpy.asarray(picture.convert("RGB").resize((width, height), Image.Resampling.BOX))
    latents, colours = _with_one(grid).flatten(0, 1), torch.from_numpy(seen / 255).float().flatten(0, 1)
    return latents.T @ latents, latents.T @ colours


def _grid(latents: Tensor, size: tuple[int, int]) -> Tensor | None:
    """Latents of one picture as [H, W, C], on the CPU; some pipelines keep them as a row of patches [1, N, C]."""
    one = latents[0].float().cpu()
    if one.ndim == 4 and one.shape[1] == 1:  # [C, 1, H, W]: a film of one picture
        one = one.squeeze(1)
    if one.ndim == 3:
        return one.permute(1, 2, 0)
    if one.ndim != 2:
        return None
    height = round((len(one) * size[1] / size[0]) ** 0.5)
    width = len(one) // max(1, height)
    return one.reshape(height, width, -1) if height * width == len(one) else None


def _decoded(pipeline: Any, latents: Tensor) -> Image.Image | None:
    """The picture that the pipeline's autoencoder, if any, makes of `latents` [1, C, H, W]. None where it
    says too little of how it is asked, or is elsewhere."""
    vae = getattr(pipeline, "vae", None)
    if latents.ndim != 4:
        return None
    if vae is None:
        return _picture(latents) if latents.shape[1] == 3 else None
    config = vae.config
    plain = config.get("latent_channels") == latents.shape[1] and config.get("scaling_factor")
    if not plain or vae.device != latents.device:
        return None
    real = latents / config["scaling_factor"] + (config.get("shift_factor") or 0.0)
    return _picture(vae.decode(real.to(vae.dtype), return_dict=False)[0])


def _picture(pixels: Tensor) -> Image.Image:
    """From values of -1 … 1, [1, 3, H, W]."""
    shown = (255 * (pixels[0].float().cpu() / 2 + 0.5).nan_to_num().clamp(0, 1)).byte()
    return Image.fromarray(shown.permute(1, 2, 0).numpy())


def _with_one(grid: Tensor) -> Tensor:
    return torch.cat([grid, torch.ones(*grid.shape[:-1], 1)], dim=-1)
