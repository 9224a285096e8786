"""Pictures: decoded and written anew, upright, no larger than is of use, and without what cameras note in them."""

import warnings
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from widgets.documents.failures import DamagedFile, PictureTooLarge

MOST = 50  # megapixels
LONGEST = 2048  # pixels of a side
FORMATS = ["JPEG", "PNG", "WEBP", "GIF"]

Image.MAX_IMAGE_PIXELS = MOST * 1_000_000
warnings.simplefilter("error", Image.DecompressionBombWarning)


def write_anew(path: str, to: str) -> dict[str, Any]:
    """JPEG and WebP stay what they are, all others become PNG; of a film the first picture is taken."""
    try:
        with Image.open(path, formats=FORMATS) as picture:
            written_as = picture.format if picture.format in ("JPEG", "WEBP") else "PNG"
            picture.draft("RGB", (LONGEST, LONGEST))  # a large JPEG is decoded smaller at once
            picture.seek(0)
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST, LONGEST))
            bare = _bare(upright, written_as)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise PictureTooLarge(MOST) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise DamagedFile from error
    bare.save(to, format=written_as, quality=90)
    return {"media_type": Image.MIME[written_as], "width": bare.width, "height": bare.height}


def _bare(picture: Image.Image, written_as: str) -> Image.Image:
    """The pixels alone: profiles, comments and places stay behind."""
    mode = "RGB" if written_as == "JPEG" or not picture.has_transparency_data else "RGBA"
    bare = picture.convert(mode)
    bare.info = {}
    return bare
