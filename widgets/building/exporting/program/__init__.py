"""An app as a single Python file that runs it anywhere with plain `transformers`, and imports nothing of ours.

What a model is asked comes from the kinds themselves; the functions that ask it stand in `parts`, as they are.
"""

import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from widgets.building.exporting.faults import CannotExport
from widgets.building.exporting.program.literals import Lines, Names, argument, indented, plain, text
from widgets.building.exporting.program.models import Card, defaults, public_names
from widgets.building.exporting.program.naming import file_name, flags
from widgets.building.exporting.program.options import Option, added, helped, named, read_options
from widgets.building.exporting.program.planning import Plan, plan
from widgets.building.exporting.program.steps import MODEL_OF, step, task_of
from widgets.graph.order import order
from widgets.graph.schema import Graph, Widget
from widgets.kinds import KINDS, problems

PARTS = Path(__file__).with_name("parts")
# Which part a function stands in, in the order in which they are written; and what these parts need themselves.
PART_OF = {
    "picture": "picture", "read_documents": "documents", "written": "number", "number": "number", "is_met": "is_met",
    "write": "write", "summarise": "summarise", "talk": "talk", "fenced": "fenced", "classify": "classify",
    "search": "search", "draw": "draw",
}  # fmt: skip
NEEDS = {
    "summarise": ["write"], "talk": ["write"], "classify": ["embed"], "search": ["embed"],
    "write": ["device", "say"], "embed": ["say"], "draw": ["device", "say"],
}  # fmt: skip
WRITTEN = ["picture", "documents", "number", "is_met", "say", "device", "write", "summarise", "talk", "fenced"]
WRITTEN += ["embed", "classify", "search", "draw", "main"]
WORK = {
    "text": "the model that writes",
    "embedding": "the model that compares texts",
    "image": "the model that draws",
}


def program(title: str, description: str, graph: Graph, cards: Iterable[Card]) -> str:
    """The file. CannotExport where the app could not be played."""
    cards = list(cards)
    _check(graph, cards)
    widgets = [next(widget for widget in graph.widgets if widget.id == id) for id in order(graph)]
    shared = plan(graph, widgets, cards)
    inputs = _inputs(widgets, shared.names)
    body = [line for widget in widgets for line in step(widget, shared)]
    tasks = [task for task in MODEL_OF if any(task_of(widget) == task for widget in widgets)]
    chosen = defaults(cards, public_names(cards))
    read = read_options(_summary(title, description), inputs, _general(widgets, shared, tasks, chosen))
    imports, functions = _joined(_parts([*read, *body]))
    constants = [f"{MODEL_OF[task].upper()} = {text(chosen[task])}" for task in tasks]
    blocks = [
        "\n".join(_about(title, description, tasks)),
        "\n".join(imports),
        *(["\n".join(constants)] if constants else []),
        "\n" + "\n".join(read),
        "\n" + "\n".join(_play(body, tasks)),
        *(f"\n{function}" for function in functions),
    ]
    return "\n\n".join(blocks) + "\n"


def _check(graph: Graph, cards: Sequence[Any]) -> None:
    """A model that is missing here may be there where the program runs."""
    wrong = [problem for problem in problems(graph, cards) if problem.code not in ("no_model", "unknown_model")]
    if wrong:
        raise CannotExport("not_playable", f"This app cannot run yet. {wrong[0].message}")


def _inputs(widgets: Sequence[Widget], names: Names) -> list[Option]:
    asked = [widget for widget in widgets if KINDS[widget.kind].takes_input and not KINDS[widget.kind].plays]
    variables = [names[widget.id] for widget in asked]
    return [Option(*one) for one in zip(asked, flags(widget.title for widget in asked), variables, strict=True)]


def _general(widgets: Sequence[Widget], shared: Plan, tasks: Sequence[str], chosen: dict[str, str]) -> list[Lines]:
    """The options that are no inputs of the app."""
    made = []
    for widget in widgets:
        if widget.id in shared.said:
            flag, variable = shared.said[widget.id]
            words = f"what to say to {widget.title}, in turn; without it, the chat asks"
            about = [argument("metavar", "TEXT"), argument("nargs", "+"), helped(words)]
            made.append(added(flag, [*named(flag, variable), *about]))
    for task in tasks:
        about = [argument("metavar", "NAME"), helped(f"{WORK[task]}: a name on the hub, or a folder", chosen[task])]
        made.append(added(MODEL_OF[task].replace("_", "-"), about))
    shown = [argument("action", "store_true"), helped("print JSON instead of Markdown")]
    return [*made, added("json", shown)]


def _play(body: Lines, tasks: Sequence[str]) -> Lines:
    chosen = [MODEL_OF[task] for task in tasks if any(line.strip() == f"{MODEL_OF[task]}," for line in body)]
    models = [f"{name} = options.{name} or {name.upper()}" for name in chosen]
    yields = any(line.lstrip().startswith("yield ") for line in body)
    lines = [*models, *([""] if models else []), *(body[:-1] if yields else ["yield from ()"])]
    about = '"""Each widget after all that it needs: (title, value) of what it shows."""'
    return ["def play(options):", *indented([about, *lines])]


def _about(title: str, description: str, tasks: Sequence[str]) -> Lines:
    """The docstring."""
    packages = ["torch", "transformers", *(["diffusers"] if "image" in tasks else [])]
    needs = [f"Needs: pip install {' '.join(packages)}"] if tasks else []
    words = [*textwrap.wrap(_summary(title, description), 84), "", *needs]
    safe = [line.replace("\\", "\\\\").replace('"', "”") for line in words]
    return [f'"""{safe[0]}', *safe[1:], f"Run:   python {file_name(title, 'py')} --help", '"""']


def _summary(title: str, description: str) -> str:
    return plain(f"{title}: {description}" if description.strip() else title)


def _parts(lines: Lines) -> list[str]:
    code = "\n".join(lines)
    wanted = {part for function, part in PART_OF.items() if re.search(rf"(?<![\w.]){function}\(", code)} | {"main"}
    if "say(" in code:
        wanted.add("say")
    for _ in range(2):  # parts need parts that need parts
        wanted |= {need for part in wanted for need in NEEDS.get(part, [])}
    return [part for part in WRITTEN if part in wanted]


def _joined(parts: Sequence[str]) -> tuple[Lines, list[str]]:
    """The imports of all parts together, as isort has them, and the rest of each."""
    imports, functions = {"import argparse"}, []
    for part in parts:
        lines = (PARTS / f"{part}.py.txt").read_text().splitlines()
        first = next(number for number, line in enumerate(lines) if line and not line.startswith(("import ", "from ")))
        imports |= {line for line in lines[:first] if line}
        functions.append("\n".join(lines[first:]))
    return sorted(imports, key=lambda line: (line.startswith("from "), line)), functions
