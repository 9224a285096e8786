"""Cases that the tests in Python and those in JavaScript both read. A widget is written [id, title, prompt]."""

import json
from pathlib import Path
from typing import Any

import pytest

from widgets.graph.schema import Graph, Widget

HERE = Path(__file__).parent


def cases(file: str, section: str | None = None) -> list[Any]:
    found = json.loads((HERE / file).read_text())
    return [pytest.param(case, id=case["name"]) for case in (found[section] if section else found)]


def graph(widgets: list[list[str]]) -> Graph:
    return Graph(
        widgets=[Widget(id=id, kind="text", title=title, settings={"prompt": text}) for id, title, text in widgets]
    )
