"""What a picture looks like before it is one."""

import io

import pytest
import torch
from PIL import Image

from inference.engines.image import previews
from inference.engines.image.previews import Colours, Previews
from inference.protocol import File
from tests.inference import tiny_pictures

RED, BLUE = (230, 20, 20), (20, 20, 230)


def shown(file: File) -> Image.Image:
    return Image.open(io.BytesIO(file.data))


def near(pixel: tuple[int, ...], colour: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 30 for one, other in zip(pixel, colour, strict=True))


def half_and_half(size: tuple[int, int]) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0] // 2, size[1]))
    return picture


def latents(width: int, height: int) -> torch.Tensor:
    """[1, 4, H, W], of which one channel knows left from right, and the others nothing."""
    noise = torch.randn(1, 4, height, width, generator=torch.Generator().manual_seed(0))
    noise[:, 2] = torch.where(torch.arange(width) < width // 2, 1.0, -1.0)
    return noise


SHAPES = {
    "latents": lambda made: made,
    "a film of one picture": lambda made: made.unsqueeze(2),
    "a row of patches": lambda made: made.flatten(2).transpose(1, 2),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_colours_are_learned_from_a_picture_that_was_finished(shape: str):
    made, colours = SHAPES[shape](latents(24, 16)), Colours()
    Previews(colours, None, (96, 64)).finished(made, half_and_half((96, 64)))
    preview = shown(Previews(colours, None, (96, 64)).of(made))
    assert preview.size == (160, 107)
    assert near(preview.getpixel((30, 50)), RED)
    assert near(preview.getpixel((130, 50)), BLUE)


def test_noise_that_is_larger_than_latents_is_shown_as_if_it_were_not():
    colours = Colours()
    colours.learn(latents(24, 16)[0].permute(1, 2, 0), half_and_half((96, 64)))
    preview = shown(Previews(colours, None, (96, 64)).of(14 * latents(24, 16)))
    assert near(preview.getpixel((30, 50)), RED)


def test_a_picture_that_went_wrong_teaches_nothing():
    colours, made = Colours(), latents(24, 16)
    one = Previews(colours, None, (96, 64))
    one.finished(torch.full_like(made, torch.nan), half_and_half((96, 64)))
    assert not colours.known
    one.finished(made, half_and_half((96, 64)))
    assert near(shown(one.of(made)).getpixel((30, 50)), RED)


def test_while_no_picture_is_finished_the_autoencoder_tells_the_colours():
    pipeline, colours = tiny_pictures.unet(), Colours()
    assert Previews(colours, pipeline, (64, 64)).of(torch.randn(1, 4, 8, 8))
    assert colours.known


def test_without_an_autoencoder_three_channels_are_the_colours():
    bare = object()
    reddish = torch.tensor([0.8, -0.8, -0.8]).view(1, 3, 1, 1) + 0.1 * torch.randn(1, 3, 64, 64)
    assert near(shown(Previews(Colours(), bare, (64, 64)).of(reddish)).getpixel((80, 80)), RED)


def test_of_latents_that_nobody_can_read_yet_there_is_none():
    for made in (torch.randn(1, 12, 8), torch.randn(1, 9, 8, 8), torch.randn(1, 4, 2, 8, 8)):
        assert Previews(Colours(), object(), (64, 64)).of(made) is None


def test_one_follows_another_only_after_a_pause(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(previews, "PAUSE", 3600.0)
    one = Previews(Colours(), tiny_pictures.unet(), (64, 64))
    assert one.of(torch.randn(1, 4, 8, 8))
    assert one.of(torch.randn(1, 4, 8, 8)) is None


def test_there_are_no_more_when_their_share_of_the_time_is_used_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(previews, "PAUSE", 0.0)
    monkeypatch.setattr(previews, "SHARE", 0.0)
    one = Previews(Colours(), tiny_pictures.unet(), (64, 64))
    assert one.of(torch.randn(1, 4, 8, 8))
    assert one.of(torch.randn(1, 4, 8, 8)) is None
