"""Definitions in our own format. What they say of themselves is checked, and believed only then."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from widgets.building.definition import VERSION, Origin
from widgets.building.faults import InvalidApp
from widgets.building.importing.draft import Draft
from widgets.building.importing.faults import BrokenDefinition, NewerVersion
from widgets.building.importing.report import Report
from widgets.building.tags import check_tags

KNOWN = {"format", "version", "title", "description", "tags", "origin", "graph"}


def read(value: Mapping[str, Any], report: Report) -> Draft:
    version = value.get("version", VERSION)
    if not isinstance(version, int) or version > VERSION:
        raise NewerVersion("This app was exported by a newer version of this site. Ask an administrator to update.")
    for name in sorted(set(value) - KNOWN)[:20]:
        report.info(f"“{name[:80]}” is not known here and was left out.")
    graph = value.get("graph")
    if not isinstance(graph, Mapping) or not isinstance(graph.get("widgets"), list):
        raise BrokenDefinition("This app has no graph with a list of widgets. Export it again.")
    title = _text(value, "title") or "Imported app"
    return Draft(
        title=title,
        description=_text(value, "description"),
        tags=_tags(value.get("tags"), report),
        origin=_origin(value.get("origin"), title),
        widgets=graph["widgets"],
        sizes={},
    )


def _text(value: Mapping[str, Any], name: str) -> str:
    text = value.get(name)
    return text.replace("\x00", "").strip() if isinstance(text, str) else ""


def _tags(tags: Any, report: Report) -> list[str]:
    if not isinstance(tags, list):
        return []
    try:
        return check_tags([tag for tag in tags if isinstance(tag, str)])
    except InvalidApp as fault:
        report.warn(f"The tags were left out. {fault.message}")
        return []


def _origin(origin: Any, title: str) -> dict[str, Any]:
    """Whom a file names as the source is kept, but nobody here has seen that it is so: it came from a file."""
    try:
        known = Origin.model_validate(origin)
    except ValidationError:
        known = Origin(title=title[:200], source="file")
    source = known.source if known.source == "partyrock" else "file"
    return known.model_copy(update={"source": source}).stored()
