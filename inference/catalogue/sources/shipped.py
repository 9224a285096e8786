"""Weights that come with the product, in a folder beside its cards: `{"from": "shipped", "path": "folder", "parts"?}`.

`parts` are folders to put into it, with files of models that are installed anyway: `{"text_encoder": {"model": "name",
"files": ["config.json", …]}, …}`. They are hard links, so they take no room, and stay when that model is removed.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inference.catalogue.failures import SourceFailed
from inference.catalogue.sources.copying import copy, found
from inference.catalogue.sources.files import Report

FOLDERS = Path(__file__).parents[1] / "shipped"


def fetch(source: dict[str, Any], place: Path, report: Report, lenders_at: Mapping[str, Path]) -> Path:
    folder, copied = FOLDERS / source["path"], place / "copied"
    if not folder.is_dir():
        raise SourceFailed(
            f"No weights called {source['path']} are shipped with this product. Correct the card's source."
        )
    lent = _lent(source, lenders_at)
    shutil.rmtree(copied, ignore_errors=True)  # of a try that was cut off
    return copy(found(folder) | lent, copied, report, linked=lent)


def lenders(source: dict[str, Any]) -> set[str]:
    return {part["model"] for part in source.get("parts", {}).values()}


def _lent(source: dict[str, Any], lenders_at: Mapping[str, Path]) -> dict[str, Path]:
    """Files of the parts, by their place in the model."""
    files = {
        f"{folder}/{name}": lenders_at[part["model"]] / name
        for folder, part in source.get("parts", {}).items()
        for name in part["files"]
    }
    for path in files.values():
        if not path.is_file():
            raise SourceFailed(
                f"The installed model {path.parent.name} has no file {path.name}. Correct the card's source."
            )
    return files
