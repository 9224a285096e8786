"""The card of a snapshot that other sites show."""

import io

from PIL import Image

from widgets.snapshots import freezing
from widgets.snapshots.pictures import snapshot_card


def pixels(title: str, content: freezing.Frozen) -> Image.Image:
    return Image.open(io.BytesIO(snapshot_card(title, content)))


def test_it_has_the_size_that_other_sites_ask_for(run, player):
    content = freezing.frozen(freezing.freeze(run, player))
    card = pixels("A title " * 20, content)
    assert (card.format, card.size) == ("PNG", (1200, 630))


def test_letters_that_the_typeface_lacks_are_left_out_and_no_boxes_stand_for_them(run, player):
    content = freezing.frozen(freezing.freeze(run, player))
    assert pixels("Tokyo 東京", content).tobytes() == pixels("Tokyo", content).tobytes()
    assert pixels("東京", content).tobytes() == pixels("", content).tobytes()


def test_a_picture_of_the_result_stands_in_it(run, drawn, player):
    content = freezing.frozen(freezing.freeze(run, player))
    assert pixels("Red", content).convert("RGB").getpixel((900, 300)) == (255, 0, 0)
