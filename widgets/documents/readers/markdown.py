"""Markdown, as it is written; each heading begins a part."""

import re

from widgets.documents.readers.encoding import decode
from widgets.documents.text import Text

HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)\s*#*\s*$")
FENCE = re.compile(r" {0,3}(```|~~~)")


def read(path: str) -> Text:
    text = Text()
    where, in_code = "", False
    block: list[str] = []
    for line in decode(path).splitlines():
        in_code ^= bool(FENCE.match(line))
        heading = None if in_code else HEADING.match(line)
        if heading:
            text.add("\n".join(block), where)
            where, block = heading[1], []
        block.append(line)
    text.add("\n".join(block), where)
    return text
