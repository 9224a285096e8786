"""Bytes as text, in whichever encoding they are."""

import codecs
from pathlib import Path

from charset_normalizer import from_bytes

from widgets.documents.failures import NotText, TextTooLong
from widgets.documents.text import MOST

USUAL = "cp1252"
LOOKED_AT = 200_000  # bytes from which an unmarked encoding is guessed
CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\x1b")
MOST_CONTROLS = 0.001  # of all characters: old texts have a few, programs and pictures are full of them
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def decode(path: str) -> str:
    """Raises NotText, or TextTooLong for what is too long to be looked at."""
    data = Path(path).read_bytes()
    try:
        text = data.decode(encoding_of(data))
    except (UnicodeDecodeError, LookupError):
        raise NotText from None
    if len(text) > MOST:
        raise TextTooLong(MOST)
    check(text)
    return text


def check(text: str) -> None:
    """Raises NotText where there is more to control machines than to read."""
    if sum(map(text.count, CONTROLS)) > len(text) * MOST_CONTROLS:
        raise NotText


def encoding_of(data: bytes) -> str:
    if unicode := encoding_of_unicode(data):
        return unicode
    guesses = from_bytes(data[:LOOKED_AT])
    best = guesses.best()
    if best is None:
        raise NotText
    # Of two that are as likely, the one that browsers take.
    usual = (one for one in guesses if USUAL in one.could_be_from_charset)
    as_likely = any((one.chaos, one.coherence) == (best.chaos, best.coherence) for one in usual)
    return USUAL if as_likely else best.encoding


def encoding_of_unicode(data: bytes) -> str:
    """By its mark, or UTF-8 where it is valid; "" for what is no Unicode."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    try:
        data.decode()
    except UnicodeDecodeError:
        return ""
    return "utf-8"
