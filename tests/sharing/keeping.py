"""Widgets of every kind with a secret in each setting that is kept from visitors."""

from typing import Any

from widgets.graph.schema import Graph, Layout, Widget
from widgets.kinds import KINDS

SECRET = "xyzzy-plugh"


def hiding(kind: str) -> Widget:
    fields = KINDS[kind].Settings.model_fields
    hidden = {name: _secret(name, field.annotation) for name, field in fields.items() if name not in KINDS[kind].shown}
    settings = {name: value for name, value in hidden.items() if value is not None}
    return Widget(id=kind, kind=kind, title=kind.capitalize(), settings=settings)


def app_of_secrets() -> Graph:
    """One of each kind, all that a model plays with a secret prompt, and one that cannot be played as it is."""
    widgets = [hiding(kind) for kind in KINDS]
    widgets += [
        Widget(id="says", kind="text", title="Says", settings={"prompt": f"{SECRET}: @[Input]"}),
        Widget(id="broken", kind="text", title="Broken", settings={"prompt": f"@[{SECRET}]", "temperature": 9}),
    ]
    return Graph(widgets=[one.model_copy(update={"layout": Layout(x=0, y=4 * n)}) for n, one in enumerate(widgets)])


def _secret(name: str, type: Any) -> Any:
    if name == "json_schema":
        return {"type": "object", "properties": {SECRET: {"type": "string"}}}
    if type is str:
        return SECRET
    return [SECRET] if getattr(type, "__origin__", None) is list else None
