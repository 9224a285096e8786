"""Examples from one's own app over HTTP: what there is, made a dataset, and collected again."""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from widgets.teaching import collecting
from widgets.teaching.failures import AppGone, NothingCollected, TooMany, UnknownWidget
from widgets.web import schemas
from widgets.web.errors import FAILURES, Refused
from widgets.web.looking_up import app_to_edit, dataset_of
from widgets.web.schemas.teaching import Dataset, Material, NewCollection, SnapshotToCollect
from widgets.web.teaching import dataset_out

router = Router(tags=["teaching"])


@router.get("/apps/{id:app_id}/examples", response={200: list[Material], FAILURES: schemas.ErrorBody})
def list_examples(request: HttpRequest, app_id: str) -> list[Material]:
    """What could be collected of each widget. Of others only what they rated when the app said that it may teach."""
    return [_described(found) for found in collecting.material(app_to_edit(request, app_id))]


@router.post("/apps/{id:app_id}/datasets", response={201: Dataset, FAILURES: schemas.ErrorBody})
def collect(request: HttpRequest, app_id: str, data: NewCollection) -> Status[dict[str, Any]]:
    """Makes a dataset of them, the latest first; snapshots that are not one's own are left out."""
    app = app_to_edit(request, app_id)
    sources = collecting.Sources(data.thumbs, data.corrections, list(data.snapshots))
    try:
        dataset = collecting.create(app, data.widget, sources, data.title or "")
    except UnknownWidget as unknown:
        raise Refused(422, "unknown_widget", str(unknown), "widget") from None
    except NothingCollected as nothing:
        raise Refused(422, "nothing_collected", str(nothing)) from None
    except TooMany as many:
        raise Refused(422, "too_many", str(many)) from None
    return Status(201, dataset_out(dataset))


@router.post("/datasets/{id:dataset_id}/collection", response={200: Dataset, FAILURES: schemas.ErrorBody})
def collect_again(request: HttpRequest, dataset_id: str, base: str = "") -> dict[str, Any]:
    """From the same sources, as the next version. Where nothing is new there is none."""
    dataset = dataset_of(request, dataset_id)
    try:
        collecting.again(dataset)
    except (AppGone, UnknownWidget) as gone:
        raise Refused(409, "app_gone", str(gone)) from None
    except NothingCollected as nothing:
        raise Refused(422, "nothing_collected", str(nothing)) from None
    return dataset_out(dataset, base)


def _described(found: collecting.Material) -> Material:
    return Material(
        widget=found.widget.id,
        title=found.widget.title,
        kind=found.widget.kind,
        thumbs=found.thumbs,
        corrections=found.corrections,
        snapshots=[SnapshotToCollect(id=one.pk, title=one.title, created_at=one.created_at) for one in found.snapshots],
    )
