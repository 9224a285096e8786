"""Puts weights under MODELS_DIR: whole or not at all. A manifest of checksums tells later if they are as they were."""

import errno
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from inference.catalogue import gguf
from inference.catalogue.sources import Report, SourceFailed, fetch, sha256
from inference.models import ModelCard
from inference.protocol import ModelDamaged, ModelMissing

MANIFEST = "manifest.json"


def install(card: ModelCard, report: Report, *, again: bool = False) -> bool:
    """Make `card` ready to load. True when something was done, False when it was ready already."""
    if not card.source:
        return False
    if not again and intact(card):
        if not card.installed:
            _note(card)
        return False
    _build(card, report)
    _note(card)
    return True


def intact(card: ModelCard) -> bool:
    """Whether the files are those that were installed, by size: quick enough for every start."""
    manifest = _manifest(card)
    return manifest is not None and all(
        _size(card.folder / name) == file["size"] for name, file in manifest["files"].items()
    )


def check(card: ModelCard) -> None:
    """Raise unless every file of `card` is there with its checksum. About a second per gigabyte."""
    if not card.folder.is_dir():
        raise ModelMissing(card.name)
    manifest = _manifest(card)
    if manifest is None or not intact(card):
        raise ModelDamaged(card.name)
    for name, file in manifest["files"].items():
        if sha256(card.folder / name) != file["sha256"]:
            raise ModelDamaged(card.name)


def _build(card: ModelCard, report: Report) -> None:
    try:
        settings.MODELS_DIR.mkdir(parents=True, exist_ok=True)
        # Beside the final place, so that the last step is a rename within one file system.
        with tempfile.TemporaryDirectory(prefix=f".{card.name}-", dir=settings.MODELS_DIR) as work:
            made = _convert(_first(card, Path(work), report), Path(work), report)
            _write_manifest(card, made)
            shutil.rmtree(card.folder, ignore_errors=True)
            made.rename(card.folder)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise SourceFailed("The disk is full. Free some space and try again.") from error
        raise


def _first(card: ModelCard, work: Path, report: Report) -> Path:
    """What the first source that works brings."""
    failures = []
    for number, source in enumerate(card.source):
        place = work / str(number)
        place.mkdir()
        try:
            return fetch(source, place, report)
        except SourceFailed as failure:
            failures.append(str(failure))
    raise SourceFailed(" ".join(failures))


def _convert(brought: Path, work: Path, report: Report) -> Path:
    if brought.is_dir():
        return brought
    made = work / "made"
    made.mkdir()
    gguf.convert(brought, made, report)
    return made


def _write_manifest(card: ModelCard, folder: Path) -> None:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    sums = {str(path.relative_to(folder)): {"size": path.stat().st_size, "sha256": sha256(path)} for path in files}
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


def _note(card: ModelCard) -> None:
    card.installed_at = timezone.now()
    card.save(update_fields=["installed_at"])
