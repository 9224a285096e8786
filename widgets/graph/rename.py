"""Renaming a widget together with the references to it.

The twin of static/js/graph/rename.js: both read tests/cases/rename.json.
"""

from widgets.graph.references import fold, rewrite, templates
from widgets.graph.schema import Graph, Widget


def rename(graph: Graph, widget_id: str, title: str) -> Graph:
    """A new graph. References follow, unless two widgets have the old or the new title: then none is touched,
    because it could not be told any more which of the two a reference means.
    """
    old = next(widget.title for widget in graph.widgets if widget.id == widget_id)
    others = {fold(widget.title) for widget in graph.widgets if widget.id != widget_id}
    follows = fold(old) not in others and fold(title) not in others
    widgets = [
        _changed(widget, title if widget.id == widget_id else widget.title, (old, title) if follows else None)
        for widget in graph.widgets
    ]
    return Graph(widgets=widgets)


def _changed(widget: Widget, title: str, moved: tuple[str, str] | None) -> Widget:
    settings = dict(widget.settings)
    if moved:
        settings |= {field: rewrite(text, *moved) for field, text in templates(widget).items()}
    return Widget(**(dict(widget) | {"title": title, "settings": settings}))
