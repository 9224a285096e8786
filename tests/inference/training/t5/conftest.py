"""A package of forty pairs of our own, as PyPI would bring it."""

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from inference.training.t5 import pairs
from inference.training.t5.pairs import ARCHIVES, Pair

ANIMALS = [
    ("dog", "chien", "perro"),
    ("cat", "chat", "gato"),
    ("horse", "cheval", "caballo"),
    ("bird", "oiseau", "pájaro"),
]
WISHES = [
    ("The {} is here.", "Le {} est ici.", "El {} está aquí."),
    ("We sold him an old {} in May.", "Nous lui avons vendu un vieux {} en mai.", "Le vendimos un viejo {} en mayo."),
    ("Who saw that beautiful {}?", "Qui a vu ce beau {} ?", "¿Quién ha visto ese hermoso {}?"),
    (
        "My father fed a {} every morning.",
        "Mon père nourrissait un {} chaque matin.",
        "Mi padre alimentaba un {} cada mañana.",
    ),
    ("Run, {}!", "Cours, {} !", "¡Corre, {}!"),
]
PAIRS = [
    Pair(wish[0].format(animal[0]), wish[at].format(animal[at]), language)
    for at, language in ((1, "fr"), (2, "es"))
    for wish in WISHES
    for animal in ANIMALS
]


def packed(place: Path, known: list[Pair]) -> Path:
    """The package in the folder `place`."""
    package = place / "sentences-1.0.tar.gz"
    with tarfile.open(package, "w:gz") as archive:
        for language, path in ARCHIVES.items():
            text = "\n".join(f"{pair.english}\t{pair.other}\tsomebody" for pair in known if pair.language == language)
            zipped = io.BytesIO()
            with zipfile.ZipFile(zipped, "w") as files:
                files.writestr("_about.txt", "about")
                files.writestr(f"{language}.txt", text)
            info = tarfile.TarInfo(path)
            info.size = len(zipped.getvalue())
            archive.addfile(info, io.BytesIO(zipped.getvalue()))
    return package


@pytest.fixture
def index(tmp_path, monkeypatch) -> Path:
    """The package that the recipe fetches."""
    package = packed(tmp_path, PAIRS)
    monkeypatch.setattr(pairs, "URL", package.as_uri())
    monkeypatch.setattr(pairs, "SHA256", hashlib.sha256(package.read_bytes()).hexdigest())
    return package
