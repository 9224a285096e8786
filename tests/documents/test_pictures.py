"""Pictures are decoded and written anew before anybody is shown one."""

import io

import pytest
from PIL import Image

from tests.documents import making


@pytest.fixture
def shown(read, tmp_path):
    """A picture as it is shown, and what was found."""

    def shown(data, name="a.jpg"):
        found = read(data, name)
        assert not found.failure
        return Image.open(tmp_path / "picture"), found

    return shown


@pytest.mark.parametrize(
    ("format", "media_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/png")],
)
def test_each_format_is_taken(shown, format, media_type):
    picture, found = shown(making.picture(format))
    assert (found.media_type, picture.get_format_mimetype()) == (media_type, media_type)
    assert (found.width, found.height) == picture.size == (60, 40)
    left, right = picture.convert("RGB").getpixel((5, 5)), picture.convert("RGB").getpixel((55, 5))
    assert left[0] > 240
    assert right[2] > 240


def test_a_large_one_is_made_smaller_in_proportion(shown):
    assert shown(making.picture("JPEG", (6000, 3000)))[0].size == (2048, 1024)
    assert shown(making.picture("PNG", (1000, 4096)))[0].size == (500, 2048)


def test_it_stands_upright_and_tells_nothing_of_where_it_was_taken(shown):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    exif[0x010F] = "A camera"
    data = making.picture("JPEG", exif=exif, comment=b"hush")
    assert b"A camera" in data
    picture, found = shown(data)
    assert picture.size == (found.width, found.height) == (40, 60)
    assert not picture.getexif()
    assert not {"comment", "exif", "icc_profile"} & set(picture.info)
    assert picture.getpixel((5, 5))[0] > 240  # red is on top now


def test_what_is_transparent_stays_so(shown):
    data = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(data, "PNG")
    assert shown(data.getvalue())[0].getpixel((4, 4))[3] == 0


def test_of_a_film_the_first_picture_is_taken(shown):
    data, pictures = io.BytesIO(), [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    pictures[0].save(data, "GIF", save_all=True, append_images=pictures[1:])
    assert shown(data.getvalue())[0].convert("RGB").getpixel((4, 4)) == (255, 0, 0)


def test_bytes_after_the_picture_are_not_kept(shown, tmp_path):
    shown(making.picture("PNG") + b"<script>alert(1)</script>")
    assert b"script" not in (tmp_path / "picture").read_bytes()
