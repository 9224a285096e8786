"""An app with every kind of widget, and the models of a site."""

from dataclasses import dataclass, field
from typing import Any

from widgets.graph.schema import Graph
from widgets.kinds import KINDS


@dataclass
class Card:
    name: str
    task: str
    default: bool = True
    title: str = "A model"
    installed: bool = True
    source: list[dict[str, Any]] = field(default_factory=list)

    def goes_by(self, name: str) -> bool:
        return name == self.name


CARDS = [
    Card("smollm2-135m-instruct", "text"),
    Card("all-minilm-l6-v2", "embedding"),
    Card("painter", "image"),
    Card("coder", "text", default=False, source=[{"from": "hub", "repository": "Qwen/Qwen2.5-Coder-0.5B-Instruct"}]),
]
# By kind: settings that make it run, in a place where all that it refers to exists.
SETTINGS: dict[str, dict[str, Any]] = {
    "input": {"placeholder": "100% \"anything\"", "default": "cats"},
    "select": {"options": ["warm (very)", "dry"], "default": ["dry"]},
    "number": {"min": 0, "max": 42.5, "step": 0.5, "unit": "km", "default": 12},
    "toggle": {"label": "With jokes", "on": "Tell a joke.", "off": ""},
    "document": {"required": False},
    "picture": {"required": False},
    "text": {
        "prompt": "About {curly} @[Input]:\n\"@[Select]\" \\ @[Number]", "instructions": "Be brief. @[Toggle]",
        "max_tokens": 5, "temperature": 0.5, "seed": 3, "stop": ["\n\n"],
    },
    "chat": {"instructions": "You know @[Text]", "first_message": "What's up?", "max_tokens": 4},
    "image": {"prompt": "A stamp of @[Input]", "negative_prompt": "blur", "width": 64, "seed": 1},
    "summarise": {"source": "@[Document] @[Text]", "focus": "cats", "max_tokens": 4},
    "translate": {"source": "@[Text]", "to_language": "French", "max_tokens": 4},
    "code": {"prompt": "Print @[Input]", "prefix": "def f():\n", "max_tokens": 4, "model": "coder"},
    "classify": {
        "source": "@[Text]", "labels": ["good", "bad"], "when": "@[Input]", "when_is": "equals", "when_value": "Cats ",
    },
    "search": {"source": "@[Document] and @[Input]", "question": "Where is @[Input]?", "passages": 2},
    "note": {"text": "Mood: @[Classify]\nPassages: @[Search] \"\"\"\nChat: @[Chat]"},
    "heading": {"text": "Under it"},
}  # fmt: skip


def every_kind() -> Graph:
    """One widget of each kind, called like it."""
    return graph(*KINDS)


def graph(*kinds: str, **changes: Any) -> Graph:
    """Widgets called like their kinds. `changes` are settings of the last."""
    made = [
        {
            "id": kind,
            "kind": kind,
            "title": kind.capitalize(),
            "settings": dict(SETTINGS[kind]),
            "layout": place(number),
        }
        for number, kind in enumerate(kinds)
    ]
    made[-1]["settings"] |= changes
    return Graph.model_validate({"widgets": made})


def place(number: int) -> dict[str, int]:
    return {"x": 6 * (number % 2), "y": 4 * (number // 2), "w": 6, "h": 4}
