"""Pictures as files: whole, and small enough for the event log."""

from io import BytesIO

from PIL import Image

from inference.protocol import File

PREVIEW = 160  # pixels of the longer side


def png(picture: Image.Image) -> File:
    return _file(picture, "PNG", "image/png")


def preview(picture: Image.Image) -> File:
    """As large as PREVIEW, whatever size `picture` has."""
    scale = PREVIEW / max(picture.size)
    size = max(1, round(scale * picture.width)), max(1, round(scale * picture.height))
    return _file(picture.convert("RGB").resize(size), "JPEG", "image/jpeg")


def _file(picture: Image.Image, format: str, media_type: str) -> File:
    bytes = BytesIO()
    picture.save(bytes, format)
    return File(media_type=media_type, data=bytes.getvalue(), width=picture.width, height=picture.height)
