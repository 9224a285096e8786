"""Reading what the tests import."""

import json
from pathlib import Path
from typing import Any

from tests.building.importing.cards import CARDS
from widgets.building import importing
from widgets.graph.schema import Widget

CASES = Path(__file__).parents[2] / "cases" / "partyrock"


def case(name: str) -> importing.Imported:
    return importing.read((CASES / f"{name}.json").read_bytes(), CARDS)


def read(value: Any) -> importing.Imported:
    return importing.read(json.dumps(value).encode(), CARDS)


def widgets(imported: importing.Imported) -> dict[str, Widget]:
    return {widget.title: widget for widget in imported.graph.widgets}


def prompts(imported: importing.Imported) -> dict[str, str]:
    return {title: widget.settings.get("prompt", "") for title, widget in widgets(imported).items()}


def messages(imported: importing.Imported, level: str | None = None) -> str:
    return "\n".join(entry.message for entry in imported.report if level in (None, entry.level))
