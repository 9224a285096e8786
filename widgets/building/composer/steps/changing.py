"""Changing an app that is there, by a wish in words: what the wish means, and what the graph then is. Pure.

Which of four things is to happen is seen in the words; a model is asked only for what has to be made up.
"""

import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel

from widgets.building.composer import cues, rough, shots, words
from widgets.building.composer.draft import clean, free_id, holds_something, is_ai, refer, same
from widgets.building.composer.places import beneath
from widgets.building.composer.steps.asking import Ask, ask, one_of, record, shortened, text
from widgets.building.titles import free
from widgets.graph.references import fold, named, references, replace, templates
from widgets.graph.rename import rename
from widgets.graph.schema import Graph, Widget
from widgets.kinds import KINDS

Action = Literal["add", "change", "rename", "remove"]

ACTIONS: dict[Action, tuple[str, ...]] = {
    "remove": ("remove", "delete", "drop", "get rid", "take out", "without the"),
    "rename": ("rename", "retitle", "call the", "call it"),
    "add": ("add", "also", "include", "new", "another", "version of", "extra", "insert", "create", "append"),
}
INPUTS = {
    "select": ("dropdown", "drop-down", "select", "menu", "choice", "options", "choose"),
    "number": ("number", "slider", "how many", "how old"),
    "toggle": ("toggle", "switch", "checkbox", "check box"),
    "input": ("input", "field", "text box", "ask for", "ask the"),
}
NEW_TITLE = re.compile(r".*\b(?:to|as|into|it|=)\s+[\"“”'‘]?(.+?)[\"“”'’.!]*$", re.IGNORECASE | re.DOTALL)
SENTENCES = {
    "Keep it very short.": ("shorten", "shorter", "briefer", "more concise", "too long"),
    "Make it long and detailed.": ("longer", "lengthen", "more detail", "too short"),
    "Use simple words.": ("simpl", "easier"),
}
REWRITES = Path(__file__).with_name("rewrites.json")
SHOTS = 4
MOST_TOKENS = 160
LONGEST_REWRITTEN = 300  # characters of a prompt; a longer one only gets the wish added


class NothingToChange(Exception):
    """The wish is about no widget of this app; the sentence says what to write instead."""


class Meant(BaseModel):
    """What a wish means."""

    action: Action
    about: list[str]  # ids of the widgets that it speaks of


def understood(wish: str, graph: Graph) -> Meant:
    titles = {widget.title: widget.id for widget in graph.widgets}
    about = [titles[title] for title in cues.named(wish, titles)]
    return Meant(action=_action(wish, bool(about)), about=about)


def _action(wish: str, names_something: bool) -> Action:
    """The one whose word comes first; without any, what is named is changed, and otherwise something is added."""
    places = [(cues.first_place(wish, said), action) for action, said in ACTIONS.items()]
    found = [(place, action) for place, action in places if place is not None]
    return min(found)[1] if found else "change" if names_something else "add"


# What needs no model ---------------------------------------------------------------------------


def renamed(wish: str, graph: Graph, about: Sequence[str]) -> Graph:
    """“Rename the story to Tale”: the new title is what follows the last “to” or the like."""
    found = NEW_TITLE.search(wish.strip())
    title = clean(found[1]) if found else ""
    if not title or not about:
        raise NothingToChange("Say which widget is to have which title, as in “rename Story to Tale”.")
    if any(same(title, widget.title) and widget.id != about[0] for widget in graph.widgets):
        raise NothingToChange(f"There is a widget called “{title}” already. Choose another title.")
    return rename(graph, about[0], title)


def removed(graph: Graph, ids: Collection[str]) -> Graph:
    """What referred to them refers to what they were made from; where that is nothing, an example stands there."""
    if not ids:
        raise NothingToChange("Say by its title which widget is to go, as in “remove Story”.")
    for id in ids:
        gone = next(widget for widget in graph.widgets if widget.id == id)
        graph = Graph(widgets=[_without(widget, gone) for widget in graph.widgets if widget.id != id])
    return graph


def _without(widget: Widget, gone: Widget) -> Widget:
    sources = references(gone)
    instead = refer(sources[0]) if sources else _example(gone)
    texts = {field: replace(text, gone.title, instead) for field, text in templates(widget).items()}
    if "when" in texts and not named(texts["when"]):
        texts["when"] = ""  # a condition has to be about a widget
    return widget.model_copy(update={"settings": widget.settings | texts})


def _example(widget: Widget) -> str:
    value = widget.settings.get("default")
    words = ", ".join(value) if isinstance(value, list) else str(value or "")
    return words or widget.title.lower()


# Adding ----------------------------------------------------------------------------------------


def asked_for_new(wish: str, graph: Graph, tasks: Collection[str]) -> Ask:
    """Kind and title of the widget to add."""
    kinds = _new_kinds(wish, tasks)
    group = "inputs" if KINDS[kinds[0]].group == "inputs" else "ai"
    article = "an input for the" if group == "inputs" else "a"
    examples = [(one["title"], one[group][-1]["title"]) for one in shots.nearest(wish)[:SHOTS]]
    nearest = [
        (f"App: {app}\nAdd {article} {title.lower()}", {"kind": kinds[0], "title": title}) for app, title in examples
    ]
    question = f"App: {', '.join(widget.title for widget in graph.widgets)}\n{shortened(wish)}"
    answer = record(kind=one_of(kinds), title=text(words.phrase(4)))
    return ask("You name the widgets of an app.", nearest, question, answer, MOST_TOKENS)


def named_new(wish: str, tasks: Collection[str]) -> dict[str, Any] | None:
    """Kind and title of the widget to add, where the wish says both."""
    kinds, title = _new_kinds(wish, tasks), cues.title_of_new(wish)
    return {"kind": kinds[0], "title": title} if title and len(kinds) == 1 else None


def _new_kinds(wish: str, tasks: Collection[str]) -> list[str]:
    for kind, said in INPUTS.items():
        if cues.speaks_of(wish, said):
            return [kind]
    known = [name for name, kind in KINDS.items() if not {*kind.tasks}.isdisjoint(tasks)]
    if "translate" in known and cues.languages(wish) and cues.speaks_of(wish, ("version", "translat")):
        return ["translate"]
    return [kind for kind in cues.kinds(wish, known) if kind != "search"] or ["text"]


def added(answer: dict[str, Any], graph: Graph, about: Collection[str]) -> tuple[Graph, str]:
    """The graph with one more widget, and its id."""
    before = [widget for widget in graph.widgets if holds_something(widget)]
    ai = KINDS[answer["kind"]].group == "ai"
    if ai and not before:
        raise NothingToChange("There is nothing yet that it could work with. Add an input first.")
    meant = [widget for widget in before if widget.id in about] or before
    title = free(clean(answer["title"]) or "New", {fold(widget.title) for widget in graph.widgets})
    widget = Widget(
        id=free_id(widget.id for widget in graph.widgets),
        kind=answer["kind"],
        title=title,
        settings=rough.settings(answer["kind"], title, meant),
    )
    widget = widget.model_copy(update={"layout": beneath(graph, widget)})
    # An input stands before what will use it.
    return Graph(widgets=[*graph.widgets, widget] if ai else [widget, *graph.widgets]), widget.id


# Changing --------------------------------------------------------------------------------------


def asked_for_target(wish: str, graph: Graph) -> Ask:
    """Which widget is meant, where the wish names none."""
    titles = [widget.title for widget in graph.widgets if is_ai(widget)]
    if not titles:
        raise NothingToChange("There is no AI widget to change. Say what to add, as in “add a summary”.")
    question = f"Widgets: {', '.join(titles)}\nWish: {shortened(wish)}"
    return ask("You choose the widget that a wish is about.", [], question, record(widget=one_of(titles)), MOST_TOKENS)


def can_be_rewritten(widget: Widget) -> bool:
    """Whether its prompt is short enough, and of a sort that a small model can write anew."""
    prompt = prompt_of(widget)
    return 0 < len(named(prompt)) <= 4 and len(prompt) <= LONGEST_REWRITTEN


def only_adds(widget: Widget) -> bool:
    """Whether there is a prompt that can only get one more sentence."""
    return bool(prompt_of(widget)) and not can_be_rewritten(widget)


def prompt_of(widget: Widget) -> str:
    return str(widget.settings.get(_prompt_field(widget), ""))


def _prompt_field(widget: Widget) -> str:
    return "instructions" if widget.kind == "chat" else "prompt"


def asked_for_prompt(wish: str, widget: Widget) -> Ask:
    """The prompt of a widget as the wish would have it, with the same references in the same order."""
    prompt = prompt_of(widget)
    rewrites = json.loads(REWRITES.read_text())
    examples = [(_rewriting(one["prompt"], one["wish"]), {"prompt": one["new"]}) for one in rewrites]
    answer = record(prompt=text(words.rewritten(named(prompt))))
    question = _rewriting(" ".join(prompt.split()), shortened(wish))
    return ask("You change the prompts of an app as somebody wishes.", examples, question, answer, MOST_TOKENS)


def _rewriting(prompt: str, wish: str) -> str:
    return f"Prompt: {prompt}\nWish: {wish}"


def rewritten(answer: dict[str, Any] | None, wish: str, widget: Widget) -> dict[str, Any]:
    """The settings of the widget, with the model's prompt if that only says what was wished for; otherwise with the
    old one and one more sentence."""
    old = prompt_of(widget)
    new = answer["prompt"] if answer else old
    fresh = shots.stems(new) - shots.stems(old)
    if not fresh or not fresh <= shots.stems(wish):
        new = f"{old} {_as_sentence(wish)}"
    return widget.settings | {_prompt_field(widget): new}


def _as_sentence(wish: str) -> str:
    """What a prompt can say for what people often wish, or the wish itself."""
    if language := next(iter(cues.languages(wish)), None):
        return f"Write it in {language}."
    for sentence, said in SENTENCES.items():
        if cues.speaks_of(wish, said):
            return sentence
    text = shortened(wish)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
