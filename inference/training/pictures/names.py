"""What is on the pictures: the names that all sets share, with their synonyms, and which of them are held out."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inference.training.pictures import packages

STYLES = {"3-D": packages.FLUENT, "flat": packages.FLUENT_FLAT, "noto": packages.NOTO}
HELD_OUT = 100  # names that no net ever sees
SKIPPED = {"Symbols", "Flags"}  # letters, arrows and countries: there is nothing to learn for another picture
REPEATED = re.compile("-thirty$|-facing-right$")  # clocks, and mirrored people
TONES = ("light", "medium-light", "medium", "medium-dark", "dark")

GENDERS = re.compile("^(man|woman|person|men|women|people)-")
KINDS = {  # what differs by gender only, and does not say so in the way of GENDERS
    "man": "person",
    "woman": "person",
    "boy": "child",
    "girl": "child",
    "old-man": "older-person",
    "old-woman": "older-person",
    "princess": "prince",
    "mrs-claus": "santa-claus",
    "mx-claus": "santa-claus",
    "pregnant-man": "pregnant-person",
    "pregnant-woman": "pregnant-person",
    "breast-feeding": "feeding-baby",
}


@dataclass
class Thing:
    """One name, such as `red apple`."""

    slug: str
    name: str
    group: str
    synonyms: list[str]
    tones: list[str] = field(default_factory=lambda: [""])  # skin tones; "" is the usual yellow, or none

    @property
    def kind(self) -> str:
        """Those of one kind are drawn as often together as any other thing."""
        return KINDS.get(self.slug) or GENDERS.sub("", self.slug)


def things(place: Path) -> list[Thing]:
    """All that every style has, in a fixed order. The packages lie in the folder `place`, or are fetched into it.

    Raises packages.PackageUnfit.
    """
    known = packages.read(packages.NAMES, "data-by-emoji.json", place)
    keywords = packages.read(packages.KEYWORDS, "dist/emoji-en-US.json", place)
    icons = [icons_of(style, place) for style in STYLES]
    found = []
    for emoji, about in known.items():
        slug = about["slug"].replace("_", "-")
        if about["group"] in SKIPPED or REPEATED.search(slug) or not all(slug in names for names in icons):
            continue
        thing = Thing(slug, about["name"].lower(), about["group"], [_plain(word) for word in keywords.get(emoji, ())])
        thing.tones += [tone for tone in TONES if all(toned(slug, tone, names) for names in icons)]
        found.append(thing)
    _keep_synonyms(found)
    return found


def _plain(keyword: str) -> str:
    return keyword.replace("_", " ").lower()


def _keep_synonyms(found: list[Thing]) -> None:
    """Of the keywords those that mean one kind of thing, and are the name of none: `face` says nothing, and `monkey`
    said of a banana would be wrong."""
    kinds = defaultdict(set)
    for thing in found:
        for word in thing.synonyms:
            kinds[word].add(thing.kind)
    names = {thing.name for thing in found}
    for thing in found:
        thing.synonyms = [
            word
            for word in dict.fromkeys(thing.synonyms)
            if re.fullmatch("[a-z][a-z ]{2,24}", word) and len(kinds[word]) == 1 and word not in names
        ]


def toned(slug: str, tone: str, icons: Iterable[str]) -> str | None:
    """What a set calls `slug` in that skin tone."""
    names = (slug,) if not tone else (f"{slug}-{tone}", f"{slug}-{tone}-skin-tone")
    return next((name for name in names if name in icons), None)


def icons_of(style: str, place: Path) -> dict[str, str]:
    """SVGs by name, in one style."""
    return icons_in(packages.read(STYLES[style], "icons.json", place))


def icons_in(packed: dict[str, Any]) -> dict[str, str]:
    """SVGs by name, of a set as Iconify packs it. Icons that are others turned or mirrored are left out."""
    svgs = {name: _svg(icon, packed) for name, icon in packed["icons"].items()}
    plain = {name: of["parent"] for name, of in packed.get("aliases", {}).items() if of.keys() == {"parent"}}
    return svgs | {name: svgs[parent] for name, parent in plain.items() if parent in svgs}


def _svg(icon: dict[str, Any], packed: dict[str, Any]) -> str:
    """In the middle of a square."""
    size = {"left": 0, "top": 0, "width": 16, "height": 16} | packed | icon
    side = max(size["width"], size["height"])
    left, top = size["left"] - (side - size["width"]) / 2, size["top"] - (side - size["height"]) / 2
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {spaces} viewBox="{left:g} {top:g} {side:g} {side:g}">{icon["body"]}</svg>'


def divided(of_all: list[Thing], count: int = HELD_OUT) -> tuple[list[Thing], list[Thing]]:
    """Those to learn from, and `count` others: by checksums, so that nothing else decides. Of what there is in several
    genders none is held out: the others would be seen."""
    alike = Counter(thing.kind for thing in of_all)
    alone = [kind for kind, times in alike.items() if times == 1]
    held = sorted(alone, key=lambda kind: hashlib.sha256(kind.encode()).hexdigest())[:count]
    return [thing for thing in of_all if thing.kind not in held], [thing for thing in of_all if thing.kind in held]
