"""What a description asks for in so many words: kinds of widgets, languages, widgets that are there already. Pure.

A small model that may choose anything chooses at random. So a kind that is not spoken of is not offered, and one
that is has its place in the plan.
"""

import re
from collections.abc import Collection, Iterable

from widgets.building.composer.shots import stems
from widgets.graph.references import fold

# Beginnings of words.
DOCUMENT = ("pdf", "document", "docx", "upload")
CUES = {
    "chat": ("chatbot", "chat with", "chat bot", "talk to", "talk with", "conversation with", "role-play", "roleplay"),
    "code": ("python", "javascript", "typescript", "sql", "regex", "html", "bash script", "code that", "write code"),
    "search": DOCUMENT,
    "classify": ("classif", "sentiment", "spam", "categoris", "categoriz", "urgent or not"),
    "summarise": ("summar", "tl;dr", "tldr"),
    "translate": ("translat",),
    "image": ("image", "picture", "illustrat", "logo", "poster", "photo", "portrait", "drawing of"),
}
LANGUAGES = (
    "Arabic", "Bengali", "Chinese", "Czech", "Danish", "Dutch", "English", "Finnish", "French", "German", "Greek",
    "Hebrew", "Hindi", "Hungarian", "Indonesian", "Italian", "Japanese", "Korean", "Latin", "Norwegian", "Polish",
    "Portuguese", "Romanian", "Russian", "Spanish", "Swahili", "Swedish", "Thai", "Turkish", "Ukrainian", "Vietnamese",
)  # fmt: skip
CODE_LANGUAGES = ("python", "javascript", "typescript", "java", "sql", "html", "css", "bash", "rust", "go", "c++", "r")


def speaks_of(description: str, cues: Iterable[str]) -> bool:
    said = description.lower()
    return any(re.search(rf"(?<!\w){re.escape(cue)}", said) for cue in cues)


def first_place(text: str, words: Iterable[str]) -> int | None:
    """Where the first of these words stands."""
    said = text.lower()
    found = [at.start() for word in words if (at := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", said))]
    return min(found, default=None)


def kinds(description: str, known: Collection[str]) -> list[str]:
    """Of the known kinds of AI widgets, those that it speaks of."""
    found = [kind for kind, cues in CUES.items() if kind in known and speaks_of(description, cues)]
    if "translate" in found and not languages(description):
        found.remove("translate")  # into which one a visitor chooses: that is a text
    return found


def languages(description: str) -> list[str]:
    return [language for language in LANGUAGES if speaks_of(description, [language.lower()])]


def code_languages(description: str) -> list[str]:
    words = set(re.findall(r"[\w+#]+", description.lower()))
    return [language for language in CODE_LANGUAGES if language in words]


def named(description: str, titles: Iterable[str]) -> list[str]:
    """The titles that it speaks of: in full, in its order, or else by all of their words."""
    titles = list(titles)
    said, words = fold(description), stems(description)
    found = {title: re.search(rf"(?<!\w){re.escape(fold(title))}(?!\w)", said) for title in titles}
    whole = {title: at.start() for title, at in found.items() if at}
    return sorted(whole, key=lambda title: whole[title]) or [
        one for one in titles if stems(one) and stems(one) <= words
    ]


_ARTICLES = r"(?:(?:an?|the|another|one|some|new|more|extra|their|your|my)\s+)*"
_INPUTS = "input|field|box|drop-?down|select|menu|slider|toggle|switch|checkbox|number"
_FOR = "for|to enter|to choose|to set|to select|with|of|asking for|called|named"
_ADD = rf"\b(?:add|include|insert|create|append|want|need)\s+(?:also\s+|in\s+)?{_ARTICLES}"
_INPUT = rf"(?:(?:text|number|long|short|input)\s+)?(?:{_INPUTS})(?:\s+(?:field|box|menu))?\s+(?:{_FOR})\s+{_ARTICLES}"
_NEW = re.compile(rf"{_ADD}(?:{_INPUT})?[“\"']?([\w'’ -]+)", re.IGNORECASE)
_SMALL = "of|for|that|which|to|from|about|based|with|in|and|so|where|who|using|at|on"
_ENOUGH = re.compile(rf"\s+(?:{_SMALL})\s", re.IGNORECASE)


def title_of_new(wish: str) -> str:
    """“Add an input for the age of the reader” names it: Age. "" where that cannot be seen."""
    found = _NEW.search(wish)
    title = _ENOUGH.split(f"{found[1]} ")[0].strip(" -'’") if found else ""
    return title[:1].upper() + title[1:] if 0 < len(title.split()) <= 4 else ""
