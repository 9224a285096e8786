"""HTML: what one reads on the page, without scripts and styles; each heading begins a part."""

import re
from pathlib import Path
from typing import Any

from lxml import etree, html

from widgets.documents.failures import NestedTooDeep, NoTextInside
from widgets.documents.readers.encoding import check, encoding_of_unicode
from widgets.documents.text import Text

UNREAD = {"script", "style", "noscript", "template", "svg", "math", "object", "iframe", "audio", "video", "canvas"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    *HEADINGS,
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "option", "p",
    "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
}  # fmt: skip


def read(path: str) -> Text:
    page = _Page()
    for event, element in etree.iterwalk(_tree(Path(path).read_bytes()), events=("start", "end", "comment", "pi")):
        if event == "start":
            page.open(element)
        else:
            page.close(element, is_element=event == "end")
    page.end_block()
    return page.text


def _tree(data: bytes) -> Any:
    """What is no Unicode says itself what it is, or is taken for Latin-1, as browsers do."""
    unicode = encoding_of_unicode(data)
    check(data.decode(unicode or "latin-1"))
    if unicode:
        data = data.decode(unicode).encode()
    parser = html.HTMLParser(encoding="utf-8" if unicode else None, huge_tree=True)
    try:
        tree = html.document_fromstring(data, parser=parser)
    except etree.ParserError:
        raise NoTextInside from None
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise NestedTooDeep  # the rest of the page is missing from the tree
    return tree


class _Page:
    def __init__(self) -> None:
        self.text = Text()
        self._block: list[str] = []
        self._unread = 0  # how many elements that are not read one is in
        self._verbatim = 0

    def open(self, element: Any) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self.end_block()
        self._unread += tag in UNREAD
        self._verbatim += tag == "pre"
        if tag == "li":
            self._block.append("- ")
        elif tag == "br":
            self._block.append("\n")
        elif tag in ("td", "th") and self._block:
            self._block.append(" | ")
        self._say(element.text)

    def close(self, element: Any, is_element: bool) -> None:
        tag = element.tag if is_element else None
        if tag in BLOCKS:
            self.end_block(HEADINGS.get(tag, 0))
        self._unread -= tag in UNREAD
        self._verbatim -= tag == "pre"
        self._say(element.tail)

    def _say(self, words: str | None) -> None:
        if words and not self._unread:
            self._block.append(words if self._verbatim else re.sub(r"\s+", " ", words))

    def end_block(self, heading: int = 0) -> None:
        lines = "".join(self._block).split("\n")
        block = "\n".join(line.strip(" ") if not self._verbatim else line for line in lines).strip()
        self._block.clear()
        if heading and block:
            title = " ".join(block.split())
            self.text.add(f"{'#' * heading} {title}", where=title)
        else:
            self.text.add(block, end="\n")
