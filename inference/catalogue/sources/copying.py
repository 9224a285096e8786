"""Copies files of this machine, once there is room for them."""

import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from inference.catalogue import room
from inference.catalogue.failures import SourceFailed
from inference.catalogue.sources.files import COPYING, Report, needed


def found(folder: Path) -> dict[str, Path]:
    """What a model is loaded from, by its name within `folder`."""
    names = needed(str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file())
    if not names:
        raise SourceFailed(f"The folder {folder} holds no weights.")
    return {name: folder / name for name in names}


def copy(files: Mapping[str, Path], target: Path, report: Report, linked: Collection[str] = ()) -> Path:
    """Each to its name within `target`. Those in `linked` take no room where the disk can do that."""
    target.mkdir(exist_ok=True)
    total, done = sum(path.stat().st_size for path in files.values()), 0
    room.check(target, total)
    for name, path in files.items():
        report(COPYING, done, total)
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (_link if name in linked else shutil.copyfile)(path, target / name)
        done += path.stat().st_size
    report(COPYING, done, total)
    return target


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # another disk, or one that knows no hard links
        shutil.copyfile(path, target)
