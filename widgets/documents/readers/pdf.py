"""PDF, page by page."""

from typing import Any

from pypdf import PageObject, PdfReader

from widgets.documents.failures import PasswordNeeded, ScannedPages
from widgets.documents.text import Text

SCANNED = "[This page is a picture without text.]"  # among others: it is said rather than left out


def read(path: str) -> Text:
    reader = PdfReader(path)
    # Many are locked against changes only, and open with an empty password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise PasswordNeeded
    text, pages = Text(), [page.extract_text().strip() for page in reader.pages]
    if not any(pages) and any(map(_has_pictures, reader.pages)):
        raise ScannedPages
    for number, words in enumerate(pages, 1):
        is_scanned = not words and _has_pictures(reader.pages[number - 1])
        text.add(SCANNED if is_scanned else words, where=f"page {number}")
    return text


def _has_pictures(page: PageObject) -> bool:
    resources: Any = page["/Resources"] if "/Resources" in page else {}  # noqa: SIM401 - only this follows references
    return "/XObject" in resources
