"""Weights in a folder of this machine: `{"from": "folder", "path": "/srv/models/mine"}`. They are copied."""

from pathlib import Path
from typing import Any

from inference.catalogue.failures import SourceFailed
from inference.catalogue.sources.copying import copy
from inference.catalogue.sources.files import Report


def fetch(source: dict[str, Any], place: Path, report: Report) -> Path:
    folder = Path(source["path"])
    if not folder.is_dir():
        raise SourceFailed(f"There is no folder {folder}.")
    return copy(folder, place / "copied", report)
