"""What a file is, found in its bytes. Its name only tells texts apart: CSV, JSON and Markdown have no mark of theirs.

Looks at the first and the last bytes and unpacks nothing. Knows no Django.
"""

from pathlib import PurePath

from widgets.documents.failures import EmptyFile, OldOffice, PasswordNeeded, UnsupportedType

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

DOCUMENTS = {
    "application/pdf": ".pdf",
    DOCX: ".docx",
    PPTX: ".pptx",
    "text/html": ".html",
    "text/csv": ".csv",
    "application/json": ".json",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
PICTURES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif"}
EXTENSIONS = DOCUMENTS | PICTURES

LOOKED_AT = 1_000_000  # bytes, at either end: the list of contents at the end of an Office file fits

_STARTS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream that Office puts a protected file in
_OFFICE = {b"word/document.xml": DOCX, b"ppt/presentation.xml": PPTX}
_OTHER_TEXTS = (b"{\\rtf", b"%!PS")  # made of letters, but nothing to read
_BY_NAME = {extension: media_type for media_type, extension in DOCUMENTS.items()} | {
    ".htm": "text/html",
    ".tsv": "text/csv",
    ".markdown": "text/markdown",
}
_TEXTS = ("text/html", "text/csv", "application/json", "text/markdown")
_MARKS_OF_UTF = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def recognise(head: bytes, tail: bytes, name: str) -> str:
    """The media type of a file with these first and last bytes (LOOKED_AT of each). Raises Unreadable."""
    if not head.strip():
        raise EmptyFile
    for start, media_type in _STARTS.items():
        if head.startswith(start) or (start == b"%PDF-" and start in head[:1024]):
            return media_type
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(_ZIP):
        return _office(tail)
    if head.startswith(_OLE):
        raise PasswordNeeded if _ENCRYPTED in head + tail else OldOffice
    return _text(head, name)


def _office(tail: bytes) -> str:
    """A zip's list of contents is at its end, so the last mention is its own and not that of a file within."""
    last, media_type = max((tail.rfind(name), media_type) for name, media_type in _OFFICE.items())
    if last < 0:
        raise UnsupportedType
    return media_type


def _text(head: bytes, name: str) -> str:
    is_binary = b"\x00" in head and not head.startswith(_MARKS_OF_UTF)
    if is_binary or head.startswith(_OTHER_TEXTS):
        raise UnsupportedType
    by_name = _BY_NAME.get(PurePath(name).suffix.lower())
    if by_name in _TEXTS:
        return by_name
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return "text/html" if start.startswith((b"<!doctype html", b"<html")) else "text/plain"
