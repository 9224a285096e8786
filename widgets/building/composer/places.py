"""Where the widgets stand on the board: inputs on top, beneath them what is made of them, in reading order. Pure."""

from collections.abc import Iterator, Sequence

from widgets.building.composer.draft import is_ai
from widgets.graph.schema import COLUMNS, Graph, Layout, Widget

INPUT_HEIGHT, LONG_HEIGHT = 3, 5  # rows
HEIGHTS = {"classify": 5, "chat": 11, "image": 10}
AI_HEIGHT = 8


def placed(graph: Graph) -> Graph:
    """The same widgets, all of them placed anew."""
    inputs = [widget for widget in graph.widgets if not is_ai(widget)]
    outputs = [widget for widget in graph.widgets if is_ai(widget)]
    places: dict[str, Layout] = {}
    row = 0
    for line in [*_lines(inputs, 3), *_pairs(outputs)]:
        height = max(_height(widget) for widget in line)
        for at, (start, width) in zip(line, _shares(line), strict=True):
            places[at.id] = Layout(x=start, y=row, w=width, h=height)
        row += height
    return Graph(widgets=[widget.model_copy(update={"layout": places[widget.id]}) for widget in graph.widgets])


def beneath(graph: Graph, widget: Widget) -> Layout:
    """A place for one more, under all that is there."""
    row = max((other.layout.y + other.layout.h for other in graph.widgets), default=0)
    return Layout(x=0, y=row, w=COLUMNS if is_ai(widget) else COLUMNS // 2, h=_height(widget))


def _lines(widgets: Sequence[Widget], length: int) -> Iterator[Sequence[Widget]]:
    for start in range(0, len(widgets), length):
        yield widgets[start : start + length]


def _pairs(widgets: Sequence[Widget]) -> list[Sequence[Widget]]:
    """Two beside each other; of an odd number the first has the whole width."""
    odd = len(widgets) % 2
    return [*([widgets[:1]] if odd else []), *_lines(widgets[odd:], 2)]


def _shares(line: Sequence[Widget]) -> Iterator[tuple[int, int]]:
    """Where each begins and how wide it is, in columns."""
    width = COLUMNS // len(line)
    for number in range(len(line)):
        yield number * width, width


def _height(widget: Widget) -> int:
    if is_ai(widget):
        return HEIGHTS.get(widget.kind, AI_HEIGHT)
    return LONG_HEIGHT if widget.settings.get("multiline") or widget.kind == "document" else INPUT_HEIGHT
