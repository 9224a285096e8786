"""Plain text, with a part every so many lines."""

from widgets.documents.readers.encoding import decode
from widgets.documents.text import Text

EVERY = 50  # lines


def read(path: str) -> Text:
    text, lines = Text(), decode(path).splitlines()
    for start in range(0, len(lines), EVERY):
        text.add("\n".join(lines[start : start + EVERY]), where=f"line {start + 1}", end="\n")
    return text
