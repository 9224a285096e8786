"""Places on the board: which lie over one another, and where there is room beneath. Pure."""

from collections.abc import Collection

from widgets.graph.schema import Layout


def overlap(a: Layout, b: Layout) -> bool:
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


def under(place: Layout, taken: Collection[Layout]) -> Layout:
    """The same place, or the first free one below it. ValueError where that is below the last row."""
    while over := next((other for other in taken if overlap(place, other)), None):
        place = Layout(x=place.x, y=over.y + over.h, w=place.w, h=place.h)
    return place
