"""Copies a model from a folder of this machine, once there is room for it."""

import shutil
from pathlib import Path

from inference.catalogue import room
from inference.catalogue.failures import SourceFailed
from inference.catalogue.sources.files import COPYING, Report, needed


def copy(folder: Path, target: Path, report: Report) -> Path:
    """What a model is loaded from. Raises SourceFailed where there is nothing of that, and NoRoom."""
    names = needed(str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file())
    if not names:
        raise SourceFailed(f"The folder {folder} holds no weights.")
    shutil.rmtree(target, ignore_errors=True)  # of a try that was cut off
    target.mkdir()
    total, done = sum((folder / name).stat().st_size for name in names), 0
    room.check(target, total)
    for name in names:
        report(COPYING, done, total)
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, target / name)
        done += (target / name).stat().st_size
    report(COPYING, done, total)
    return target
