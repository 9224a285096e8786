"""What cannot be imported: refused by name, with a sentence, and before it does any harm."""

import json
import struct
import zlib

import pytest

from tests.building.importing.cards import CARDS
from tests.building.importing.reading import read
from widgets.building import importing
from widgets.building.definition import FORMAT
from widgets.building.importing import opening

OURS = {"format": FORMAT, "version": 1, "title": "T", "graph": {"widgets": []}}


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def picture(*chunks: bytes) -> bytes:
    return opening.PNG + b"".join(chunks) + chunk(b"IEND", b"")


def carrying(text: bytes, packed: bool = True) -> bytes:
    content = FORMAT.encode() + (b"\0\1\0" if packed else b"\0\0\0") + b"\0\0" + text
    return picture(chunk(b"iTXt", content))


def refused(data: bytes) -> str:
    with pytest.raises(importing.CannotImport) as refusal:
        importing.read(data, CARDS)
    assert refusal.value.message.endswith(".")
    return refusal.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_json"),
        (b" \n", "not_json"),
        (b"hello", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b'{"widgets": [', "not_json"),
        (b'{"widgets": NaN}', "not_json"),
        (b'{"widgets": 1e999}', "not_json"),
        (b'{"widgets": "\\ud800"}', "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"a":' * 100_000, "not_json"),
        (b"9" * 100_000, "not_json"),
        (b"[]", "not_an_app"),
        (b'"text"', "not_an_app"),
        (b"{}", "not_an_app"),
        (b'{"widgets": {}}', "not_an_app"),
        (b'{"result": {"data": null}}', "not_an_app"),
        (b'{"graph": 5}', "broken_definition"),
        (b" " * 2_000_001, "too_large"),
    ],
)
def test_what_is_no_app_is_refused_by_name(data, code):
    assert refused(data) == code


def test_text_before_which_an_editor_put_a_mark_is_taken():
    assert importing.read(b"\xef\xbb\xbf" + json.dumps(OURS).encode(), CARDS).title == "T"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (opening.PNG, "no_app_in_picture"),
        (picture(), "no_app_in_picture"),
        (picture(chunk(b"iTXt", b"other\0\0\0\0\0{}")), "no_app_in_picture"),
        (carrying(b"{}", packed=False), "not_an_app"),
        (carrying(b"not packed at all"), "damaged_picture"),
        (carrying(zlib.compress(b"{}")), "not_an_app"),
        (carrying(zlib.compress(json.dumps(OURS).encode())[:-9]), "too_large"),
        (carrying(b"")[:-20] + b"x" * 20, "damaged_picture"),
    ],
)
def test_a_picture_without_an_app_is_refused_by_name(data, code):
    assert refused(data) == code


def test_a_picture_that_would_unpack_without_end_is_refused_before_it_does():
    bomb = carrying(zlib.compress(b" " * 1_000_000_000, 9))
    assert len(bomb) < opening.LARGEST
    assert refused(bomb) == "too_large"


def test_a_length_beyond_the_end_of_the_picture_is_seen():
    assert refused(opening.PNG + struct.pack(">I", 2**32 - 1) + b"iTXt" + b"x" * 40) == "damaged_picture"


def test_more_widgets_than_a_board_takes_are_refused():
    assert refused(json.dumps({"widgets": [{"type": "text-input"}] * 101}).encode()) == "broken_definition"


def test_far_too_many_brackets_are_refused():
    prompts = [{"type": "inferred-text", "prompt": "[a]" * 10_000}] * 3
    assert refused(json.dumps({"widgets": prompts}).encode()) == "broken_definition"


def test_a_newer_version_of_ours_is_refused_with_what_to_do():
    with pytest.raises(importing.CannotImport, match="newer version") as refusal:
        read(OURS | {"version": 2})
    assert refusal.value.code == "newer_version"


@pytest.mark.parametrize(
    ("widget", "words"),
    [
        ({"id": "a", "kind": "text", "title": "x" * 81}, "“title” of widget 1 has more than 80 characters"),
        ({"id": "a", "kind": "text", "title": "A", "settings": {"prompt": "x" * 50_001}}, "at most 50,000"),
        ({"id": "a", "kind": "text"}, "“title” of widget 1 is missing"),
        (7, "Widget 1 must be an object"),
    ],
)
def test_a_definition_of_ours_that_cannot_be_stored_says_where(widget, words):
    with pytest.raises(importing.CannotImport, match=words) as refusal:
        read(OURS | {"graph": {"widgets": [widget]}})
    assert refusal.value.code == "broken_definition"


def test_a_prompt_from_partyrock_that_is_too_long_says_where():
    with pytest.raises(importing.CannotImport, match="“prompt” of “Text” has 50,001 characters"):
        read({"widgets": [{"type": "inferred-text", "prompt": "x" * 50_001}]})
