"""What is told to those who follow a run when something changed, as docs/architecture.md has it.

It says how things are at the moment of telling, and knows nothing of where that goes.
"""

from collections.abc import Iterable
from typing import Any

from widgets.graph.order import downstream
from widgets.running.reading import describe, inputs
from widgets.running.values import Standing

Event = tuple[str, dict[str, Any]]  # type, data
PLAYED, CHANGED = "run.played", "result.changed"
TYPES = (PLAYED, CHANGED)


def events(standing: Standing, changed: Iterable[str], played: bool) -> list[Event]:
    """`changed` are ids of widgets with a new state; `played` says that inputs were given."""
    changed = set(changed)
    told = [(PLAYED, {"inputs": inputs(standing)})] if played else []
    widgets = changed | _perhaps_stale(standing, changed, played)
    if played:
        widgets |= standing.inputs.conversations.keys()  # another one has another answer, or none yet
    return told + [(CHANGED, {"result": describe(standing, id)}) for id in standing.played if id in widgets]


def _perhaps_stale(standing: Standing, changed: set[str], played: bool) -> set[str]:
    """A value has consequences: what was made from it before may be stale now."""
    sources = {id for id in changed if not standing.unfinished(id)}
    if played:
        sources |= {id for id in standing.widgets if standing.takes_input(id)}
    return {id for id in downstream(standing.graph, sources) if id in standing.done and not standing.unfinished(id)}
