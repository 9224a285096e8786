"""Small picture sets of our own, as npm would bring them."""

import base64
import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from inference.training.pictures import names, packages
from inference.training.pictures.packages import Package

COLOURS = ["red", "green", "blue", "yellow", "purple", "orange", "pink", "brown", "black", "grey"]
SHAPES = {
    "3-D": '<circle cx="16" cy="16" r="12" fill="{}"/>',
    "flat": '<rect x="6" y="6" width="20" height="20" fill="{}"/>',
    "noto": '<path d="M16 4L28 28H4z" fill="{}"/>',
}


def packed(place: Path, name: str, files: dict[str, Any]) -> Package:
    """A package in the folder `place`, with its checksum."""
    package = Package(name, "1.0.0", "MIT", "")
    with tarfile.open(place / package.file, "w:gz") as archive:
        for path, content in files.items():
            text = json.dumps(content).encode()
            info = tarfile.TarInfo(f"package/{path}")
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
    digest = hashlib.sha512((place / package.file).read_bytes()).digest()
    return Package(name, "1.0.0", "MIT", base64.b64encode(digest).decode())


def about(name: str, group: str = "Objects") -> dict[str, str]:
    return {"name": name, "slug": name.replace(" ", "_"), "group": group}


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    """A folder where the recipe finds ten balloons in three styles, one of which has skin tones (as if they had skin),
    a flag and a clock."""
    folder = tmp_path / "recipe"
    (folder / "packages").mkdir(parents=True)
    known = {chr(0x1F300 + at): about(f"{colour} balloon") for at, colour in enumerate(COLOURS)}
    known |= {"🏁": about("chequered flag", "Flags"), "🕧": about("twelve-thirty", "Travel & Places")}
    slugs = [about["slug"].replace("_", "-") for about in known.values()]
    styles = {}
    for style, shape in SHAPES.items():
        icons = {slug: {"body": shape.format(slug.split("-")[0])} for slug in slugs}
        ending = "-skin-tone" if style == "noto" else ""
        icons |= {f"red-balloon-{tone}{ending}": {"body": shape.format("tan")} for tone in names.TONES}
        styles[style] = packed(
            folder / "packages", f"set-{style}", {"icons.json": {"icons": icons, "width": 32, "height": 32}}
        )
    monkeypatch.setattr(names, "STYLES", styles)
    monkeypatch.setattr(packages, "NAMES", packed(folder / "packages", "names", {"data-by-emoji.json": known}))
    keywords = {emoji: [about["slug"], "party", "!", "green balloon"] for emoji, about in known.items()}
    keywords[next(iter(known))].append("ruby")
    monkeypatch.setattr(
        packages, "KEYWORDS", packed(folder / "packages", "keywords", {"dist/emoji-en-US.json": keywords})
    )
    return folder
