"""Puts weights under MODELS_DIR: whole or not at all. A manifest of checksums tells later if they are as they were.

What was downloaded stays in MODELS_DIR/.downloads until the model is installed or removed, so that another try goes on.
"""

import errno
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils import timezone

from inference.catalogue import room, sources
from inference.catalogue.converting import convert
from inference.catalogue.failures import DiskFull, SourceFailed
from inference.catalogue.sources.files import CHECKING, Report, sha256
from inference.models import ModelCard
from inference.protocol import ModelDamaged, ModelMissing

MANIFEST = "manifest.json"

log = logging.getLogger(__name__)


def silent(_phase: str, _done: int, _total: int) -> None: ...


def install(card: ModelCard, report: Report, *, again: bool = False) -> bool:
    """Make `card` ready to load. True when something was done, False when it was ready. Raises InstallFailed."""
    if not card.source:
        return False
    if not again and intact(card):
        if not card.installed:
            note(card)
        return False
    try:
        _build(card, report)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DiskFull from error
        raise
    note(card)
    return True


def intact(card: ModelCard) -> bool:
    """Whether the files are those that were installed, by size: quick enough for every start."""
    manifest = _manifest(card)
    return manifest is not None and all(
        _size(card.folder / name) == file["size"] for name, file in manifest["files"].items()
    )


def check(card: ModelCard, report: Report = silent) -> None:
    """Raise unless every file of `card` is there with its checksum. About a second per gigabyte."""
    if not card.folder.is_dir():
        raise ModelMissing(card.name)
    manifest = _manifest(card)
    if manifest is None or not intact(card):
        raise ModelDamaged(card.name)
    total, done = sum(file["size"] for file in manifest["files"].values()), 0
    for name, file in manifest["files"].items():
        report(CHECKING, done, total)
        if sha256(card.folder / name) != file["sha256"]:
            raise ModelDamaged(card.name)
        done += file["size"]
    report(CHECKING, done, total)


def in_order(cards: Iterable[ModelCard]) -> list[ModelCard]:
    """Each after those of them that lend it files."""
    left, ordered = {card.name: card for card in cards}, []

    def take(name: str) -> None:
        if card := left.pop(name, None):
            for lender in sorted(card.lenders):
                take(lender)
            ordered.append(card)

    for name in tuple(left):
        take(name)
    return ordered


def note(card: ModelCard) -> None:
    """It is there, and whoever had it installed wants it to be used."""
    card.installed_at, card.enabled = timezone.now(), True
    card.save(update_fields=["installed_at", "enabled"])


def _build(card: ModelCard, report: Report) -> None:
    # Beside the final place, so that the last step is a rename within one file system.
    place = card.downloads
    place.mkdir(parents=True, exist_ok=True)
    put(card, convert(_first(card, place, report), place / "made", report), report)
    shutil.rmtree(place)


def put(card: ModelCard, made: Path, report: Report = silent) -> None:
    """The folder `made`, on the same disk, is from now on the weights of `card`."""
    _write_manifest(card, made, report)
    old = made.with_name("old")
    shutil.rmtree(old, ignore_errors=True)
    if card.folder.exists():
        card.folder.rename(old)
        ModelCard.objects.filter(pk=card.pk).update(memory=None)  # measured of the files that went
    made.rename(card.folder)
    shutil.rmtree(old, ignore_errors=True)


def _first(card: ModelCard, place: Path, report: Report) -> Path:
    """What the first source that works brings."""
    failures = []
    for source in card.source:
        own = place / hashlib.sha256(json.dumps(source, sort_keys=True).encode()).hexdigest()[:12]
        own.mkdir(exist_ok=True)
        try:
            return _bring(source, own, report)
        except SourceFailed as failure:
            log.warning("%s did not come from %s: %s", card.name, sources.name(source), failure)
            failures.append(failure)
    raise failures[0] if len(failures) == 1 else SourceFailed(" ".join(map(str, failures)))


def _bring(source: dict[str, Any], place: Path, report: Report) -> Path:
    """With what it borrows. Whether that is there is asked first."""
    borrowed = source.get("borrowed", {})
    lenders = {part: _lender(lent["model"]) for part, lent in borrowed.items()}
    brought = sources.fetch(source, place, report)
    for part, lender in lenders.items():
        _borrow(lender, borrowed[part]["files"], brought / part)
    return brought


def _lender(name: str) -> ModelCard:
    lender = ModelCard.objects.filter(name=name).first()
    if lender is None:
        raise SourceFailed(f"There is no model called {name} to take files from. Correct the card's source.")
    if not intact(lender):
        raise SourceFailed(f"Install {lender.title} first: this model shares files with it.")
    return lender


def _borrow(lender: ModelCard, names: Iterable[str], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        try:
            _link(lender.folder / name, folder / name)
        except (FileNotFoundError, IsADirectoryError) as error:
            raise SourceFailed(
                f"The installed model {lender.name} has no file {name}. Correct the card's source."
            ) from error


def _link(path: Path, target: Path) -> None:
    """A hard link, which takes no room and stays when the other is removed; where the disk can do none, a copy."""
    try:
        os.link(path, target)
    except OSError:
        room.check(target.parent, path.stat().st_size)
        shutil.copyfile(path, target)


def _write_manifest(card: ModelCard, folder: Path, report: Report) -> None:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MANIFEST]
    sums, done, total = {}, 0, sum(path.stat().st_size for path in files)
    for path in files:
        report(CHECKING, done, total)
        sums[str(path.relative_to(folder))] = {"size": path.stat().st_size, "sha256": sha256(path)}
        done += path.stat().st_size
    (folder / MANIFEST).write_text(json.dumps({"revision": card.revision, "files": sums}, indent=1))


def _manifest(card: ModelCard) -> dict[str, Any] | None:
    """The manifest of this revision, or None when there is none that can be read."""
    try:
        manifest = json.loads((card.folder / MANIFEST).read_text())
        return manifest if manifest["revision"] == card.revision and manifest["files"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.is_file() else None
