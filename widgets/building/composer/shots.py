"""The library of descriptions that were composed by hand, and which of them are nearest to a new one. Pure."""

import json
import math
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).with_name("examples.json")
STEM = 5  # letters: enough to see that "stories" and "story" are nearly the same
COMMON = {
    *("the", "and", "for", "with", "that", "this", "from", "into", "about", "its", "their", "his", "her", "our"),
    *("you", "your", "them", "they", "user", "users", "someone", "something", "any", "app", "make", "write", "create"),
    *("help", "please", "want", "would", "will", "can", "what", "who", "how", "like", "based", "given"),
}

Example = dict[str, Any]  # description, words that it also stands for, title, inputs, ai


@cache
def library() -> list[Example]:
    """The plainest first."""
    examples: list[Example] = json.loads(LIBRARY.read_text())
    return examples


def stems(text: str) -> set[str]:
    """The beginnings of its words, without those that say little."""
    return {word[:STEM] for word in re.findall(r"\w{3,}", text.lower()) if word not in COMMON}


def nearest(description: str) -> list[Example]:
    """All of them; first those that share the most telling words with it, the plainest where that is equal."""
    asked = stems(description)
    return sorted(library(), key=lambda one: -nearness(asked, one))


def nearness(asked: set[str], example: Example) -> float:
    return sum(_weights()[word] for word in asked & _stems_of(example["title"]))


@cache
def _stems_of(title: str) -> set[str]:
    """The stems of all that the example with that title says."""
    one = next(one for one in library() if one["title"] == title)
    titles = " ".join(piece["title"] for piece in [*one["inputs"], *one["ai"]])
    return stems(f"{one['description']} {one['words']} {title} {titles}")


@cache
def _weights() -> dict[str, float]:
    """What few examples say tells more."""
    times = Counter(word for one in library() for word in _stems_of(one["title"]))
    return {word: math.log(1 + len(library()) / count) for word, count in times.items()}
