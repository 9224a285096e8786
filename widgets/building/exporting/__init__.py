"""Apps as files: our definition, a share card that carries it, a Python program.

What may be exported to whom is not asked here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from widgets.building.definition import Definition, Origin
from widgets.building.exporting.card import share_card
from widgets.building.exporting.faults import CannotExport
from widgets.building.exporting.program import program
from widgets.building.exporting.program.naming import file_name
from widgets.models import App, Revision

__all__ = ["CannotExport", "Exported", "Form", "export", "social_card"]

Form = Literal["json", "png", "python"]


@dataclass(frozen=True)
class Exported:
    name: str  # of the file
    media_type: str
    data: bytes


def export(app: App, revision: Revision, form: Form, origin: Origin | None, cards: Iterable[Any]) -> Exported:
    """`origin` is what of the app's lineage may be told. CannotExport where a program could not run."""
    graph = revision.graph
    if form == "python":
        code = program(app.title, app.description, graph, cards)
        return Exported(file_name(app.title, "py"), "text/x-python", code.encode())
    definition = Definition(
        title=app.title, description=app.description, tags=app.tags, origin=origin, graph=graph
    ).as_json()
    if form == "png":
        card = share_card(app.title, _owner(app), revision.map, definition)
        return Exported(file_name(app.title, "png"), "image/png", card)
    return Exported(file_name(app.title, "json"), "application/json", definition.encode())


def social_card(app: App, revision: Revision) -> bytes:
    """The share card without the definition: whoever may know of the app may have it."""
    return share_card(app.title, _owner(app), revision.map)


def _owner(app: App) -> str:
    return app.owner.username if app.owner else ""
