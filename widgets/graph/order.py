"""Who waits for whom: dependencies, a topological order, cycles, what lies up and down the stream.

The twin of static/js/graph/order.js: both read tests/cases/order.json.
"""

from collections.abc import Iterable, Mapping

from widgets.graph.references import by_title, fold, references
from widgets.graph.schema import Graph


def dependencies(graph: Graph) -> dict[str, list[str]]:
    """By widget id: the ids that it refers to, its own included. Titles that no widget has are left out."""
    meant = by_title(graph)
    return {
        widget.id: [found.id for title in references(widget) if (found := meant.get(fold(title)))]
        for widget in graph.widgets
    }


def order(graph: Graph) -> list[str]:
    """Each widget after all that it needs, otherwise as in the graph. What needs a cycle is left out."""
    waiting = dependencies(graph)
    placed: dict[str, None] = {}
    while ready := next((id for id, needs in waiting.items() if all(need in placed for need in needs)), None):
        placed[ready] = None
        del waiting[ready]
    return list(placed)


def cycles(graph: Graph) -> list[list[str]]:
    """Groups of widgets that all need each other, or one that needs itself, in the graph's order."""
    needs = dependencies(graph)
    reach = {id: _reachable(needs, [id]) for id in needs}
    groups: dict[str, list[str]] = {}
    for id in needs:
        if id in reach[id]:
            first = next(other for other in needs if other in reach[id] and id in reach[other])
            groups.setdefault(first, []).append(id)
    return list(groups.values())


def upstream(graph: Graph, ids: Iterable[str]) -> set[str]:
    """All that these widgets need, directly or not. They are in it themselves only if one of them needs them."""
    return _reachable(dependencies(graph), ids)


def downstream(graph: Graph, ids: Iterable[str]) -> set[str]:
    """All that need these widgets, directly or not. They are in it themselves only if they need one of them."""
    dependants: dict[str, list[str]] = {}
    for id, needs in dependencies(graph).items():
        for need in needs:
            dependants.setdefault(need, []).append(id)
    return _reachable(dependants, ids)


def _reachable(edges: Mapping[str, list[str]], starts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    ahead = [end for start in starts for end in edges.get(start, [])]
    while ahead:
        id = ahead.pop()
        if id not in found:
            found.add(id)
            ahead.extend(edges.get(id, []))
    return found
