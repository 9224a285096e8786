"""Titles as they count: of widgets, apps and whatever else has one."""

import re

# They turn the text around them, also of the sentences and lists in which the title stands.
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def straight(text: str) -> str:
    """Without the characters that override the direction of writing: Hebrew and Arabic need none of them."""
    return text if text.isascii() else OVERRIDES.sub("", text)


def plain(title: str) -> str:
    return straight(title).strip()
