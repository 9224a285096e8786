"""A composition as the API gives it."""

from typing import Any

from inference.catalogue.cards import cards_for
from widgets.building.composer.compositions import log_of
from widgets.building.composer.draft import Draft
from widgets.building.differences import differences, sentences
from widgets.graph.schema import Graph
from widgets.kinds import problems
from widgets.models import Composition
from widgets.running.reading import cursor_of


def read(id: str) -> dict[str, Any]:
    """Composition, as in docs/architecture.md. The cursor is taken first: what happens meanwhile is told twice."""
    cursor = cursor_of(log_of(id))
    row = Composition.objects.select_related("app").get(pk=id)
    draft = Draft.model_validate(row.draft)
    there = Graph.model_validate(row.wish["there"]) if row.changes else Graph()
    return {
        "id": row.pk,
        "app": row.app_id,
        "changes": row.changes,
        "description": row.wish["description"],
        "state": str(row.state),
        "title": draft.title,
        "graph": draft.graph.model_dump(mode="json"),
        "waits_for": sorted(row.steps),
        "progress": {"done": row.taken, "of": row.taken + len(row.steps)},
        "differences": sentences(differences(there, draft.graph)) if row.changes else [],
        "problems": [problem.model_dump() for problem in problems(draft.graph, cards_for(row.author_id))],
        "revision": row.app.draft.number,
        "failure": row.failure,
        "cursor": cursor,
    }
