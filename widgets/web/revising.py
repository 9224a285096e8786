"""Revisions, what differs between them, and merges, as the API gives them."""

from itertools import pairwise

from inference.catalogue.cards import cards_for
from widgets.building import apps
from widgets.building.differences import differences, sentences
from widgets.building.merging import Conflict, Merged
from widgets.graph.schema import Graph
from widgets.kinds import problems
from widgets.models import App, Revision
from widgets.web import describing
from widgets.web.errors import Refused
from widgets.web.schemas import revisions as schemas


def in_list(app: App, found: list[Revision], most: int) -> list[schemas.RevisionInList]:
    """`found` is in order, the newest first; where it goes on after `most`, the next one is only compared with."""
    pairs = pairwise([*found, None] if len(found) <= most else found)
    return [_listed(app, revision, before) for revision, before in pairs if revision]


def whole(app: App, revision: Revision, before: Revision | None) -> schemas.Revision:
    found = differences(_graph(before), revision.graph, by_word=True)
    return schemas.Revision(
        **_listed(app, revision, one_before(revision)).model_dump(exclude={"created_at"}),
        created_at=revision.created_at,
        against=before.number if before else None,
        graph=revision.graph,
        problems=problems(revision.graph, cards_for(app.owner_id)),
        differences=found,
    )


def one_before(revision: Revision) -> Revision | None:
    return revision.app.revisions.filter(number=revision.number - 1).first()


def merged(theirs: Revision, found: Merged) -> schemas.Merged:
    return schemas.Merged(
        revision=theirs.number,
        author=describing.person(theirs.author),
        graph=found.graph,
        conflicts=[_asked(conflict) for conflict in found.conflicts],
    )


def refused(conflict: apps.Conflict) -> Refused:
    theirs = describing.theirs(conflict.theirs).model_dump(mode="json")
    return Refused(409, "conflict", str(conflict), theirs=theirs)


def _listed(app: App, revision: Revision, before: Revision | None) -> schemas.RevisionInList:
    changes = sentences(differences(_graph(before), revision.graph))
    return schemas.RevisionInList(
        number=revision.number,
        name=revision.name,
        author=describing.person(revision.author),
        created_at=revision.created_at,
        published=app.published_id == revision.pk,
        map=revision.map,
        changes=changes or ([] if before else ["It began with an empty board."]),
    )


def _asked(conflict: Conflict) -> schemas.Conflict:
    sides = [Graph(widgets=[side] if side else []) for side in (conflict.theirs, conflict.mine)]
    found = [one for one in differences(*sides, by_word=True) if one.change != "moved"]
    return schemas.Conflict(**dict(conflict), differences=found)


def _graph(revision: Revision | None) -> Graph:
    return revision.graph if revision else Graph()
