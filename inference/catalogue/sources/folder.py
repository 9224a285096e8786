"""Weights in a folder of this machine: `{"from": "folder", "path": "/srv/models/mine"}`. They are copied."""

import shutil
from pathlib import Path
from typing import Any

from inference.catalogue import room
from inference.catalogue.failures import SourceFailed
from inference.catalogue.sources.files import COPYING, Report, needed


def fetch(source: dict[str, Any], place: Path, report: Report) -> Path:
    folder = Path(source["path"])
    if not folder.is_dir():
        raise SourceFailed(f"There is no folder {folder}.")
    names = needed(str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file())
    if not names:
        raise SourceFailed(f"The folder {folder} holds no weights.")
    total, done = sum((folder / name).stat().st_size for name in names), 0
    room.check(place, total)
    copied = place / "copied"
    for name in names:
        report(COPYING, done, total)
        (copied / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, copied / name)
        done += (copied / name).stat().st_size
    report(COPYING, done, total)
    return copied
