"""From the bytes of a file to the JSON in it, whether it is written plainly or carried by a PNG picture.

Takes nothing on trust: no picture is decoded, and nothing is unpacked or nested beyond its limit.
"""

import json
import zlib
from collections.abc import Iterator
from typing import Any

from pydantic_core import from_json

from widgets.building.definition import FORMAT
from widgets.building.importing.faults import DamagedPicture, NoAppInPicture, NotJson, TooLarge

LARGEST = 2_000_000  # bytes of a file
LARGEST_TEXT = 4_000_000  # bytes of the text that a picture carries, unpacked
PNG = b"\x89PNG\r\n\x1a\n"


def open_definition(data: bytes) -> Any:
    """The JSON value in a file, or a CannotImport."""
    if len(data) > LARGEST:
        raise TooLarge("This file is larger than the 2 MB that are taken. An app is far smaller; look what is in it.")
    return _parsed(_carried(data) if data.startswith(PNG) else data)


def _parsed(text: bytes) -> Any:
    text = text.removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        raise NotJson("There is nothing to import. Choose a file, or paste a definition.")
    try:
        value = from_json(text, allow_inf_nan=False)
        json.dumps(value, allow_nan=False)  # 1e999 is infinite too, and a number may have too many digits
    except (ValueError, RecursionError):
        raise NotJson(
            "This is not JSON. Paste the whole definition, from the first brace to the last, or choose the file again."
        ) from None
    return value


def _carried(data: bytes) -> bytes:
    for kind, content in _chunks(data):
        if kind == b"iTXt" and content.startswith(FORMAT.encode() + b"\0"):
            return _unpacked(content[len(FORMAT) + 1 :])
    raise NoAppInPicture(
        "There is no app in this picture. Choose one that was exported as a share card and not changed since: "
        "many sites and programs leave out what a picture carries."
    )


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """[length, kind, content, checksum], one after the other."""
    at = len(PNG)
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4])
        kind, content, checksum = data[at + 4 : at + 8], data[at + 8 : end], data[end : end + 4]
        if zlib.crc32(kind + content).to_bytes(4) != checksum:
            raise DamagedPicture("This picture is damaged or incomplete. Export the share card again.")
        yield kind, content
        at = end + 4


def _unpacked(content: bytes) -> bytes:
    """What follows the keyword: whether it is packed, how, the language, the keyword in that language, the text."""
    packed, rest = content[:1] == b"\1", content[2:]
    text = rest.split(b"\0", 2)[-1]
    if not packed:
        return text
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(text, LARGEST_TEXT)
    except zlib.error:
        raise DamagedPicture("What this picture carries is damaged. Export the share card again.") from None
    if unpacking.unconsumed_tail or not unpacking.eof:
        raise TooLarge("What this picture carries is too large to be an app, or cut off. Export the share card again.")
    return text
