"""Examples from an app: of one of its widgets what was rated, corrected or chosen. Prompts and answers, and nothing of
who gave them. Whose app it is, is not asked here: callers look it up through `editable_by`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import chain, islice

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from inference.catalogue.cards import cards_for
from widgets.graph.schema import Widget
from widgets.kinds import KINDS
from widgets.models import App, Dataset, Feedback, Result, Snapshot
from widgets.teaching import datasets, thawing
from widgets.teaching.examples.reading import MOST
from widgets.teaching.failures import AppGone, NothingCollected, UnknownWidget
from widgets.teaching.thawing import Pair

MOST_SNAPSHOTS = 100  # of one app, the latest
LONGEST_WHOLE = 2_000_000  # characters of a collection, as of one that is uploaded
LONGEST_TITLE = 120
AT_ONCE = 500  # rows that are read before it is known whether there is room for more

UP = Q(thumbs=1, correction="", result__state=Result.State.DONE)
CORRECTED = ~Q(correction="")


@dataclass(frozen=True)
class Sources:
    """Which of what there is."""

    thumbs: bool = True
    corrections: bool = True
    snapshots: list[str] = field(default_factory=list)  # their ids


@dataclass
class Material:
    """What there is to collect of a widget: how many of each, and which snapshots."""

    widget: Widget
    thumbs: int = 0
    corrections: int = 0
    snapshots: list[Snapshot] = field(default_factory=list)


def material(app: App) -> list[Material]:
    """Of each widget of the draft whose kind teaches."""
    found = {widget.id: Material(widget) for widget in _teaching(app)}
    for id, thumbs, corrections in _counts(app):
        if id in found:
            found[id].thumbs, found[id].corrections = thumbs, corrections
    cards = cards_for(app.owner_id)
    for snapshot in _snapshots(app)[:MOST_SNAPSHOTS]:
        for id in thawing.pairs(snapshot, cards).keys() & found.keys():
            found[id].snapshots.append(snapshot)
    return list(found.values())


@transaction.atomic
def create(app: App, id: str, sources: Sources, title: str = "") -> Dataset:
    """Raises UnknownWidget, NothingCollected or TooMany."""
    assert app.owner
    widget = _widget(app, id)
    title = title or f"{app.title}: {widget.title}"[:LONGEST_TITLE]
    dataset = datasets.create(app.owner, title, _collected(app, widget, sources))
    dataset.app, dataset.widget, dataset.sources = app, id, asdict(sources)
    dataset.save(update_fields=["app", "widget", "sources"])
    return dataset


def again(dataset: Dataset) -> None:
    """From the same sources, as the next version where something is new. Raises AppGone, UnknownWidget or
    NothingCollected.
    """
    app = App.objects.editable_by(dataset.owner).filter(pk=dataset.app_id).first()
    if app is None:
        raise AppGone
    datasets.change(dataset, None, _collected(app, _widget(app, dataset.widget), Sources(**dataset.sources)))


def _teaching(app: App) -> list[Widget]:
    return [widget for widget in app.draft.graph.widgets if widget.kind in KINDS and KINDS[widget.kind].teaches]


def _widget(app: App, id: str) -> Widget:
    for widget in _teaching(app):
        if widget.id == id:
            return widget
    raise UnknownWidget


def _collected(app: App, widget: Widget, sources: Sources) -> str:
    """JSON Lines, of each source the latest first, as many as a collection may have."""
    pairs = chain(_rated(app, widget, sources), _frozen(app, widget, sources))
    text = "\n".join(_fitting(_once(pairs)))
    if not text:
        raise NothingCollected(widget.title)
    return text


def _once(pairs: Iterable[Pair]) -> Iterator[Pair]:
    seen = set()
    for pair in pairs:
        if pair not in seen:
            seen.add(pair)
            yield pair


def _fitting(pairs: Iterable[Pair]) -> Iterator[str]:
    room = LONGEST_WHOLE
    for prompt, answer in islice(pairs, MOST):
        line = json.dumps({"prompt": prompt, "answer": answer}, ensure_ascii=False)
        room -= len(line) + 1
        if room < 0:
            return
        yield line


# What was rated -------------------------------------------------------------------------------


def _counts(app: App) -> Iterable[tuple[str, int, int]]:
    rated = Feedback.objects.teaching(app).values("result__widget").order_by()
    counted = rated.annotate(up=Count("pk", filter=UP), corrected=Count("pk", filter=CORRECTED))
    return counted.values_list("result__widget", "up", "corrected")


def _rated(app: App, widget: Widget, sources: Sources) -> Iterator[Pair]:
    kind = KINDS[widget.kind]
    wanted = [*([UP] if sources.thumbs else []), *([CORRECTED] if sources.corrections else [])]
    rated = Feedback.objects.teaching(app).filter(result__widget=widget.id).select_related("result").order_by("-pk")
    found = (rated.filter(condition)[:MOST].iterator(chunk_size=AT_ONCE) for condition in wanted)
    for feedback in chain.from_iterable(found):
        answer = feedback.correction or kind.reads(kind.Settings(), feedback.result.value)  # whatever its settings
        if answer.strip():
            yield feedback.prompt, answer


# What was frozen ------------------------------------------------------------------------------


def _snapshots(app: App) -> QuerySet[Snapshot]:
    """Its owner's own: whoever was given the id of another one may look at it, and no more."""
    own = app.snapshots.present().filter(author=app.owner).select_related("revision")
    return own.order_by("-created_at")


def _frozen(app: App, widget: Widget, sources: Sources) -> Iterator[Pair]:
    chosen, cards = _snapshots(app).filter(pk__in=sources.snapshots), cards_for(app.owner_id)
    for snapshot in chosen[:MOST_SNAPSHOTS]:
        if pair := thawing.pairs(snapshot, cards).get(widget.id):
            yield pair
