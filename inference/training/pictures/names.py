"""What is on the pictures: the names that all sets share, with their synonyms, and which of them are held out."""

import hashlib
import re
from collections import Counter
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
PERSONS = re.compile(r"^(man|woman|person|men|women|people)-(in-|with-|wearing-)?|^(old|older)-(man|woman|person)$")


@dataclass
class Thing:
    """One name, such as `red apple`. Those that differ by gender only share a `kind`, and are drawn as often together
    as any other thing."""

    slug: str
    name: str
    group: str
    keywords: list[str]
    tones: list[str] = field(default_factory=lambda: [""])  # skin tones; "" is the usual yellow, or none

    @property
    def kind(self) -> str:
        return PERSONS.sub("", self.slug) or self.slug


def things(place: Path) -> list[Thing]:
    """All that every style has, in a fixed order. Raises packages.PackageUnfit."""
    known = packages.read(packages.NAMES, "data-by-emoji.json", place)
    keywords = packages.read(packages.KEYWORDS, "dist/emoji-en-US.json", place)
    icons = [set(icons_of(style, place)) for style in STYLES]
    found = []
    for emoji, about in known.items():
        slug = about["slug"].replace("_", "-")
        if about["group"] in SKIPPED or REPEATED.search(slug) or not all(slug in names for names in icons):
            continue
        words = [
            word.replace("_", " ") for word in keywords.get(emoji, ()) if re.fullmatch(r"[a-z][a-z _]{2,24}", word)
        ]
        thing = Thing(slug, about["name"].lower(), about["group"], [word for word in words if word != about["name"]])
        thing.tones += [tone for tone in TONES if all(toned(slug, tone, names) for names in icons)]
        found.append(thing)
    return found


def toned(slug: str, tone: str, icons: Iterable[str]) -> str | None:
    """What a set calls `slug` in that skin tone."""
    names = (slug,) if not tone else (f"{slug}-{tone}", f"{slug}-{tone}-skin-tone")
    return next((name for name in names if name in icons), None)


def icons_of(style: str, place: Path) -> dict[str, str]:
    """SVGs by name, in one style."""
    return icons_in(packages.read(STYLES[style], "icons.json", place))


def icons_in(icons: dict[str, Any]) -> dict[str, str]:
    """SVGs by name, of a set as Iconify packs it: bodies, other names for them, and one size for all."""
    bodies = {name: icon["body"] for name, icon in icons["icons"].items()}
    bodies |= {alias: bodies[of["parent"]] for alias, of in icons.get("aliases", {}).items() if of["parent"] in bodies}
    width, height = icons.get("width", 16), icons.get("height", 16)
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return {name: f'<svg {spaces} viewBox="0 0 {width} {height}">{body}</svg>' for name, body in bodies.items()}


def divided(of_all: list[Thing], count: int = HELD_OUT) -> tuple[list[Thing], list[Thing]]:
    """Those to learn from, and `count` others: by checksums, so that nothing else decides. Of what there is in several
    genders none is held out: the others would be seen."""
    alike = Counter(thing.kind for thing in of_all)
    alone = [kind for kind, times in alike.items() if times == 1]
    held = sorted(alone, key=lambda kind: hashlib.sha256(kind.encode()).hexdigest())[:count]
    return [thing for thing in of_all if thing.kind not in held], [thing for thing in of_all if thing.kind in held]
