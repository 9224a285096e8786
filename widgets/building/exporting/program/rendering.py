"""Texts as kinds render them for a model, with marks in place of values: a program puts the values in."""

from dataclasses import dataclass

from inference.protocol import Source
from widgets.building.exporting.program.literals import marked
from widgets.graph.references import Reference, by_title, fold, parse, render
from widgets.graph.schema import Graph


@dataclass(frozen=True)
class Marking:
    """A `Render` of widgets.kinds. Every reference of the graph leads somewhere."""

    graph: Graph

    def __call__(self, text: str, /) -> str:
        return render(text, {title: marked(widget.id) for title, widget in by_title(self.graph).items()})

    def whole(self, text: str, /) -> str:
        return self(text)

    def sources(self, text: str, /) -> list[Source]:
        """As the product has them: each reference by itself, and what is written between them if it has words."""
        known = by_title(self.graph)
        return [
            Source(name=piece.title, text=marked(known[fold(piece.title)].id))
            if isinstance(piece, Reference)
            else Source(name="", text=piece.strip())
            for piece in parse(text)
            if isinstance(piece, Reference) or any(map(str.isalnum, piece))
        ]
