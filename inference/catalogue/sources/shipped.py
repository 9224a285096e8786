"""Weights that come with the product, in a folder beside its cards: `{"from": "shipped", "path": "folder"}`."""

from pathlib import Path
from typing import Any

from inference.catalogue.failures import SourceFailed
from inference.catalogue.sources.copying import copy
from inference.catalogue.sources.files import Report

FOLDERS = Path(__file__).parents[1] / "shipped"


def fetch(source: dict[str, Any], place: Path, report: Report) -> Path:
    """Raises SourceFailed and NoRoom."""
    folder = FOLDERS / source["path"]
    if not folder.is_dir():
        raise SourceFailed(
            f"No weights called {source['path']} are shipped with this product. Correct the card's source."
        )
    return copy(folder, place / "copied", report)
