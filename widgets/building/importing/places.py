"""Places on the board: what lies over something else, or nowhere, is put where there is room."""

from collections.abc import Mapping, Sequence

from widgets.building.places import overlap, under
from widgets.graph.schema import COLUMNS, Layout

DEEPEST = 1000  # the last row on which a widget may begin
FLOW = (6, 6)  # columns and rows of each, where the places that were given cannot be kept

Places = Mapping[str, Layout | None]  # by widget id; None: nobody said where


def arranged(places: Places, sizes: Mapping[str, tuple[int, int]]) -> dict[str, Layout]:
    """Each widget somewhere, none over another. `sizes`, in columns and rows, is for those that are nowhere."""
    placed: dict[str, Layout] = {}
    try:
        for id in sorted(places, key=lambda id: _reading(places[id])):
            given = places[id]
            placed[id] = under(_inside(given), placed.values()) if given else _free(sizes[id], placed)
    except ValueError:  # below the last row
        return _flow(list(places))
    return {id: placed[id] for id in places}


def _reading(place: Layout | None) -> tuple[bool, int, int]:
    return (False, place.y, place.x) if place else (True, 0, 0)


def _inside(place: Layout) -> Layout:
    return place if place.x + place.w <= COLUMNS else place.model_copy(update={"x": COLUMNS - place.w})


def _free(size: tuple[int, int], placed: Mapping[str, Layout]) -> Layout:
    """Beside what was placed last, else below everything."""
    w, h = size
    last = next(reversed(list(placed.values())), None)
    if last and last.x + last.w + w <= COLUMNS:
        beside = Layout(x=last.x + last.w, y=last.y, w=w, h=h)
        if not any(overlap(beside, other) for other in placed.values()):
            return beside
    return Layout(x=0, y=max((other.y + other.h for other in placed.values()), default=0), w=w, h=h)


def _flow(ids: Sequence[str]) -> dict[str, Layout]:
    w, h = FLOW
    across = COLUMNS // w
    return {id: Layout(x=n % across * w, y=n // across * h, w=w, h=h) for n, id in enumerate(ids)}
